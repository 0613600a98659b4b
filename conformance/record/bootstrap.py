"""bootstrap.json: what DSPy's few-shot optimizers ask, choose and save, for random examples, options and scripted replies.

usage: python bootstrap.py <vectors folder>

No server takes part: the language model looks its replies up.
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
import warnings
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
warnings.simplefilter("ignore")

import dspy  # noqa: E402
from dspy.evaluate import answer_exact_match  # noqa: E402
from dspy.evaluate.metrics import F1  # noqa: E402

from vectors import write  # noqa: E402

CASES = 220
rng = random.Random(42)

WORDS = "tern eider gannet puffin skua the a of in 1874 «red» bell-buoy Æðey 数 É \"north\" reef, 3.5 km yes no".split()
NAMES = ["Boil", "Kettle Sound", "Æðey", "Low Light", "the Sisters", "North Reef", "Mount Ordrun", "Skerrow", "Lindmouth", "Vessing"]


def phrase(least, most):
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most)))


def draw_examples(optimizer):
    examples = []
    sizes = [1, 3, 5] if optimizer["name"] == "BootstrapFewShotWithRandomSearch" else [1, 2, 4, 6, 8, 8, 12, 16]
    for i in range(rng.choice(sizes)):
        example = {"question": f"{i}: what of {rng.choice(NAMES)} and {phrase(1, 4)}?", "answer": phrase(1, 3)}
        if rng.random() < 0.3:
            example |= {"dspy_uuid": f"u{rng.randrange(10**6)}", "dspy_split": "train"}
        examples.append(dict(rng.choice(examples)) if examples and rng.random() < 0.08 else example)
    return examples


def draw_passages(k):
    gaps = [" ", " ", " ", "\n", " » "]
    return [rng.choice(gaps).join([phrase(1, 4), phrase(1, 4)]) for _ in range(k)]


def draw_optimizer():
    bootstrap = {"max_bootstrapped_demos": rng.choice([0, 1, 2, 3, 4, 4, 4, 8, 16]), "max_labeled_demos": rng.choice([0, 1, 3, 4, 4, 16])}
    if rng.random() < 0.3:
        bootstrap["max_rounds"] = rng.choice([2, 3])
    if rng.random() < 0.2:
        bootstrap["metric_threshold"] = rng.choice([0, 0.5, 1])
    if rng.random() < 0.15:
        bootstrap["max_errors"] = rng.choice([1, 2, 4])
    kind = rng.random()
    if kind < 0.72:
        return {"name": "BootstrapFewShot", "options": bootstrap}
    if kind < 0.84:
        return {"name": "LabeledFewShot", "options": {"k": rng.choice([0, 1, 4, 16]), **rng.choice([{}, {"sample": False}])}}
    bootstrap["max_bootstrapped_demos"] = max(1, bootstrap["max_bootstrapped_demos"])
    search = {"num_candidate_programs": rng.choice([0, 1, 3]), **rng.choice([{}, {}, {"stop_at_score": 50}])}
    return {"name": "BootstrapFewShotWithRandomSearch", "options": {**bootstrap, **search}}


def draw_reply(kind, answer):
    """Mostly well-formed and often right; null stands for a request that fails."""
    answer = answer if rng.random() < 0.65 else phrase(1, 3)
    reasoning = phrase(1, 6)
    if kind == "chat":
        fields = [f"[[ ## reasoning ## ]]\n{reasoning}", f"[[ ## answer ## ]]\n{answer}"]
        good = "\n\n".join([*fields, "[[ ## completed ## ]]"])
        odd = ["\n\n".join(reversed(fields)), fields[1], f"Well,\n{good}", f"{good}\n\n{fields[1]} again", answer, "", None]
    else:
        good = json.dumps({"reasoning": reasoning, "answer": answer}, ensure_ascii=False)
        swapped = json.dumps({"answer": answer, "reasoning": reasoning})
        odd = [swapped, f"```json\n{good}\n```", json.dumps({"answer": answer}), json.dumps([answer]), "", None]
    return good if rng.random() < 0.7 else rng.choice(odd)


def draw_case(index):
    k = rng.choice([0, 1, 2])
    optimizer = draw_optimizer()
    trainset = draw_examples(optimizer)
    rounds = optimizer["options"].get("max_rounds", 1)
    answers = {example["question"]: example["answer"] for example in trainset}
    return {
        "name": f"case-{index}",
        "optimizer": optimizer,
        "metric": rng.choice(["answer_exact_match", "answer_exact_match", "answer_f1"]),
        "k": k,
        "trainset": trainset,
        "passages": {question: draw_passages(k) for question in answers},
        "replies": {
            question: {kind: [draw_reply(kind, answer) for _ in range(rounds)] for kind in ("chat", "json")}
            for question, answer in answers.items()
        },
    }


NOW = {}
CALLS = []


class ScriptedLM(dspy.LM):
    """The n-th reply answers the n-th round. Python has no word for the demos of a request, so the program says them."""

    def __init__(self):
        super().__init__("openai/scripted", temperature=0.0, cache=False)

    def __call__(self, prompt=None, messages=None, **kwargs):
        kind = "json" if "Outputs will be a JSON object" in messages[0]["content"] else "chat"
        rollout = self.kwargs.get("rollout_id")
        temperature = kwargs.get("temperature", self.kwargs["temperature"])
        sent = json.dumps([{"role": m["role"], "content": m["content"]} for m in messages], ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(sent.encode()).hexdigest()[:12]
        CALLS.append(" ".join([str(NOW["asked"]), kind, str(temperature), str(rollout or "-"), digest, *NOW["demos"]]))
        reply = NOW["case"]["replies"][NOW["question"]][kind][rollout or 0]
        if reply is None:
            raise RuntimeError("the request failed")
        return [reply]


class RAG(dspy.Module):
    def __init__(self):
        super().__init__()
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question):
        NOW["question"] = question
        NOW["asked"] = position(question)
        NOW["demos"] = [reference(demo) for demo in self.generate_answer.predict.demos]
        context = NOW["case"]["passages"][question]
        answer = self.generate_answer(context=context, question=question).answer
        return dspy.Prediction(context=context, answer=answer)


def position(question):
    return next(i for i, example in enumerate(NOW["case"]["trainset"]) if example["question"] == question)


def reference(demo):
    """The position of the demo's question in the trainset; `+` marks a bootstrapped one."""
    return f"{'+' if demo.get('augmented') else ''}{position(demo['question'])}"


