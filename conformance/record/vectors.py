"""Writes one file of vectors into the folder named on the command line."""

import json
import sys
from pathlib import Path


def write(name, content):
    """An object; each item of a list in it stands on a line of its own."""
    entries = ",\n".join(f"{json.dumps(key)}: {_value(value)}" for key, value in content.items())
    (Path(sys.argv[1]) / name).write_text(f"{{\n{entries}\n}}\n", encoding="utf-8")


def _value(value):
    if not isinstance(value, list):
        return _text(value)
    items = ",\n".join(map(_text, value))
    return f"[\n{items}\n]"


def _text(value):
    return json.dumps(value, allow_nan=False)
