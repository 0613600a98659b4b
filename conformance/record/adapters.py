"""Records what DSPy's adapters write and read, on inputs made up here from a seed.

usage: python adapters.py <vectors folder>

signatures.json, chat-prompts.json, chat-replies.json, json-prompts.json and json-replies.json. No model is asked.
"""

import json
import os
import random
import re
import warnings
from importlib.metadata import version

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
warnings.simplefilter("ignore")

import dspy  # noqa: E402
import pydantic  # noqa: E402
from dspy.adapters.utils import get_annotation_name, translate_field_type  # noqa: E402

from vectors import write  # noqa: E402

rng = random.Random(304)

SIGNATURE_TEXTS = [
    "question -> answer",
    "context, question -> answer",
    "a,-> b",
    " -> b",
    "a -> ",
    "->",
    "a, a -> b",
    "b: int, a, b: float -> c",
    "a -> a",
    "a, b -> c, a",
    "a\n, b ->\n c",
    "été, 日本 -> ça",
    "ﬁeld -> b",
    "match, self -> json",
    "searchQuery2, HTMLParser, gpt4Answer -> x1, field__double, ÄpfelTest, iPhone15Pro",
    "a: int, b: list[str], c: Optional[str], d: dict[str, Any] -> e: float, f: bool",
    "a -> b: list",
    "a -> b: dict",
    "a -> b: Any",
    "a -> b: NoneType",
    "a -> b: List[int], c: Dict[str, List[int]]",
    "a -> b: typing.List[int]",
    "a -> b: (int)",
    "a -> b: list[int,]",
    "a -> b: Optional[Union[int, str]]",
    "a -> b: Union[int, int]",
    "a -> b: Union[None, int]",
    "a -> b: None | int",
    "a -> b: int | str | None",
    "a -> b: int | str | int",
    "a -> b: int | Any",
    "a -> b: Optional[Any]",
    "a -> b: list[Optional[int]]",
    "a -> b: list[str] | int | None",
    "a -> b: dict[int, float]",
    "a -> b: dict[str, dict[str, list[bool]]]",
    "a -> b: dict[float, str | None]",
    "a -> b: dict[Any, Any]",
    "a -> b: dict[Literal['x', 'y'], int]",
    "a -> b: dict[Literal['x'], int]",
    "a -> b: Union[int, list[int], dict[str, int]]",
    "a -> b: Union[str, list[str]]",
    "a -> b: Literal['a', 'a', 1, True, None, 1.5]",
    "a -> b: Literal['x', \"y's\", 'both \" and \\'']",
    "a -> b: Literal[Literal['x'], 'y']",
    "a -> b: Literal['x'] | None",
    "a -> b: Literal['a' 'b', 'tab\\t\\x41\\u00e9\\q']",
    "a -> b: Literal['x',]",
    "a -> b: Literal[1, 2.0, 1e3]",
    "a -> b: list[Literal['x', 'y']]",
    "a -> b: list[Literal['x']]",
    "a -> b: list[Literal['x', 1]]",
    "a -> b: list[Literal[1, 2]]",
    "a -> b: list[Literal[True, False]]",
    "a -> b: list[Literal[True, 2]]",
    "a -> b: list[Literal[1.5]]",
    "a -> b: list[Literal[None]]",
    "a -> b: Union[Literal['a'], Literal['b']]",
    "question, history: dspy.History -> answer",
    # Not a signature.
    "",
    "question",
    "a -> b -> c",
    "a b -> c",
    "a-b -> c",
    "a; b -> c",
    "a,,b -> c",
    " , -> b",
    "1a -> b",
    "class -> b",
    "True -> b",
    "_private -> b",
    "fields -> b",
    "a -> instructions",
    "a -> b: ",
    "a -> b: int |",
    "a -> b: Foo",
    "a -> b: foo.Bar",
    "a -> b: 'int'",
    "a -> b: list[]",
    "a -> b: list[int",
    "a -> b: dict[int]",
    "a -> b: Optional[int, str]",
    "a -> b: Literal",
    "a -> b: Union",
    "a -> b: Literal[x]",
    "a -> b: Literal[-1]",
    "a -> b: Literal[]",
    "a -> b: History",
]


