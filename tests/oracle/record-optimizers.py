"""Runs the few-shot optimizers of the installed DSPy on a quiz and records every call and every demo.

usage: python record-optimizers.py <file.json>

The model answers out of a table, by the last digit of the question's number; tests/fakes/quiz.ts has the same table.
See tests/fixtures/optimizers/README.md.
"""

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import dspy  # noqa: E402


def quiz(count):
    return [
        dspy.Example(question=f"Question number {i}?", answer=f"A{i}").with_inputs("question") for i in range(count)
    ]


class QuizLM(dspy.LM):
    """Questions ending in digit `empty` get an empty reply; with `learns`, a demo helps with the next two questions."""

    def __init__(self, empty=None, learns=False):
        super().__init__("openai/quiz", temperature=0.0, cache=False)
        self.empty = empty
        self.learns = learns

    def __call__(self, prompt=None, messages=None, **kwargs):
        kind = "json" if "Outputs will be a JSON object" in messages[0]["content"] else "chat"
        i, demos, temperature = NOW["i"], NOW["demos"], kwargs.get("temperature", self.kwargs["temperature"])
        CALLS.append(
            " ".join(
                [
                    f"{i} {kind} temperature {temperature} rollout {self.kwargs.get('rollout_id')} demos",
                    *map(str, demos),
                ]
            )
        )
        return [self.answer(i, kind, temperature)]

    def answer(self, i, kind, temperature):
        digit = i % 10
        if digit == self.empty:
            return ""
        if digit == 6 or (digit == 5 and kind == "chat"):
            return "no format at all"
        if digit == 7:
            raise RuntimeError(f"boom {i}")
        helped = self.learns and any(i - 2 <= demo < i for demo in NOW["demos"])
        right = digit in (0, 3, 5) or (digit == 8 and temperature == 1) or helped
        reasoning, answer = f"r{'j' if digit == 5 else ''}{i}", f"A{i}" if right else "wrong"
        if kind == "json":
            return json.dumps({"reasoning": reasoning, "answer": answer})
        return f"[[ ## reasoning ## ]]\n{reasoning}\n\n[[ ## answer ## ]]\n{answer}\n\n[[ ## completed ## ]]"


class RAG(dspy.Module):
    def __init__(self):
        super().__init__()
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question):
        context = [f"P1 of {question}", "P2", "P3\nx"]
        note(self.generate_answer.predict, question)
        prediction = self.generate_answer(context=context, question=question)
        return dspy.Prediction(context=context, reasoning=prediction.reasoning, answer=prediction.answer)


class TwoSteps(dspy.Module):
    def __init__(self):
        super().__init__()
        self.draft = dspy.Predict("question -> reasoning, answer")
        self.generate_answer = dspy.ChainOfThought("context, question -> answer")

    def forward(self, question):
        note(self.draft, question)
        draft = self.draft(question=question)
        note(self.generate_answer.predict, question)
        return self.generate_answer(context=[draft.answer or "-"], question=question)


CALLS = []
NOW = {}


def number(question):
    return int(re.search(r"\d+", question).group())


def note(predictor, question):
    NOW.update(i=number(question), demos=[number(demo["question"]) for demo in predictor.demos])


def same_answer(example, prediction, trace=None):
    if prediction.answer is None:
        raise TypeError("the answer is null")
    return prediction.answer == example.answer


def share(example, prediction, trace=None):
    """0.0 when wrong, 0.4 for numbers below 5, 0.8 for others."""
    if prediction.answer != example.answer:
        return 0.0
    return 0.4 if int(example.answer[1:]) < 5 else 0.8


def always(example, prediction, trace=None):
    return True


def demos_of(program):
    """By predictor, the numbers of its demos; `+` marks a bootstrapped one."""
    return {
        name.removesuffix(".predict"): " ".join(map(label, predictor.demos))
        for name, predictor in program.named_predictors()
    }


def label(demo):
    return f"{'+' if demo.get('augmented', False) else ''}{number(demo['question'])}"


def bootstrap(
    metric=same_answer,
    count=20,
    program=RAG,
    student=None,
    teacher=None,
    trainset=None,
    compiles=1,
    empty=None,
    **options,
):
    defaults = {"max_bootstrapped_demos": 4, "max_labeled_demos": 4}
    dspy.configure(lm=QuizLM(empty))
    optimizer = dspy.BootstrapFewShot(metric=metric, **{**defaults, **options})
    trainset = trainset or quiz(count)
    for _ in range(compiles):
        compiled = optimizer.compile(
            student() if student else program(), teacher=teacher() if teacher else None, trainset=trainset
        )
    return {"demos": demos_of(compiled)}


