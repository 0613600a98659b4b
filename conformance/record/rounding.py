"""rounding.json: what CPython's round and fixed-point format return.

usage: python rounding.py <vectors folder>
"""

import platform
import random
import struct

from vectors import write

rng = random.Random(12)
TIES = [0.5, 1.5, 2.5, 0.125, 0.375, 3.125, 6.25, 15.625, 20.625, 21.875, 2.675, 1.005, 1e16, 123456789.125, -0.5, -2.5, -6.25]
EDGES = [0.0, -0.0, -0.04, 5e-324, 1.7976931348623157e308, 1e-7, 0.1, 1 / 3, 99.995, 1e22, 1234567.0]


def any_float():
    value = struct.unpack("<d", struct.pack("<Q", rng.getrandbits(64)))[0]
    return value if abs(value) < 1e300 and value == value else 0.1


values = TIES + EDGES
values += [100 * correct / total for total in (3, 7, 16, 20, 32, 64, 300, 7405) for correct in sorted(rng.sample(range(total), 3))]
values += [rng.randrange(-10**6, 10**6) / 2**rng.randrange(12) for _ in range(80)] + [any_float() for _ in range(40)]
cases = [
    {
        "value": value,
        "rounded": [round(value, digits) for digits in (0, 1, 2, 5, -2)],
        "fixed": [f"{value:.{digits}f}" for digits in (0, 1, 2, 5)] if abs(value) < 1e25 else None,
    }
    for value in values
]
write("rounding.json", {"python": platform.python_version(), "cases": cases})