def signature_case(text):
    try:
        signature = dspy.Signature(text)
    except Exception as error:
        return {"text": text, "error": f"{type(error).__name__}: {str(error).splitlines()[0]}"}
    fields = [
        {
            "name": name,
            "role": field.json_schema_extra["__dspy_field_type"],
            "type": get_annotation_name(field.annotation),
            "prefix": field.json_schema_extra["prefix"],
            "description": field.json_schema_extra["desc"],
            "placeholder": translate_field_type(name, field),
        }
        for name, field in signature.fields.items()
    ]
    return {"text": text, "instructions": signature.instructions, "fields": fields}


INSTRUCTIONS = [
    None,
    None,
    "Answer briefly.",
    "Line one.\n    Indented two.\n\nLine four.",
    "\n    Answer from the context.\n\n    - cite\n      sources\n    - be brief\n    ",
    "\n    All lines\n      are indented.",
    "Tabs:\n\tone\n\t\ttwo\n \t \nend  ",
    "Odd line ends:\rone\x0btwo\u2028three\x85four",
]

PROMPT_SIGNATURES = [
    ("context, question -> answer", "chain_of_thought"),
    ("context, question -> answer", "chain_of_thought"),
    ("context, question -> answer", "predict"),
    ("question -> answer, reasoning", "chain_of_thought"),
    ("reasoning, question -> answer", "chain_of_thought"),
    ("question, history: dspy.History -> answer", "predict"),
    ("question, history: dspy.History -> answer", "chain_of_thought"),
    ("count: int, items: list[str], extra: dict[str, Any] -> total: float, ok: bool, labels: list[str]", "predict"),
    ("text -> mood: Literal['good', \"so's\"], score: Optional[int], both: Union[int, str]", "predict"),
    ("été, 日本 -> ça: str, ñ: list[int]", "chain_of_thought"),
    (" -> answer", "predict"),
    ("question -> ", "predict"),
]

PIECES = [
    "Paris", "the capital", "of France", "x", " ", "  ", "\n", "\n\n", "\t", "\r\n", "«", "»", "«««", "\"", "'", "\\", "{x}", "é",
    "日本", "😀", "\u2028", "\x85", "\x0b", "\xa0", "\u200b", "[[ ## answer ## ]]", "[[ ## completed ## ]]", "[1]", "N/A", "None", "\x1f",
    "```", "<b>", "|", "\x00", "\x7f",
]


def words(most=6):
    return "".join(rng.choice(PIECES) for _ in range(rng.randrange(most + 1)))


def scalar():
    return rng.choice(
        [
            words(), words(), rng.randrange(-5, 1000), 10**rng.randrange(14, 24), rng.random(), float(rng.randrange(-3, 3)),
            10.0 ** rng.randrange(-8, 24), True, False, None,
        ]
    )


def passages():
    return [words() for _ in range(rng.choice([0, 1, 1, 2, 3]))]


def value(depth=0):
    kind = rng.randrange(8 if depth < 2 else 5)
    if kind < 5:
        return scalar()
    if kind == 5:
        return [value(depth + 1) for _ in range(rng.randrange(4))]
    if kind == 6:
        return {f"k{i}{rng.choice(['', ' é', '_x'])}": value(depth + 1) for i in range(rng.randrange(4))}
    return passages()


def field_value(field):
    """Lists in a field of type str hold text, as DSPy requires; everything else may stand anywhere."""
    if get_annotation_name(field.annotation) == "History":
        return {"messages": [{"question": words(), **rng.choice([{}, {"answer": words()}, {"answer": None}])} for _ in range(rng.randrange(3))]}
    if field.annotation is str:
        return rng.choice([words, words, words, passages, scalar, lambda: {"a": value(1)}])()
    return value()