def answer_f1(example, prediction, trace=None):
    return F1(prediction.answer, [example.answer])


METRICS = {"answer_exact_match": answer_exact_match, "answer_f1": answer_f1}


def make_optimizer(case):
    name, options = case["optimizer"]["name"], case["optimizer"]["options"]
    if name == "LabeledFewShot":
        return dspy.LabeledFewShot(k=options["k"]), {"sample": options.get("sample", True)}
    threads = {"num_threads": 1} if name == "BootstrapFewShotWithRandomSearch" else {}
    return getattr(dspy, name)(metric=METRICS[case["metric"]], **options, **threads), {}


def run(case):
    NOW["case"] = case
    CALLS.clear()
    trainset = [dspy.Example(**row).with_inputs("question") for row in case["trainset"]]
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            optimizer, extra = make_optimizer(case)
            program = optimizer.compile(RAG(), trainset=trainset, **extra)
    except Exception:
        return {"calls": list(CALLS), "compiled": None}
    summaries = [line for line in printed.getvalue().splitlines() if line.startswith("Bootstrapped ")]
    candidates = [
        {"seed": one["seed"], "score": one["score"], "demos": demos_of(one["program"])}
        for one in getattr(program, "candidate_programs", [])
    ]
    calls = list(CALLS)
    compiled = {"summaries": summaries, "demos": demos_of(program), "candidates": candidates, "savedSha256": digest_of(program)}
    return {"calls": calls, "compiled": {**compiled, "evaluation": evaluate(program, trainset, METRICS[case["metric"]])}}


def demos_of(program):
    return [reference(demo) for demo in program.generate_answer.predict.demos]


def digest_of(program):
    with tempfile.TemporaryDirectory() as folder:
        program.save(Path(folder) / "program.json")
        return hashlib.sha256((Path(folder) / "program.json").read_bytes()).hexdigest()


def evaluate(program, devset, metric):
    CALLS.clear()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        result = dspy.Evaluate(devset=devset, metric=metric, num_threads=1, max_errors=1000, display_progress=False)(program)
    calls = hashlib.sha256("\n".join(CALLS).encode()).hexdigest()
    return {"calls": len(CALLS), "callsSha256": calls, "score": result.score, "scores": [score for _, _, score in result.results]}


def main():
    logging.disable(logging.CRITICAL)
    dspy.configure(lm=ScriptedLM())
    cases = [draw_case(index) for index in range(CASES)]
    write("bootstrap.json", {"dspy": dspy.__version__, "cases": [{**case, "expected": run(case)} for case in cases]})


main()
