"""normalization.json, metrics.json: what the metrics of DSPy return for answers of our own.

usage: python metrics.py <vectors folder>
"""

import contextlib
import io
import platform
import random
import unicodedata

import dspy
from dspy.dsp.utils import DPR_normalize
from dspy.evaluate import metrics

from vectors import write

rng = random.Random(7)

WORDS = [
    "the", "a", "an", "The", "A", "AN", "Paris", "paris", "New", "York", "yes", "no", "noanswer", "U.S.", "U.S.A.", "don't",
    "don’t", "rock-n-roll", "1984", "3.14", "$5", "É", "café", "cafe\u0301", "thé", "à", "äpfel", "Ångström", "İstanbul",
    "ΟΔΟΣ", "straße", "STRASSE", "日本", "日本語", "हिन्दी", "😀", "👩‍👩‍👧", "ﬁn", "Ⅳ", "½", "«oui»", "–", "_", "__a__", "a_the",
    "\u200b", "\u00ad", "the\u0301", "!!!", "(the)", "an-the", "Jean-Jacques", "O'Neil", "\ufeff", "ǅ", "x²", "the,a", "'a'",
]
GAPS = [" ", " ", " ", "  ", "\t", "\n", "\u00a0", "\u2003", "\u3000", "\x1f", "\x85", "", "-", ", "]
RANGES = [(0x20, 0x250), (0x300, 0x600), (0x900, 0xA00), (0x1E00, 0x2100), (0x2190, 0x2400), (0x3000, 0x3200), (0xAC00, 0xAC80),
          (0xFB00, 0xFB50), (0xFF00, 0xFFF0), (0x10400, 0x10450), (0x1D400, 0x1D500), (0x1F600, 0x1F650)]


def phrase():
    return "".join(rng.choice(WORDS) + rng.choice(GAPS) for _ in range(rng.randrange(5))) + rng.choice(WORDS + ["", "", ""])


def characters():
    drawn = (chr(rng.randrange(*rng.choice(RANGES))) for _ in range(rng.randrange(1, 16)))
    return "".join(c for c in drawn if unicodedata.category(c) != "Cn")


def quietly(score, *arguments):
    with contextlib.redirect_stdout(io.StringIO()):
        return score(*arguments)


def pair(prediction, gold):
    return {
        "prediction": prediction,
        "gold": gold,
        "em": metrics.em_score(prediction, gold),
        "f1": quietly(metrics.f1_score, prediction, gold),
        "hotpotF1": quietly(metrics.hotpot_f1_score, prediction, gold),
        "precision": quietly(metrics.precision_score, prediction, gold),
    }


def exact_match(prediction, answer, frac):
    example, found = dspy.Example(answer=answer), dspy.Prediction(answer=prediction)
    result = quietly(lambda: metrics.answer_exact_match(example, found, frac=frac))
    return {"prediction": prediction, "answer": answer, "frac": frac, "result": result}


def passage_match(context, answer):
    result = metrics.answer_passage_match(dspy.Example(answer=answer), dspy.Prediction(context=context))
    return {"context": context, "answer": answer, "result": result}


def near(text):
    """The text, changed a little, so that many pairs agree."""
    changes = [text.upper(), text.lower(), f"the {text}", f"{text}!", text.replace(" ", "  "), text, phrase(), text[:-1]]
    return rng.choice(changes)


phrases = [phrase() for _ in range(150)]
others = [characters() for _ in range(150)]
VERDICTS = ["yes", "Yes!", "no", "noanswer", "yes, no", "yes it is", "the no", "", "a", "no idea"]
pairs = [pair(near(gold), gold) for gold in phrases + others[:50]]
pairs += [pair(prediction, gold) for prediction in VERDICTS for gold in VERDICTS]
exact = [exact_match(near(p), p if i % 2 else [phrase(), p], [1.0, 0.5, 0.8][i % 3]) for i, p in enumerate(phrases[:90])]
passages = [
    passage_match([f"{phrase()} {near(p) if i % 3 else ''} {phrase()}" for _ in range(i % 4)], p if i % 2 else [p, phrase()])
    for i, p in enumerate(phrases[:90])
]


VERSIONS = {"dspy": dspy.__version__, "python": platform.python_version()}
write(
    "normalization.json",
    {
        **VERSIONS,
        "normalizeText": [[text, metrics.normalize_text(text)] for text in phrases + others],
        "dprNormalize": [[text, DPR_normalize(text)] for text in phrases[:60] + others[:90]],
    },
)
write("metrics.json", {**VERSIONS, "pairs": pairs, "answerExactMatch": exact, "answerPassageMatch": passages})
