"""Random small compilations and evaluations by real DSPy, written down one case per line.

    python fuzz.py COUNT FOLDER        writes FOLDER/pool.json and FOLDER/cases.jsonl

Each case draws its program, examples, options and replies from a seed of its own. tests/fixtures/oracle-fuzz/README.md
describes the files.
"""

import contextlib
import hashlib
import io
import json
import logging
import os
import random
import sys
import tempfile
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["DSPY_CACHEDIR"] = tempfile.mkdtemp(prefix="oracle-")

import dspy  # noqa: E402
import litellm  # noqa: E402
from dspy.evaluate import answer_exact_match, answer_passage_match  # noqa: E402
from dspy.evaluate.metrics import F1  # noqa: E402

from fuzz_pool import POOL, passages_of  # noqa: E402
from fuzz_replies import draw_reply  # noqa: E402


def main(count, folder):
    logging.getLogger("dspy").setLevel(logging.CRITICAL)
    language_model = ScriptedLM("openai/gemma-3-4b-it", temperature=0.1, max_tokens=256, cache=False)
    # Without a history: later rounds copy the language model with all it remembers.
    dspy.configure(lm=language_model, disable_history=True)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pool.json").write_text(json.dumps(POOL, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    lines = [json.dumps(record(seed), ensure_ascii=False, separators=(",", ":")) for seed in range(int(count))]
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


class Wire:
    """What one case sends and gets; module state, because DSPy copies language models."""

    def start(self, rng, answers):
        self.rng, self.answers = rng, answers
        self.question = None
        self.exchanges, self.texts = [], []

    def reply(self, messages, parameters):
        digest = body_digest(messages, parameters)
        kind, text = draw_reply(self.rng, messages, self.rng.choice(self.answers[self.question]))
        if text is not None and text not in self.texts:
            self.texts.append(text)
        self.exchanges.append(f"{digest} {kind if text is None else self.texts.index(text)}")
        return kind, text


WIRE = Wire()


def body_digest(messages, parameters):
    """Of all that the request says: roles, contents, temperature, response format."""
    parts = [part for message in messages for part in (message["role"], message["content"])]
    response_format = parameters.get("response_format")
    settings = f"{parameters['temperature']:g} {response_format['type'] if response_format else 'text'}"
    return hashlib.sha256("\0".join([*parts, settings]).encode()).hexdigest()[:12]


class ScriptedLM(dspy.LM):
    def forward(self, prompt=None, messages=None, **kwargs):
        kind, text = WIRE.reply(messages, {**self.kwargs, **kwargs})
        if kind == "fails":
            raise RuntimeError("scripted failure")
        if kind == "overflows":
            raise litellm.ContextWindowExceededError("scripted overflow", self.model, "openai")
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
        return litellm.ModelResponse(choices=[choice], model=self.model, usage=usage)


class OneStep(dspy.Module):
    def __init__(self, predictor, k):
        super().__init__()
        self.k = k
        self.generate_answer = predictor("context, question -> answer")

    def forward(self, question):
        WIRE.question = question
        context = passages_of(question, self.k)
        prediction = self.generate_answer(context=context, question=question)
        return dspy.Prediction(context=context, answer=prediction.answer)


class TwoSteps(dspy.Module):
    """The second predictor is shown what the first one found, be it nothing."""

    def __init__(self, k):
        super().__init__()
        self.k = k
        self.draft = dspy.Predict("question -> search_query")
        self.generate_answer = dspy.ChainOfThought("context, search_query, question -> answer")

    def forward(self, question):
        WIRE.question = question
        context = passages_of(question, self.k)
        search_query = self.draft(question=question).search_query
        prediction = self.generate_answer(context=context, search_query=search_query, question=question)
        return dspy.Prediction(context=context, answer=prediction.answer)


PROGRAMS = {
    "rag": lambda k: OneStep(dspy.ChainOfThought, k),
    "predict": lambda k: OneStep(dspy.Predict, k),
    "two-steps": TwoSteps,
}
ADAPTERS = {"chat": dspy.ChatAdapter, "json": dspy.JSONAdapter}


def answer_f1(example, prediction, trace=None):
    accepted = example.answer if isinstance(example.answer, list) else [example.answer]
    return F1(prediction.answer, accepted)


def answer_and_passage_match(example, prediction, trace=None):
    return answer_exact_match(example, prediction) and answer_passage_match(example, prediction)


METRICS = {
    metric.__name__: metric
    for metric in (answer_exact_match, answer_f1, answer_passage_match, answer_and_passage_match)
}


def record(seed):
    rng = random.Random(seed)
    case = {
        "seed": seed,
        "program": rng.choice(["rag", "rag", "predict", "two-steps"]),
        "adapter": rng.choice(["chat", "chat", "chat", "json"]),
        "k": rng.choice([1, 2, 3, 5]),
        "instructions": rng.choice([None, None, None, *range(len(POOL["instructions"]))]),
        "metric": rng.choice(["answer_exact_match", "answer_exact_match", *METRICS]),
        "train": draw_rows(rng, rng.randint(1, 9)),
        "dev": draw_rows(rng, rng.randint(1, 5)),
        "maxErrors": rng.choice([1, 2, 10]),
    }
    case |= draw_optimizer(rng)
    rows = [*case["train"], *case["dev"], *(case["val"] or [])]
    answers = {}
    for question, answer, _ in rows:
        answers.setdefault(POOL["questions"][question], []).append(POOL["answers"][answer])
    WIRE.start(rng, answers)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with dspy.context(adapter=ADAPTERS[case["adapter"]]()):
            outcome = run(case)
    return {**case, **outcome, "exchanges": WIRE.exchanges, "texts": WIRE.texts}


