"""Replies of a model that is often right, often wrong, and seldom tidy."""

import json
import re

REASONINGS = ["The passages settle it.", "Line one.\nLine two.", "It says \"so\".", "", "Perhaps [1]."]
GUESSES = ["unknown", "Quarrow or Averil", "nine", "Yes.", "42", "None", "{}", "null", "[1]", "the the"]


def draw_reply(rng, messages, right):
    """A kind and a text; the text is None for a request that fails and for a reply without content."""
    draw = rng.random()
    if draw < 0.05:
        return "fails", None
    if draw < 0.06:
        return "overflows", None
    if draw < 0.07:
        return "null", None
    if draw < 0.09:
        return "text", ""
    asked = asked_fields(messages)
    values = {name: draw_value(rng, name, right) for name in asked}
    # One in eight replies is in the other adapter's form.
    wants_json = "Outputs will be a JSON object" in messages[0]["content"]
    form = json_form if wants_json != (rng.random() < 0.12) else chat_form
    return "text", form(rng, values)


def asked_fields(messages):
    """The output fields in order, as the system message lists them."""
    outputs = messages[0]["content"].split("Your output fields are:\n")[1]
    return re.findall(r"^\d+\. `(\w+)`", outputs, re.MULTILINE)


def draw_value(rng, name, right):
    if name == "reasoning":
        return rng.choice(REASONINGS)
    if name == "search_query":
        return rng.choice(["ferry", "first stop\nlast stop", "", "[[ ## x ## ]]"])
    if rng.random() < 0.5:
        right = rng.choice(right) if isinstance(right, list) else right
        return rng.choice([right, right, right, f"The {right}.", right.upper(), f" {right} "])
    return rng.choice(GUESSES)


def chat_form(rng, values):
    fields = list(values.items())
    change = rng.random()
    if change < 0.06:
        fields.reverse()
    elif change < 0.1:
        fields.pop(rng.randrange(len(fields)))
    elif change < 0.14:
        fields.append(("answer", rng.choice(GUESSES)))
    elif change < 0.17:
        fields.insert(rng.randrange(len(fields) + 1), ("remark", "by the way"))
    elif change < 0.2:
        return f"Well: {values.get('answer', 'hm')}"
    parts = [f"[[ ## {name} ## ]]\n{value}" for name, value in fields]
    before = rng.choice(["", "", "", "", "Sure.\n\n", "```\n"])
    after = rng.choice(["\n\n[[ ## completed ## ]]"] * 4 + ["", "\n", "\n\n[[ ## completed ## ]]\nDone."])
    between = rng.choice(["\n\n", "\n\n", "\n\n", "\n", "\r\n\r\n"])
    return before + between.join(parts) + after


def json_form(rng, values):
    fields = dict(values)
    change = rng.random()
    if change < 0.06:
        fields = dict(reversed(fields.items()))
    elif change < 0.1:
        fields.pop(rng.choice(list(fields)))
    elif change < 0.14:
        fields["remark"] = "by the way"
    elif change < 0.2:
        fields[rng.choice(list(fields))] = rng.choice([None, 42, 4.5, True, ["a", "b"], {"a": 1}])
    text = json.dumps(fields, ensure_ascii=rng.random() < 0.2, indent=rng.choice([None, None, 2]))
    change = rng.random()
    if change < 0.08:
        return f"```json\n{text}\n```"
    if change < 0.12:
        return f"Here it is:\n{text}"
    if change < 0.16:
        return text[:-1] + ",}"
    if change < 0.19:
        return text[: rng.randrange(1, len(text))]
    if change < 0.22:
        return repr(fields)
    return text
