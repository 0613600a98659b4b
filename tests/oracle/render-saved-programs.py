"""Loads saved programs into the installed DSPy and records the chat messages they ask with.

usage: python render-saved-programs.py <file.json> <folder>...

Writes one object, from `<folder>/<case>` to the messages for one and the same question. See
tests/fixtures/saved-programs/README.md.
"""

import json
import os
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import dspy  # noqa: E402

INPUTS = {"context": ["One passage.", "Two lines\nin another", "«quoted»"], "question": "Where do auks winter?"}


class Retriever(dspy.Retrieve):
    def dump_state(self, json_mode=True):
        return {"k": self.k}


class Program(dspy.Module):
    """Has the parameters that the file has: a DSPy program loads no other file."""

    def __init__(self, keys):
        super().__init__()
        for key in keys:
            attribute = key.split(".")[0]
            if key == "retrieve":
                self.retrieve = Retriever(k=3)
            elif key.endswith(".predict"):
                setattr(self, attribute, dspy.ChainOfThought("context, question -> answer"))
            elif key != "metadata":
                setattr(self, attribute, dspy.Predict("question -> query"))


def messages_of(file):
    program = Program(json.loads(file.read_text(encoding="utf-8")))
    program.load(file)
    *_, predictor = program.predictors()
    return dspy.ChatAdapter().format(predictor.signature, predictor.demos, INPUTS)


def main(target, folders):
    files = sorted(file for folder in folders for file in folder.glob("*.json"))
    rendered = {f"{file.parent.name}/{file.stem}": messages_of(file) for file in files}
    target.write_text(json.dumps(rendered, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(folder) for folder in sys.argv[2:]])