def draw_rows(rng, count):
    """Question, answer, further columns, each by its position in the pool; now and then the same row again."""
    rows = [
        [rng.randrange(len(POOL["questions"])), rng.randrange(len(POOL["answers"])), rng.choice([0, 0, 0, *extras()])]
        for _ in range(count)
    ]
    return [rng.choice(rows[: index + 1]) if rng.random() < 0.15 else row for index, row in enumerate(rows)]


def extras():
    return range(len(POOL["columns"]))


def draw_optimizer(rng):
    name = rng.choice(["LabeledFewShot", "BootstrapFewShot", "BootstrapFewShot", "BootstrapFewShotWithRandomSearch"])
    drawn = {"optimizer": name, "teacher": None, "val": None}
    if name == "LabeledFewShot":
        return {**drawn, "options": {"k": rng.randint(0, 9), "sample": rng.random() < 0.7}}
    search = name == "BootstrapFewShotWithRandomSearch"
    options = {
        "maxBootstrappedDemos": rng.randint(1 if search else 0, 4),
        "maxLabeledDemos": rng.randint(0, 6),
        "maxRounds": rng.choice([1, 1, 2, 3]),
        "maxErrors": rng.choice([1, 3, 10, 50]),
        "metricThreshold": rng.choice([None, None, 0, 0.5, 1]),
    }
    if search:
        candidates = rng.randint(0, 3)
        options |= {
            "numCandidatePrograms": candidates,
            "stopAtScore": rng.choice([None, None, 50, 100]),
            "labeledSample": rng.random() < 0.7,
            "restrict": rng.choice([None, None, sorted(rng.sample(range(-3, candidates), rng.randint(1, 3)))]),
        }
        drawn["val"] = rng.choice([None, draw_rows(rng, rng.randint(1, 4))])
    return {**drawn, "teacher": rng.choice([None, None, rng.randint(1, 3)]), "options": options}


def run(case):
    program = new_program(case)
    outcome = {"error": None}
    try:
        program = compile_program(case, program)
        outcome |= {
            "demos": {name: short_demos(predictor) for name, predictor in program.named_predictors()},
            "candidates": [[one["seed"], one["score"]] for one in getattr(program, "candidate_programs", [])],
            "saved": hashlib.sha256(saved_text(program).encode()).hexdigest()[:12],
        }
    except Exception:
        outcome["error"] = "compile"
    outcome["compileExchanges"] = len(WIRE.exchanges)
    evaluate = dspy.Evaluate(
        devset=examples(case["dev"]), metric=METRICS[case["metric"]], num_threads=1, max_errors=case["maxErrors"]
    )
    try:
        result = evaluate(program)
        outcome |= {"score": result.score, "rows": [evaluated_row(*row) for row in result.results]}
    except Exception:
        outcome |= {"score": None, "rows": []}
    return outcome


def new_program(case):
    program = PROGRAMS[case["program"]](case["k"])
    if case["instructions"] is not None:
        predict = dict(program.named_predictors()).get("generate_answer.predict", program.generate_answer)
        predict.signature = predict.signature.with_instructions(POOL["instructions"][case["instructions"]])
    return program


def examples(rows):
    return [
        dspy.Example(
            question=POOL["questions"][question], answer=POOL["answers"][answer], **POOL["columns"][columns]
        ).with_inputs("question")
        for question, answer, columns in rows
    ]


def compile_program(case, program):
    trainset = examples(case["train"])
    name, options = case["optimizer"], {snake_case(key): value for key, value in case["options"].items()}
    if name == "LabeledFewShot":
        return dspy.LabeledFewShot(k=options["k"]).compile(program, trainset=trainset, sample=options["sample"])
    arguments = {"trainset": trainset, "teacher": loaded_teacher(case, trainset)}
    if name == "BootstrapFewShot":
        return dspy.BootstrapFewShot(METRICS[case["metric"]], **options).compile(program, **arguments)
    for key in ("labeled_sample", "restrict"):
        arguments[key] = options.pop(key)
    arguments["valset"] = None if case["val"] is None else examples(case["val"])
    search = dspy.BootstrapFewShotWithRandomSearch(METRICS[case["metric"]], num_threads=1, **options)
    return search.compile(program, **arguments)


def loaded_teacher(case, trainset):
    if case["teacher"] is None:
        return None
    labeled = dspy.LabeledFewShot(k=case["teacher"]).compile(new_program(case), trainset=trainset)
    teacher = new_program(case)
    with tempfile.TemporaryDirectory() as folder:
        labeled.save(f"{folder}/teacher.json")
        teacher.load(f"{folder}/teacher.json")
    return teacher


def snake_case(name):
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def short_demos(predictor):
    """`3+` for a bootstrapped demo of the pool's question 3, `3` for a labelled one."""
    return " ".join(
        f"{POOL['questions'].index(demo['question'])}{'+' if demo.get('augmented') else ''}" for demo in predictor.demos
    )


def saved_text(program):
    with tempfile.TemporaryDirectory() as folder:
        program.save(f"{folder}/program.json")
        return Path(f"{folder}/program.json").read_text(encoding="utf-8")


def evaluated_row(_, prediction, score):
    return score if "answer" in prediction.keys() else None


if __name__ == "__main__":
    main(*sys.argv[1:])
