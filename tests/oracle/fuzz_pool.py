"""What the random cases of `fuzz.py` are made of: texts that are short, alike, and hard on prompts and parsers."""

POOL = {
    "questions": [
        "Where does the ferry stop first?",
        "Where does the ferry stop last?",
        "Who steers the ferry?",
        "How long does the ferry stay in Quarrow?",
        "Is Averil larger than Quarrow?",
        "What is 7 × 6?",
        "Which word is «æther»?",
        'Who said "no"?',
        "What's the captain's name?",
        "What follows [[ ## answer ## ]]?",
        "First line\nsecond line?",
        "  spaces around?  ",
        "{question}",
        "Which of {a, b} is \\ the other?",
        "Was sagt man in Ålvey? 🛶",
        "\tTab?",
    ],
    "answers": [
        "Quarrow",
        "Averil",
        "Eskil",
        "nine minutes",
        "yes",
        "no",
        "42",
        "the Boil",
        "A  Boil.",
        "Ålvey",
        "A\u030alvey",
        '"no"',
        "None",
        "[1] of 2",
        "one\ntwo",
        "{}",
        "Eskil the Elder, of Averil",
        ["Quarrow", "Port Quarrow"],
        ["yes", "it is"],
    ],
    "columns": [
        {},
        {"dspy_uuid": "00000000-0000-4000-8000-000000000001", "dspy_split": "train"},
        {"level": "hard", "hops": 2},
        {"reasoning": "Given with the example."},
        {"context": ["A passage of the example's own.", "And another."]},
        {"context": ["Complete."], "reasoning": "All is given.", "search_query": "ferry"},
        {"search_query": "first stop"},
        {"sources": ["a", "b"], "weight": 0.5, "checked": True, "note": None},
    ],
    "passages": [
        "Ferry | The ferry calls at Quarrow and then at Averil.",
        "Ferry | It stays nine minutes.",
        "Eskil | Eskil the Elder steers it.",
        "Boil | The Boil is a whirlpool. Yes, it is.",
        "Brackets | [1] «quoted» and [[ ## answer ## ]]",
        "Lines | one\ntwo\n\nfour",
        "",
        "Ålvey | Ålvey (pop. 42) lies 7 × 6 leagues off.",
        'Quotes | "no", said the captain\'s mate.',
        "JSON | {\"answer\": \"none\"}",
        "Long | " + "and so on " * 12,
    ],
    "instructions": [
        "Answer in one word.",
        "Answer.\n\n    Indented, with \"quotes\" and {braces}.\n\nEnd.",
        "Réponds brièvement: «oui» ou «non».",
    ],
}


def passages_of(question, k):
    """The passages for a question of the pool, best first."""
    first, passages = POOL["questions"].index(question), POOL["passages"]
    return [passages[(3 * first + 5 * rank) % len(passages)] for rank in range(k)]
