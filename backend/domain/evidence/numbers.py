"""Order numbers, transaction numbers and accounts: held against the order's own, character by character.

A value is `seen` only when it stands on the page whole and exactly. What would be right if a character were taken for
its twin is `unclear`, what is a piece of the right one `cut`; only a whole other number of the same make `differs`.
"""

import re
from collections.abc import Iterable, Sequence

from .fact import Fact, at_edge
from .layout import Bit, Layout
from .text import bare, differing, exactly, hides, likely

_RUN = re.compile(r"[0-9A-Za-z*](?:[0-9A-Za-z*]|[ _-]{1,2}(?=[0-9A-Za-z*]))+")
_DATE = re.compile(r"20\d\d[ _-]\d{1,2}[ _-]\d{1,2}(?!\d)")
SHORT = 6  # a number with fewer characters proves itself only beside its label
SURE = 0.9


def number(
    layout: Layout, wanted: Sequence[str], roles: Sequence[str], known: Iterable[str] = (), strict: bool = False,
    mentioned: bool = True,
) -> Fact:  # fmt: skip
    """How it stands with the first of the wanted numbers that the page speaks of.

    `known` are the order's other numbers, which say nothing against it; `strict`: whatever these labels name must be
    it, however it is written. `mentioned`: it may stand anywhere, whatever number the page calls its own.
    """
    others = {bare(text) for text in known}
    wanted = [text for text in wanted if bare(text)]
    expected = wanted[0] if wanted else None
    named = [bit for bit in layout.of(*roles) if bit.text]
    everywhere = [*named, *layout.lines, *layout.paragraphs]
    for text in wanted:
        spots = named if len(bare(text)) < SHORT else everywhere
        pattern = exactly(text)
        if seen := next((bit for bit in spots if pattern.search(bit.text)), None):
            if not mentioned and not seen.role and (other := _others(named, [text], others, False)):
                return _differs(other, expected)  # a remark names it on another's page
            return Fact("seen", text, text, seen)
    doubts = [fact for bit in everywhere for text in wanted if (fact := _doubt(layout, bit, text))]
    if cut := next((fact for fact in doubts if fact.status == "cut"), None):
        return cut
    if doubts:
        return doubts[0]
    if other := _others([*named, *layout.loose], wanted, others, strict):
        return _differs(other, expected)
    if unread := next((bit for bit in layout.of(*roles) if not runs(bit.text)), None):
        return Fact("cut" if at_edge(unread, layout.page, "rb") else "unclear", None, expected, unread)
    return Fact("missing", None, expected)


def _others(
    bits: Iterable[Bit], wanted: Sequence[str], known: Iterable[str], strict: bool
) -> list[tuple[str, Bit]]:
    """Whole numbers of the same make as one of the wanted, where they stand."""
    return [
        (run, bit) for bit in bits for run in runs(bit.text)
        if bare(run) not in known and any(_other(run, text, strict, bool(bit.role)) for text in wanted)
    ]  # fmt: skip


def _differs(other: Sequence[tuple[str, Bit]], expected: str | None) -> Fact:
    run, bit = other[0]
    one = len({bare(shown) for shown, _ in other}) == 1  # of several, none is the one that the page is about
    return Fact("differs", run if one else None, expected, bit)


def of_make(run: str, expected: str) -> bool:
    """Whether it is made as the expected number is, the letters in front and the length, be it that or another."""
    return "*" not in run and (bare(run) == bare(expected) or _other(run, expected, False, True))


def unknown(layout: Layout, roles: Sequence[str]) -> Fact:
    """The number beside its label when there is no order to hold it against: only if the reader was sure of it."""
    for bit in layout.of(*roles):
        run = max(runs(bit.text), key=len, default="")
        if len(run) >= SHORT and "*" not in run:
            if at_edge(bit, layout.page):
                return Fact("cut", bit=bit)
            return Fact("seen", run, bit=bit) if bit.weakest >= SURE else Fact("unclear", bit=bit)
    return Fact()


def account(layout: Layout, known: Sequence[str]) -> Fact:
    """The account to be topped up: starred ones count as seen when what they show agrees (`142****1985`)."""
    known = [text for text in known if bare(text)]
    expected = known[0] if known else None
    for text in known:
        pattern = exactly(text)
        if len(bare(text)) >= SHORT and (bit := next((b for b in layout.lines if pattern.search(b.text)), None)):
            return Fact("seen", text, text, bit)
    for bit in layout.of("account"):
        run = max(runs(bit.text), key=len, default="")
        if not run:
            continue
        starred = [hides(run, text) for text in known]
        if True in starred or (not known and bit.weakest >= SURE):
            return Fact("seen", run, expected, bit)
        alike = [text for text in known if len(bare(text)) == len(bare(run))] if None in starred else known
        shown = bare(run.split("*")[0]) if known and "*" in run else bare(run)
        if alike and bit.confidence >= SURE and all(_far(shown, text) for text in alike):
            return Fact("differs", run, expected, bit)
        return Fact("unclear", None, expected, bit)
    return Fact("missing", None, expected)


def runs(text: str) -> list[str]:
    """Numbers and the like in plain text, whole runs first, as they are written."""
    whole = [match.group(0) for match in _RUN.finditer(text)]
    parts = [part for run in whole if " " in run for part in run.split(" ")]
    return [run for run in (*whole, *parts) if sum(c.isdigit() for c in run) >= 3]


def _doubt(layout: Layout, bit: Bit, expected: str) -> Fact | None:
    whole = bare(expected)
    if len(whole) < SHORT:
        return None
    if likely(expected).search(bit.text):
        return Fact("unclear", None, expected, bit)
    for run in runs(bit.text):
        shown = bare(run)
        if _DATE.match(run):
            continue
        if hides(run, expected):
            return Fact("unclear", None, expected, bit, partly=True)
        if differing(shown, whole) <= 2 and bit.weakest < SURE:
            return Fact("unclear", None, expected, bit)
        if SHORT - 1 <= len(shown) < len(whole):
            piece = whole.startswith(shown) or (whole.endswith(shown) and len(shown) >= SHORT + 2)
            if piece or (at_edge(bit, layout.page) and _piece_but_its_end(shown, whole)):
                return Fact("cut", None, expected, bit)
    return None


def _piece_but_its_end(shown: str, whole: str) -> bool:
    """The character at the picture's edge is half a one and read as another."""
    most = len(shown) - 2
    return most >= SHORT and (whole[:most] == shown[:most] or whole[-most:] == shown[-most:])


def _other(run: str, expected: str, strict: bool, labelled: bool) -> bool:
    """Whether this is a whole number of the same make as the expected one, but another."""
    shown, whole = bare(run), bare(expected)
    if "*" in run:
        return labelled and hides(run, expected) is False and len(shown) >= SHORT
    letters = re.match(r"[A-Z]*", whole)
    head = letters.group(0) if letters else ""
    rest, right = shown[len(head) :], whole[len(head) :]
    make = len(shown) == len(whole) and shown.startswith(head) and rest.isdigit() == right.isdigit()
    if not labelled:
        return make and (bool(head) or len(whole) >= 12)
    return make or (strict and len(shown) >= SHORT)


def _far(shown: str, whole: str) -> bool:
    """Whether the beginning that is shown is surely another's: more than one character off."""
    return sum(a != b for a, b in zip(shown, bare(whole), strict=False)) > 1
