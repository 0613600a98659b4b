"""files/cases.json: the messages that every saved program asks with, once DSPy has loaded it.

usage: python render_saved_programs.py <vectors folder>
"""

import json
import os
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import dspy  # noqa: E402

from saved_programs import TYPED  # noqa: E402
from vectors import write  # noqa: E402

RAG = "context, question -> answer"
INPUTS = {
    RAG: {"context": ["One passage.", "Two lines\nin another", "«quoted»"], "question": "Where do auks winter?"},
    TYPED: {"question": "Où?", "tags": ["t", "é"], "limit": 7},
}


class Retriever(dspy.Retrieve):
    def dump_state(self, json_mode=True):
        return {"k": self.k}


class Program(dspy.Module):
    """Has the parameters that a file has: a DSPy program loads no other file."""

    def __init__(self, predictors, retrieve=None):
        super().__init__()
        if retrieve is not None:
            self.retrieve = retrieve
        for path, recorded in predictors.items():
            setattr(self, path.split(".")[0], predictor_of(recorded))


def predictors_of(saved):
    """Path to signature and kind of each predictor in a file, which says neither."""
    if "signature" in saved:
        return {"self": {"signature": TYPED, "predictor": "predict"}}
    return {
        path: {"signature": TYPED, "predictor": "chain_of_thought"}
        if path == "predict"
        else {"signature": RAG, "predictor": "chain_of_thought"}
        if path.endswith(".predict")
        else {"signature": "question -> query", "predictor": "predict"}
        for path in saved
        if path not in ("metadata", "retrieve")
    }


def predictor_of(recorded):
    make = dspy.ChainOfThought if recorded["predictor"] == "chain_of_thought" else dspy.Predict
    return make(recorded["signature"])


def program_of(predictors, retrieve=None):
    """With one predictor that is the program itself, or below an attribute each."""
    for path, recorded in predictors.items():
        if path in ("self", "predict") and retrieve is None:
            return predictor_of(recorded)
    return Program(predictors, retrieve)


def case_of(file, folder):
    saved = json.loads(file.read_text(encoding="utf-8"))
    predictors = predictors_of(saved)
    program = program_of(predictors, Retriever(k=1) if "retrieve" in saved else None)
    program.load(file)
    *_, asked = predictors
    inputs = INPUTS[predictors[asked]["signature"]]
    messages = messages_of(program, inputs)
    return {"file": str(file.relative_to(folder)), "predictors": predictors, "asked": asked, "inputs": inputs, "messages": messages}


def messages_of(program, inputs):
    *_, predictor = program.predictors()
    return dspy.ChatAdapter().format(predictor.signature, predictor.demos, inputs)


def main(vectors):
    folder = vectors / "files"
    files = sorted(folder.glob("*/*.json"))
    write("files/cases.json", {"dspy": dspy.__version__, "cases": [case_of(file, folder) for file in files]})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
