"""Whether a picture was used before: what is kept of it for that, and when two of them are one.

A perceptual hash alone is useless between pages drawn on one template, and a number alone may be a shop's telephone:
two pictures are one when their bytes are equal, when they show the same transaction or card, or when they look alike
and share their numbers. Everything but the hashes is kept as digests.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from typing import Any

from .layout import Layout
from .numbers import runs
from .page import Page
from .text import bare

NEAR_BITS = 10  # of the 64 of a difference hash
SHARED = 0.85  # of the characters of all numbers of the picture that has fewer
LEAST = 10  # characters that must be shared
LONG = 12  # characters of a number that two pictures hardly share by chance
STRONG = frozenset({"same_file", "same_card", "same_transaction", "same_picture"})
_NUMBER = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|[ ,.:/_-](?=[0-9]))*")
_TWINS = str.maketrans("OQDILSBZ", "00011582")


def fingerprint(page: Page, sha256: str, hashes: Sequence[str]) -> dict[str, Any]:
    """`hashes`: the picture's difference hash as it stands and turned by 90, 180 and 270 degrees, hexadecimal."""
    layout = Layout(page)
    numbers = {_same(n) for bit in layout.lines for n in _NUMBER.findall(bit.text) if sum(map(str.isdigit, n)) >= 4}
    return {
        "sha256": sha256,
        "hashes": list(hashes),
        "numbers": {_digest(number): len(number) for number in sorted(numbers)},
        "transaction": _labelled(layout, "transaction", LONG),
        "card": _labelled(layout, "card", 8),
        "pair": _digest("|".join(sorted(numbers, key=lambda n: (-len(n), n))[:2])),
    }


def marks(print_: Mapping[str, Any]) -> list[str]:
    """What another use of this picture would have in common with it: by these it is found again."""
    long = [digest for digest, length in print_["numbers"].items() if length >= LONG]
    found = {"file": [print_["sha256"]], "pair": [print_["pair"]], "number": long}
    found |= {name: print_[name] for name in ("transaction", "card")}
    return [f"{name}:{digest}" for name, digests in found.items() for digest in digests]


def shared(one: Mapping[str, Any], two: Mapping[str, Any]) -> tuple[str, ...]:
    """Why two fingerprints are of one picture or one payment: of `STRONG`, or `same_numbers`, which is but a hint."""
    if one["sha256"] == two["sha256"]:
        return ("same_file",)
    found = [f"same_{name}" for name in ("card", "transaction") if set(one[name]) & set(two[name])]
    mine, theirs = one["numbers"], two["numbers"]
    common = sum(length for digest, length in mine.items() if digest in theirs)
    alike = common >= LEAST and common >= SHARED * min(sum(mine.values()), sum(theirs.values()))
    if alike and distance(one["hashes"], two["hashes"]) <= NEAR_BITS:
        found.append("same_picture")
    elif alike and any(length >= LONG for digest, length in mine.items() if digest in theirs):
        found.append("same_numbers")
    return tuple(found)


def distance(one: Sequence[str], two: Sequence[str]) -> int:
    """Bits that differ between two pictures, whichever way they lie."""
    if not one or not two:
        return 64
    return min((int(one[0], 16) ^ int(turned, 16)).bit_count() for turned in two)


def _labelled(layout: Layout, role: str, least: int) -> list[str]:
    numbers = {_same(max(runs(bit.text), key=len, default="")) for bit in layout.of(role) if "*" not in bit.text}
    return sorted(_digest(number) for number in numbers if len(number) >= least)


def _same(number: str) -> str:
    """The number as every reading of it would be."""
    return bare(number).translate(_TWINS)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]