def demo(signature):
    fields = list(signature.fields.items())
    rng.shuffle(fields)
    if rng.random() < 0.4:
        fields = fields[: rng.randrange(len(fields) + 1)]
    demo = {name: None if rng.random() < 0.07 else field_value(field) for name, field in fields}
    extras = [{}, {}, {"augmented": True}, {"dspy_uuid": "u-1", "dspy_split": "train"}]
    return {**rng.choice(extras), **demo}


def inputs_for(signature):
    return {name: field_value(field) for name, field in signature.input_fields.items() if rng.random() < 0.92}


def with_history(inputs):
    return {
        name: dspy.History(**value) if isinstance(value, dict) and "messages" in value else value
        for name, value in inputs.items()
    }


def prompt_case(adapter, index):
    text, predictor = PROMPT_SIGNATURES[index % len(PROMPT_SIGNATURES)]
    instructions = rng.choice(INSTRUCTIONS)
    signature = dspy.Signature(text, instructions)
    descriptions = {name: rng.choice(["often short", " two\nlines ", ""]) for name in signature.fields if rng.random() < 0.2}
    for name, description in descriptions.items():
        signature.fields[name].json_schema_extra["desc"] = description
    if predictor == "chain_of_thought":
        signature = dspy.ChainOfThought(signature).predict.signature
    demos = [demo(signature) for _ in range(rng.choice([0, 1, 2, 3]))]
    inputs = inputs_for(signature)
    messages = adapter.format(signature, [with_history(demo) for demo in demos], with_history(inputs))
    return {
        "signature": text,
        "predictor": predictor,
        "instructions": instructions,
        "descriptions": descriptions,
        "demos": demos,
        "inputs": inputs,
        "messages": messages,
    }


def reply_case(adapter, text, predictor, reply):
    signature = dspy.Signature(text)
    if predictor == "chain_of_thought":
        signature = dspy.ChainOfThought(signature).predict.signature
    case = {"signature": text, "predictor": predictor, "reply": reply}
    try:
        fields = adapter.parse(signature, reply)
        json.dumps(fields, allow_nan=False)
        return {**case, "fields": fields}
    except Exception as error:
        return {**case, "error": str(error)}


HEADERS = [
    "[[ ## reasoning ## ]]", "[[ ## answer ## ]]", "[[ ## reasoning ## ]]", "[[ ## answer ## ]]", "[[ ## completed ## ]]",
    "[[ ## other ## ]]", "[[ ## Answer ## ]]", "[[## answer ##]]", "**[[ ## answer ## ]]**", "[[ ## answer ## ]]:", "  [[ ## answer ## ]] y",
    "\t[[ ## reasoning ## ]]z", "\xa0[[ ## answer ## ]]", "[[ ## answer ## ]][[ ## reasoning ## ]]", "x [[ ## answer ## ]]",
    "[[ ## ans wer ## ]]", "[[ ## answer ## ]", "[[ ## 日本 ## ]]", "[[ ## e\u0301 ## ]]", "[[ ## 😀 ## ]]", "\u200b[[ ## answer ## ]]",
]
ENDS = ["\n", "\n", "\n", "\r\n", "\r", "\x0b", "\u2028", "\x85", "\n\n", " \n", "", "\x1c"]


def chat_reply():
    return "".join(rng.choice([words(3), rng.choice(HEADERS)]) + rng.choice(ENDS) for _ in range(rng.randrange(1, 9)))


