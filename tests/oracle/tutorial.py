"""The tutorial's program in Python DSPy, compiled and evaluated on one scenario.

    python tutorial.py SCENARIO.json URL RESULT.json

URL is a server that `server.py` started on the same scenario. README.md describes the result.
"""

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
import urllib.request
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["DSPY_CACHEDIR"] = tempfile.mkdtemp(prefix="oracle-")

import dspy  # noqa: E402
from dspy.evaluate import answer_exact_match, answer_passage_match  # noqa: E402
from dspy.evaluate.metrics import F1  # noqa: E402

from scenario import fields_of, read_scenario  # noqa: E402


class RecordedPassages(dspy.Module):
    """A retriever that knows its results by heart, so that no vector store takes part."""

    def __init__(self, passages, k):
        super().__init__()
        self.passages = passages
        self.k = k

    def forward(self, query):
        return dspy.Prediction(passages=self.passages[query][: self.k])


class RAG(dspy.Module):
    def __init__(self, retrieve):
        super().__init__()
        self.retrieve = retrieve
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question):
        context = self.retrieve(question).passages
        prediction = self.generate_answer(context=context, question=question)
        return dspy.Prediction(context=context, answer=prediction.answer)


def f1(example, prediction, trace=None):
    return F1(prediction.answer, [example.answer])


def answer_and_passage_match(example, prediction, trace=None):
    return answer_exact_match(example, prediction) and answer_passage_match(example, prediction)


METRICS = {metric.__name__: metric for metric in (answer_exact_match, answer_and_passage_match, f1)}
OPTIMIZERS = {
    "LabeledFewShot": dspy.LabeledFewShot,
    "BootstrapFewShot": dspy.BootstrapFewShot,
    "BootstrapFewShotWithRandomSearch": dspy.BootstrapFewShotWithRandomSearch,
}


def main(scenario_path, url, result_path):
    scenario = read_scenario(scenario_path)
    dspy.configure(lm=language_model(url, "gemma-3-4b-it"))
    trainset, devset = examples(scenario["train"]), examples(scenario["dev"])
    passages = {row["question"]: row["passages"] for row in [*scenario["train"], *scenario["dev"]]}
    program = RAG(RecordedPassages(passages, scenario["k"]))
    texts = Texts()

    compiled = record(url, texts, lambda: compile_program(scenario, program, trainset, url))
    program = compiled.pop("program", program)
    evaluated = record(url, texts, lambda: evaluate_program(scenario, program, devset))

    result = {
        "scenario": scenario["name"],
        "description": scenario["description"],
        "dspy": dspy.__version__,
        **{key: scenario[key] for key in ("k", "metric", "optimizer", "teacher")},
        "trainset": [fields_of(row) for row in scenario["train"]],
        "devset": [fields_of(row) for row in scenario["dev"]],
        "passages": {question: found[: scenario["k"]] for question, found in passages.items()},
        "compile": compiled,
        "evaluate": evaluated,
        "texts": texts.list,
    }
    Path(result_path).write_text(indented(result, 3) + "\n", encoding="utf-8")


def language_model(url, name):
    # No retries anywhere and no cache: every request of the program is one request on the wire.
    settings = {"temperature": 0.1, "max_tokens": 256, "num_retries": 0, "max_retries": 0, "cache": False}
    return dspy.LM(f"openai/{name}", api_base=url, api_key="none", **settings)


def examples(rows):
    return [dspy.Example(**fields_of(row)).with_inputs("question") for row in rows]


def compile_program(scenario, program, trainset, url):
    if scenario["optimizer"] is None:
        return {"program": program, "teacher": None, "demos": [], "candidates": [], "saved": saved_text(program)}
    options = dict(scenario["optimizer"]["options"])
    arguments = {"trainset": trainset}
    if scenario["optimizer"]["name"] != "LabeledFewShot":
        options["metric"] = METRICS[scenario["metric"]]
        options["teacher_settings"] = teacher_settings(scenario["teacher"], url)
        arguments["teacher"] = teacher_program(scenario["teacher"], program, trainset)
    if scenario["optimizer"]["name"] == "BootstrapFewShotWithRandomSearch":
        options["num_threads"] = 1
    compiled = OPTIMIZERS[scenario["optimizer"]["name"]](**options).compile(program, **arguments)
    teacher = arguments.get("teacher")
    return {
        "program": compiled,
        "teacher": None if teacher is None else saved_text(teacher),
        "demos": demos_of(compiled),
        "candidates": [candidate_row(candidate) for candidate in getattr(compiled, "candidate_programs", [])],
        "saved": saved_text(compiled),
    }


