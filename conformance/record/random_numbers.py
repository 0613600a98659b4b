"""random.json: what CPython's random.Random draws.

usage: python random_numbers.py <vectors folder>
"""

import hashlib
import platform
import random

from vectors import write

SEEDS = [0, 1, 7, 42, 2**31, 2**32, 2**40 + 5, -3, 10**30, "", "seed", "Grüße", "日本😀"]


def shown(seed):
    return {"text": seed} if isinstance(seed, str) else {"integer": str(seed)}


def digest(values):
    return hashlib.sha256(",".join(map(str, values)).encode()).hexdigest()


def stream(seed):
    """One generator, every kind of call in a fixed order."""
    r = random.Random(seed)
    return {
        "seed": shown(seed),
        "random": [r.random() for _ in range(4)],
        "getrandbits": [[bits, str(r.getrandbits(bits))] for bits in (1, 7, 31, 32, 33, 53, 64, 65, 100, 128)],
        "randrange": [[n, r.randrange(n)] for n in (1, 2, 3, 4, 5, 100, 2**31, 2**32, 2**32 + 1, 2**53 - 1)],
        "randint": [[low, high, r.randint(low, high)] for low, high in ((1, 4), (0, 0), (-5, 5), (10, 10**9))],
        "choice": [r.choice("abcdefg") for _ in range(6)],
        "choices": r.choices(range(9), k=6),
        "choicesWeighted": r.choices("abcd", weights=[0.1, 0, 2, 0.7], k=8),
        "shuffle": [shuffled(r, n) for n in (0, 1, 2, 3, 8, 20)],
        "sample": [[n, k, r.sample(range(n), k)] for n, k in SAMPLES],
        "after": str(r.getrandbits(64)),
    }


# Both sides of the border between the copied pool and the set of drawn indices.
SAMPLES = [(0, 0), (1, 1), (20, 4), (20, 16), (21, 5), (22, 5), (85, 6), (86, 6), (85, 21), (277, 22), (278, 22), (500, 40)]


def shuffled(r, n):
    items = list(range(n))
    r.shuffle(items)
    return items


def large(seed, n):
    items = shuffled(random.Random(seed), n)
    return {"seed": shown(seed), "n": n, "last": items[-3:], "sha256": digest(items)}


write(
    "random.json",
    {
        "python": platform.python_version(),
        "streams": [stream(seed) for seed in SEEDS],
        "largeShuffles": [large(seed, n) for seed in (0, 1, 42) for n in (1000, 15661)],
    },
)
