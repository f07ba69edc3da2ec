"""A page that lists several orders: the part of it that is about the one meant. Its neighbours' sums are not its own.

A number stands at the head of its record, or at its foot, or in a row with the rest (a table). Which it is shows by
what is left over at the page's ends, else by the blank before and behind the numbers; where nothing shows it, the order
must be right both ways.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from .amounts import amounts
from .layout import Layout
from .moments import moments
from .numbers import of_make, runs
from .page import Line
from .text import bare

CLEAR = 1.25  # how many times the blank on the one side must be that on the other
WITH = 0.6  # of a line's height, by which what stands beside it may stand higher or lower


@dataclass(frozen=True)
class _Spot:
    """Where a labelled number stands; `apart`: its label heads a column."""

    line: Line
    number: str
    apart: bool

    @property
    def middle(self) -> float:
        return self.line.y + self.line.height / 2


def parts_about(layout: Layout, order_no: str) -> list[Layout]:
    """The page as far as it is about that order, once for each way to read it. Empty for a page that is no list of
    several orders, or names another alone."""
    spots = _spots(layout, order_no)
    wanted = bare(order_no)
    if len({spot.number for spot in spots}) < 2 or wanted not in {spot.number for spot in spots}:
        return []
    at = next(place for place, spot in enumerate(spots) if spot.number == wanted)
    return [_part(layout, spots, at, way) for way in _ways(layout, spots)]


def _spots(layout: Layout, order_no: str) -> list[_Spot]:
    """Top down; of numbers side by side the one that is meant, else the first."""
    wanted = bare(order_no)
    found = sorted(
        (
            _Spot(bit.lines[0], bare(run), bit.label not in bit.lines[0].text)
            for bit in layout.of("order") for run in runs(bit.text) if bare(run) == wanted or of_make(run, order_no)
        ), key=lambda spot: (spot.middle, spot.number != wanted),
    )  # fmt: skip
    kept: list[_Spot] = []
    for spot in found:
        if not kept or spot.middle - kept[-1].middle > spot.line.height:
            kept.append(spot)
        elif spot.number == wanted:
            kept[-1] = spot
    return kept


def _ways(layout: Layout, spots: Sequence[_Spot]) -> list[str]:
    if all(spot.apart for spot in spots):
        return ["row"]
    middles = [amount.bit.middle for amount in amounts(layout) if amount.rank]
    middles += [moment.bit.middle for moment in moments(layout, loose=True)]
    slack = WITH * spots[0].line.height
    over = any(middle < spots[0].middle - slack for middle in middles)
    left = any(middle > spots[-1].middle + slack for middle in middles)
    if over != left:
        return ["foot"] if over else ["head"]
    before, behind = _blanks(layout, spots)
    if before > CLEAR * behind:
        return ["head"]
    return ["foot"] if behind > CLEAR * before else ["head", "foot"]


def _blanks(layout: Layout, spots: Sequence[_Spot]) -> tuple[float, float]:
    """The usual blank above the numbers but the first, and below them but the last."""
    lines = layout.page.lines
    before = [
        spot.line.y - max((ln.bottom for ln in lines if ln.bottom <= spot.line.y), default=0.0) for spot in spots[1:]
    ]
    behind = [
        min((ln.y for ln in lines if ln.y >= spot.line.bottom), default=spot.line.bottom) - spot.line.bottom
        for spot in spots[:-1]
    ]
    return max(1.0, median(before)), max(1.0, median(behind))


def _part(layout: Layout, spots: Sequence[_Spot], at: int, way: str) -> Layout:
    page = layout.page
    edges = [spot.middle for spot in spots]
    slack = WITH * spots[at].line.height
    if way == "head":
        low, high = edges[at] - slack, edges[at + 1] - slack if at + 1 < len(edges) else float("inf")
    elif way == "foot":
        low, high = edges[at - 1] + slack if at else float("-inf"), edges[at] + slack
    else:
        between = [(one + two) / 2 for one, two in pairwise(edges)]
        low = between[at - 1] if at else edges[0] - slack
        high = between[at] if at < len(between) else float("inf")
    titles = [ln for ln in page.lines if way == "row" and ln.y + ln.height / 2 < edges[0] - slack]
    kept = [ln for ln in page.lines if low <= ln.y + ln.height / 2 < high]
    return Layout(replace(page, lines=(*titles, *kept)))