def random_search(metric=same_answer, valset=10, labeled_sample=True, learns=False, **options):
    defaults = {"max_bootstrapped_demos": 4, "max_labeled_demos": 4, "num_candidate_programs": 6, "num_threads": 1}
    dspy.configure(lm=QuizLM(learns=learns))
    optimizer = dspy.BootstrapFewShotWithRandomSearch(metric=metric, **{**defaults, **options})
    trainset = quiz(20)
    compiled = optimizer.compile(RAG(), trainset=trainset, valset=trainset[:valset], labeled_sample=labeled_sample)
    candidates = [
        {"seed": each["seed"], "score": each["score"], "demos": demos_of(each["program"])}
        for each in compiled.candidate_programs
    ]
    return {"demos": demos_of(compiled), "candidates": candidates}


def labeled(k, program=RAG, sample=True, count=20):
    return {"demos": demos_of(dspy.LabeledFewShot(k=k).compile(program(), trainset=quiz(count), sample=sample))}


def loaded(demos):
    """A program as it comes out of a file: its demos are plain dicts."""
    program = RAG()
    program.generate_answer.predict.demos = demos
    return program


TAUGHT = [
    {"question": "Question number 1?", "answer": "A1"},
    {"augmented": True, "context": ["c"], "question": "Question number 2?", "reasoning": "r", "answer": "A2"},
]

SCENARIOS = {
    "bootstrap": bootstrap,
    "sixteen-labeled": lambda: bootstrap(max_labeled_demos=16),
    "no-labels": lambda: bootstrap(max_bootstrapped_demos=2, max_labeled_demos=0),
    "no-bootstrapped": lambda: bootstrap(max_bootstrapped_demos=0),
    "accept-all": lambda: bootstrap(metric=always, max_bootstrapped_demos=3, max_labeled_demos=5),
    "three-rounds": lambda: bootstrap(max_bootstrapped_demos=16, max_rounds=3),
    "three-rounds-to-the-end": lambda: bootstrap(max_bootstrapped_demos=16, max_rounds=3, max_errors=100),
    "two-errors": lambda: bootstrap(max_errors=2),
    "one-error": lambda: bootstrap(max_errors=1),
    "errors-add-up": lambda: bootstrap(compiles=3, max_errors=5),
    "empty-replies": lambda: bootstrap(empty=1, max_bootstrapped_demos=16),
    "threshold": lambda: bootstrap(metric=share, metric_threshold=0.5),
    "threshold-zero": lambda: bootstrap(metric=share, metric_threshold=0.0),
    "one-example": lambda: bootstrap(count=1),
    "two-examples": lambda: bootstrap(count=2),
    "no-success": lambda: bootstrap(
        trainset=[dspy.Example(question="Question number 2?", answer="A2").with_inputs("question")]
    ),
    "twins": lambda: bootstrap(trainset=[*quiz(6), *quiz(6)]),
    "loaded-student": lambda: bootstrap(student=lambda: loaded(TAUGHT), max_labeled_demos=0),
    "loaded-teacher": lambda: bootstrap(teacher=lambda: loaded(TAUGHT), max_labeled_demos=0),
    "loaded-teacher-with-labels": lambda: bootstrap(teacher=lambda: loaded(TAUGHT)),
    "teacher-settings": lambda: bootstrap(teacher_settings={"lm": QuizLM(learns=True)}),
    "two-predictors": lambda: bootstrap(program=TwoSteps, max_bootstrapped_demos=2, max_labeled_demos=8),
    "labeled": lambda: labeled(4),
    "labeled-in-order": lambda: labeled(4, sample=False),
    "labeled-many": lambda: labeled(16, count=5),
    "labeled-two-predictors": lambda: labeled(3, program=TwoSteps),
    "search": random_search,
    "search-scores-differ": lambda: random_search(learns=True, valset=20),
    "search-stops": lambda: random_search(learns=True, valset=20, stop_at_score=50.0),
    "search-labels-in-order": lambda: random_search(labeled_sample=False, num_candidate_programs=0),
    "search-three-errors": lambda: random_search(max_errors=3, valset=20),
    "search-two-rounds": lambda: random_search(max_rounds=2, num_candidate_programs=2, valset=4),
    "search-teacher-settings": lambda: random_search(
        teacher_settings={"lm": QuizLM(learns=True)}, num_candidate_programs=2, valset=20
    ),
    "search-threshold": lambda: random_search(metric=share, metric_threshold=0.5, num_candidate_programs=2, valset=7),
}


def record(scenario):
    CALLS.clear()
    printed = io.StringIO()
    result = {"demos": None, "candidates": None, "error": None}
    with contextlib.redirect_stdout(printed):
        try:
            result.update(scenario())
        except Exception as error:
            result["error"] = f"{error}"
    summaries = [line for line in printed.getvalue().splitlines() if line.startswith("Bootstrapped ")]
    return {**result, "summaries": summaries, "calls": list(CALLS)}


def main(file):
    # One worker, or the calls of an evaluation come in any order.
    dspy.configure(num_threads=1, disable_history=True)
    recorded = {name: record(scenario) for name, scenario in SCENARIOS.items()}
    lines = [f"{json.dumps(name)}: {json.dumps(result, ensure_ascii=False)}" for name, result in recorded.items()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
