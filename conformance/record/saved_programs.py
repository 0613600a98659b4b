"""files/dspy-<version>/*.json: small programs saved by DSPy, one file per case.

usage: python saved_programs.py <vectors folder>

Nothing is asked of a model: demos are set by hand or made by the optimizers from a model that answers out of a table. Run once per
version of DSPy.
"""

import os
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import dspy  # noqa: E402

TRAINSET = [
    dspy.Example(
        question=question, answer=answer, dspy_uuid=f"00000000-0000-4000-8000-{i:012d}", dspy_split="train"
    ).with_inputs("question")
    for i, (question, answer) in enumerate(
        [
            ("Where do puffins nest?", "in burrows"),
            ("What colour is a tern's beak?", "red"),
            ("How many eggs does a gannet lay?", "one"),
            ("Which bird dives from thirty metres?", "the gannet"),
            ("What do eiders line their nests with?", "down"),
            ("When do storm petrels come ashore?", "at night"),
        ]
    )
]


class TableLM(dspy.LM):
    """Knows every other answer of the trainset."""

    def __init__(self):
        super().__init__("openai/table", cache=False)

    def __call__(self, prompt=None, messages=None, **kwargs):
        asked = messages[-1]["content"]
        for i, example in enumerate(TRAINSET):
            if example.question in asked:
                answer = example.answer if i % 2 == 0 else "no idea"
                return [f"[[ ## reasoning ## ]]\nThe passage says so.\n\n[[ ## answer ## ]]\n{answer}\n"]
        raise ValueError(asked)


class RAG(dspy.Module):
    def __init__(self, attribute="generate_answer"):
        super().__init__()
        setattr(self, attribute, dspy.ChainOfThought("context, question -> answer"))
        self.attribute = attribute

    def forward(self, question):
        context = [f"A note on: {question}", "Seabirds nest in colonies.", "Two lines\nin one passage"]
        answer = getattr(self, self.attribute)(context=context, question=question).answer
        return dspy.Prediction(context=context, answer=answer)


class Retriever(dspy.Retrieve):
    """A retriever that can be saved: the stock one cannot."""

    def dump_state(self, json_mode=True):
        return {"k": self.k}


class RetrievingRAG(RAG):
    def __init__(self):
        dspy.Module.__init__(self)
        self.retrieve = Retriever(k=5)
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")


class TwoSteps(dspy.Module):
    def __init__(self):
        super().__init__()
        self.write_query = dspy.Predict("question -> query")
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")


def matches(example, prediction, trace=None):
    return example.answer == prediction.answer


def bootstrapped():
    optimizer = dspy.BootstrapFewShot(metric=matches, max_bootstrapped_demos=2, max_labeled_demos=2)
    return optimizer.compile(RAG(), trainset=TRAINSET)


def mixed():
    optimizer = dspy.BootstrapFewShot(metric=matches, max_bootstrapped_demos=2, max_labeled_demos=4)
    return optimizer.compile(RAG(), trainset=TRAINSET)


def labelled(program=None, k=3):
    return dspy.LabeledFewShot(k=k).compile(program or RAG(), trainset=TRAINSET)


def with_lm():
    program = labelled(k=1)
    program.set_lm(
        dspy.LM(
            "openai/gpt-4o-mini",
            temperature=0.0,
            max_tokens=300,
            api_base="http://127.0.0.1:1",
            api_key="never saved",
            seed=7,
        )
    )
    return program


def unicode_text():
    program = RAG()
    program.generate_answer.predict.demos = [
        dspy.Example(
            augmented=True,
            context=["«Æðey» er eyja 🏝", "tab\there, bell\x07, DEL\x7f, separator\u2028, slash /", 'quote " and \\'],
            question="Où nichent les macareux à Æðey?",
            reasoning="",
            answer="dans des terriers",
        ),
        dspy.Example(
            question="数は?",
            answer=None,
            score=0.0,
            share=0.25,
            big=1e16,
            small=1e-7,
            count=3,
            large=2**53 + 1,
            tags=[],
            more={},
        ),
    ]
    predictor = program.generate_answer.predict
    predictor.signature = predictor.signature.with_instructions("Antworte kurz.\n\nNur ein Wort – bitte.")
    return program


TYPED = "question, tags: list[str], limit: int | None -> answer: int, ok: bool, kind: Literal['a', 'b'], shares: dict[str, float]"
TYPED_DEMOS = [
    dspy.Example(
        augmented=True, question="How many?", tags=["x", "é"], limit=None, answer=3, ok=True, kind="a", shares={"u": 0.5, "v": 1.0}
    ),
    dspy.Example(question="And then?", tags=[], answer=-1),
]


def bare_predict():
    """A Predict is a program of its own; its file has no key for it."""
    program = dspy.Predict(TYPED)
    program.demos = TYPED_DEMOS
    return program


def bare_chain_of_thought():
    program = dspy.ChainOfThought(TYPED)
    program.predict.demos = TYPED_DEMOS
    return program


def two_predictors():
    return labelled(TwoSteps(), k=2)


CASES = {
    "bootstrapped": bootstrapped,
    "mixed": mixed,
    "labelled": labelled,
    "no-demos": RAG,
    "with-lm": with_lm,
    "unicode": unicode_text,
    "custom-retriever": lambda: labelled(RetrievingRAG(), k=1),
    "renamed-attribute": lambda: labelled(RAG("respond"), k=1),
    "two-predictors": two_predictors,
    "bare-predict": bare_predict,
    "bare-chain-of-thought": bare_chain_of_thought,
}


def main(vectors):
    folder = vectors / "files" / f"dspy-{dspy.__version__}"
    dspy.configure(lm=TableLM())
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in CASES.items():
        make().save(folder / f"{name}.json")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