TYPES = [
    "int", "float", "bool", "list", "dict", "Any", "NoneType", "list[str]", "list[int]", "list[float]", "list[bool]", "dict[str, int]",
    "dict[str, Any]", "Optional[int]", "Optional[str]", "Optional[bool]", "Optional[list[int]]", "Union[int, str]", "Union[int, float]",
    "Union[bool, int]", "Union[str, list[str]]", "Union[list[int], dict[str, int]]", "Literal['yes', 'no']", "Literal[1, 'x', True, None]",
    "Literal[\"it's\"]", "list[Literal['a', 'b', 1]]", "Optional[Literal['a', 'b']]", "list[list[int]]", "list[Optional[int]]",
    "list[Union[int, str]]", "dict[str, list[int]]", "dict[str, Optional[int]]", "dict[Literal['a'], int]", "int | str | None",
]
TYPED_TEXTS = [
    "3", " 3 ", "3.0", "3.5", "-0", "+5", "1_000", "1,000", "1e3", "\"3\"", "\"3.0\"", "\" 3 \"", "\"1_0\"", "\"3.\"", "\"1e3\"", "three",
    "3 apples", "0x10", ".5", "5.", "123456789012345678901234567890", "1e20", "true", "True", "TRUE", "yes", "no", "on", "t", "1", "0",
    "\"true \"", "None", "null", "none", "", "[1, 2]", "[1, 2", "[1,, 2]", "(1, 2)", "{1, 2}", "1, 2", "1,", "['a', 'b']", "[\"a\", \"b\"]",
    "'a', 'b'", "'a'", "\"a\"", "a", "a, b", "- a\n- b", "[a, b]", "[\"a\", 1]", "[1.5, \"2\", true]", "[null]", "[[1], [2, \"x\"]]",
    "[\"a\", \"z\", 1]", "{\"a\": 1}", "{'a': 'x'}", "{\"a\": [1, \"2\"]}", "{\"a\": null, \"b\": \"x\"}", "{\"x\": 1}", "{}", "[]", "{\"a\":",
    "```json\n[1, 2]\n```", "The answer is [1, 2].", "[1] and [2, 3]", "yes.", "Literal[yes]", "Literal[\"yes\"]", "str[no]", "'yes'", " Yes ",
    "it's", "\"it's\"", "x" * 60, "é" * 60, "\"" + "abcdefghij" * 5 + "\"", "[\"line\nbreak\", 'it''s']", "'esc\\n\\x41' 'b'", "1 + 2",
    "[true, 1, \"1\"]", "“a”", "[“a”]", "{\"a\": 1} trailing",
]


def json_reply():
    keys = [key for key in ["reasoning", "answer", "other"] if rng.random() < 0.9]
    rng.shuffle(keys)
    text = json.dumps({key: value() for key in keys}, ensure_ascii=rng.random() < 0.3, indent=rng.choice([None, None, 2]))
    return rng.choice(["{}", "{}", "```json\n{}\n```", "Here it is:\n{}\nDone.", "{} {{}}", "\n{}", "[{}]"]).replace("{}", text, 1)


VERSIONS = {"dspy": dspy.__version__, "pydantic": pydantic.VERSION, "json_repair": version("json_repair")}


def cases(values):
    return {**VERSIONS, "cases": values}


def main():
    chat, as_json = dspy.ChatAdapter(), dspy.JSONAdapter()
    rag = ("context, question -> answer", "chain_of_thought")

    write("signatures.json", cases([signature_case(text) for text in SIGNATURE_TEXTS]))
    write("chat-prompts.json", cases([prompt_case(chat, index) for index in range(240)]))
    replies = [reply_case(chat, *rag, chat_reply()) for _ in range(300)]
    typed = [
        reply_case(chat, f"q -> a: {name}", "predict", f"[[ ## a ## ]]\n{text}\n\n[[ ## completed ## ]]\n")
        for name in TYPES
        for text in rng.sample(TYPED_TEXTS, 16)
    ]
    # Values that JSON does not have.
    typed = [case for case in typed if not re.search(r"input_type=tuple", case.get("error", ""))]
    write("chat-replies.json", cases(replies + typed))

    write("json-prompts.json", cases([prompt_case(as_json, index) for index in range(120)]))
    replies = [reply_case(as_json, *rag, json_reply()) for _ in range(200)]
    typed = [reply_case(as_json, f"q -> a: {name}", "predict", json.dumps({"a": value()})) for name in TYPES for _ in range(8)]
    # What stands in braces inside such a text is an exotic fault.
    typed = [case for case in typed if "{x}" not in case["reply"]]
    write("json-replies.json", cases(replies + typed))


main()
