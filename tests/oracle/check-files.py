"""Has the installed DSPy load the files that `rag` writes, and compares the messages they ask with.

usage: python check-files.py [outcome.json]

Every file of conformance/vectors/files/ours is loaded into the program it was made for, once without and once with a
`dspy.Retrieve` among its attributes (a bare Predict has no attributes), and renders the messages of conformance/vectors/files/cases.json.
Prints a line for each; fails when one differs. With a file name, adds the outcome to that file under DSPy's version.
"""

import hashlib
import json
import os
import sys
import warnings
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
warnings.simplefilter("ignore")

import logging  # noqa: E402

import dspy  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
FILES = ROOT / "conformance" / "vectors" / "files"
sys.path.insert(0, str(ROOT / "conformance" / "record"))

from render_saved_programs import messages_of, program_of  # noqa: E402


def check(case, retrieve):
    """`equal`, or what is wrong."""
    try:
        program = program_of(case["predictors"], retrieve)
        program.load(FILES / case["file"])
        if messages_of(program, case["inputs"]) != case["messages"]:
            return "asks with other messages"
        if retrieve is not None and program.retrieve.k != 3:
            return f"has k = {program.retrieve.k}"
        return "equal"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main():
    logging.disable(logging.CRITICAL)
    cases = json.loads((FILES / "cases.json").read_text(encoding="utf-8"))["cases"]
    ours = [case for case in cases if case["file"].startswith("ours/")]
    outcome = {}
    for case in ours:
        has_attributes = not {"self", "predict"} & set(case["predictors"])
        outcome[case["file"]] = {
            "sha256": hashlib.sha256((FILES / case["file"]).read_bytes()).hexdigest(),
            "withoutRetrieve": check(case, None),
            "withRetrieve": check(case, dspy.Retrieve(k=7)) if has_attributes else None,
        }
    for file, result in outcome.items():
        print(file, json.dumps(result))
    if len(sys.argv) > 1:
        target = Path(sys.argv[1])
        known = json.loads(target.read_text()) if target.exists() else {}
        target.write_text(json.dumps({**known, dspy.__version__: outcome}, indent=1, sort_keys=True) + "\n")
    found = [result[kind] for result in outcome.values() for kind in ("withoutRetrieve", "withRetrieve")]
    return 0 if set(found) <= {None, "equal"} else 1


if __name__ == "__main__":
    sys.exit(main())
