"""Whether a picture was used before: what is kept of it for that, and when two of them are one.

A perceptual hash alone is useless between pages drawn on one template, and a number alone may be a shop's telephone:
two pictures are one when their bytes are equal, when they show the same transaction or card, or when they look alike
and share their numbers. Everything but the hashes is kept as digests.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from .layout import Layout
from .numbers import runs
from .page import Page
from .text import bare

NEAR_BITS = 10  # of the 64 of a difference hash
SHARED = 0.6  # of the numbers of the picture that has fewer
LONG = 10  # characters of a number that hardly two pictures share by chance
STRONG = frozenset({"same_file", "same_card", "same_transaction", "same_picture"})


def fingerprint(page: Page, sha256: str, hashes: Sequence[str]) -> dict[str, Any]:
    """`hashes`: the picture's difference hash as it stands and turned by 90, 180 and 270 degrees, hexadecimal."""
    layout = Layout(page)
    shown = [*layout.lines, *layout.values]
    numbers = {bare(run) for bit in shown for run in runs(bit.text) if "*" not in run}
    return {
        "sha256": sha256,
        "hashes": list(hashes),
        "numbers": sorted(_digest(n) for n in numbers if len(n) >= 6),
        "long": sorted(_digest(n) for n in numbers if len(n) >= LONG),
        "transaction": _labelled(layout, "transaction", 12),
        "card": _labelled(layout, "card", 8),
    }


def marks(print_: Mapping[str, Any]) -> list[str]:
    """What another use of this picture would have in common with it: by these it is found again."""
    found = [f"file:{print_['sha256']}"]
    for name in ("transaction", "card", "long"):
        found += [f"{'number' if name == 'long' else name}:{digest}" for digest in print_[name]]
    return found


def shared(one: Mapping[str, Any], two: Mapping[str, Any]) -> tuple[str, ...]:
    """Why two fingerprints are of one picture or one payment: of `STRONG`, or `same_numbers`, which is but a hint."""
    if one["sha256"] == two["sha256"]:
        return ("same_file",)
    found = [f"same_{name}" for name in ("card", "transaction") if set(one[name]) & set(two[name])]
    mine, theirs = set(one["numbers"]), set(two["numbers"])
    common = len(mine & theirs)
    alike = common >= 2 and common >= SHARED * min(len(mine), len(theirs))
    if alike and distance(one["hashes"], two["hashes"]) <= NEAR_BITS:
        found.append("same_picture")
    elif alike and common >= 3 and set(one["long"]) & set(two["long"]):
        found.append("same_numbers")
    return tuple(found)


def distance(one: Sequence[str], two: Sequence[str]) -> int:
    """Bits that differ between two pictures, whichever way they lie."""
    if not one or not two:
        return 64
    return min((int(one[0], 16) ^ int(turned, 16)).bit_count() for turned in two)


def _labelled(layout: Layout, role: str, least: int) -> list[str]:
    numbers = {bare(max(runs(bit.text), key=len, default="")) for bit in layout.of(role) if "*" not in bit.text}
    return sorted(_digest(number) for number in numbers if len(number) >= least)


def _digest(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()[:24]