def teacher_settings(teacher, url):
    return {"lm": language_model(url, teacher["model"])} if teacher and "model" in teacher else {}


def teacher_program(teacher, program, trainset):
    """A program with labelled demos, saved and loaded: its demos are plain dicts, as in every loaded program."""
    if not teacher or "labeled_demos" not in teacher:
        return None
    labeled = dspy.LabeledFewShot(k=teacher["labeled_demos"]).compile(program, trainset=trainset)
    with tempfile.TemporaryDirectory() as folder:
        labeled.save(f"{folder}/teacher.json")
        loaded = RAG(program.retrieve)
        loaded.load(f"{folder}/teacher.json")
    return loaded


def candidate_row(candidate):
    return {
        "seed": candidate["seed"],
        "score": candidate["score"],
        "subscores": candidate["subscores"],
        "demos": demos_of(candidate["program"]),
    }


def demos_of(program):
    """The demos in order, each by its question and by whether a run of the teacher made it."""
    demos = program.generate_answer.predict.demos
    return [{"question": demo["question"], "augmented": demo.get("augmented", False)} for demo in demos]


def saved_text(program):
    with tempfile.TemporaryDirectory() as folder:
        program.save(f"{folder}/program.json")
        return Path(f"{folder}/program.json").read_text(encoding="utf-8")


def evaluate_program(scenario, program, devset):
    metric = METRICS[scenario["metric"]]
    evaluate = dspy.Evaluate(devset=devset, metric=metric, num_threads=1, **scenario.get("evaluate", {}))
    result = evaluate(program)
    return {"score": result.score, "rows": [evaluated_row(*row) for row in result.results]}


def evaluated_row(example, prediction, score):
    failed = "answer" not in prediction.keys()
    answer = None if failed else prediction.answer
    return {"question": example.question, "answer": answer, "failed": failed, "score": score}


def record(url, texts, work):
    """What `work` returns or the error it raises, with the requests it made and what it printed."""
    before = len(read_log(url))
    stdout, averages = io.StringIO(), AverageLines()
    logging.getLogger("dspy").addHandler(averages)
    outcome = {"error": None}
    try:
        with contextlib.redirect_stdout(stdout):
            outcome |= work()
    except Exception as error:
        outcome["error"] = {"type": type(error).__name__, "message": str(error)}
    finally:
        logging.getLogger("dspy").removeHandler(averages)
    return {
        **outcome,
        "stdout": printed_lines(stdout.getvalue()),
        "averages": averages.lines,
        "exchanges": [short_exchange(exchange, texts) for exchange in read_log(url)[before:]],
    }


class AverageLines(logging.Handler):
    """Keeps the summary of each evaluation; other log lines carry addresses and traces that differ from run to run."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, entry):
        if entry.getMessage().startswith("Average Metric: "):
            self.lines.append(entry.getMessage())


def printed_lines(text):
    """The lines that were printed; those with a carriage return are progress bars."""
    return [line for line in text.split("\n") if line != "" and "\r" not in line]


def read_log(url):
    with urllib.request.urlopen(f"{url}/log") as response:
        return json.load(response)


class Texts:
    """Every message is stored once and referred to by its position: prompts repeat their demos in each request."""

    def __init__(self):
        self.list = []
        self.positions = {}

    def position(self, text):
        if text not in self.positions:
            self.positions[text] = len(self.list)
            self.list.append(text)
        return self.positions[text]


def short_exchange(exchange, texts):
    request, reply = exchange["request"], exchange["reply"]
    messages = [f"{message['role']} {texts.position(message['content'])}" for message in request.pop("messages")]
    text = None if reply["text"] is None else texts.position(reply["text"])
    return {"messages": " ".join(messages), "parameters": request, "reply": {**reply, "text": text}}


def indented(value, depth, margin=""):
    """JSON with its outer levels spread over lines and each item of a list on one line: short, and differences show."""
    inner = margin + " "
    if depth > 0 and isinstance(value, dict) and value:
        parts = [f"{inner}{compact(key)}: {indented(item, depth - 1, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{margin}}}"
    if depth > 0 and isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + compact(item) for item in value) + f"\n{margin}]"
    return compact(value)


def compact(value):
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
