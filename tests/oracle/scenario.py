"""What a scenario means: its rows with their passages, looked up in the offline sample."""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
OFFLINE = HERE.parent.parent / "configs" / "offline"


def read_scenario(path):
    """The scenario with `train` and `dev` as full rows: id, question, answer, passages, and any further columns."""
    scenario = json.loads(Path(path).read_text(encoding="utf-8"))
    sample = _read_sample()
    for split in ("train", "dev"):
        scenario[split] = [sample[row] if isinstance(row, str) else row for row in scenario[split]]
    defaults = {"k": 3, "metric": "answer_exact_match", "optimizer": None, "teacher": None}
    return {"name": Path(path).stem, **defaults, **scenario}


def fields_of(row):
    """The columns that become the example: all but the bookkeeping of the scenario."""
    return {name: value for name, value in row.items() if name not in ("id", "passages")}


def _read_sample():
    documents = {row["id"]: f"{row['title']} | {_first_sentence(row['text'])}" for row in _lines("corpus.jsonl")}
    found = json.loads((HERE / "passages.json").read_text(encoding="utf-8"))
    rows = {row["id"]: row for row in [*_lines("train.jsonl"), *_lines("dev.jsonl")]}
    return {
        row_id: {
            "id": row_id,
            "question": rows[row_id]["question"],
            "answer": rows[row_id]["answer"],
            "passages": [documents[document_id] for document_id in document_ids],
        }
        for row_id, document_ids in found.items()
    }


def _first_sentence(text):
    return text.split(". ")[0].removesuffix(".") + "."


def _lines(file):
    return [json.loads(line) for line in (OFFLINE / file).read_text(encoding="utf-8").splitlines()]
