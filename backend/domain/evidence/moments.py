"""When was it paid: dates and times on a page, and how they stand with the order's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..moment import SHANGHAI
from .fact import Fact, at_edge
from .layout import Bit, Layout
from .rows import readings

_DAY = (
    r"(?:(?P<year>20\d\d)\s*[-/.年]\s*)?(?P<month>1[0-2]|0?[1-9])\s*[-/.月]\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?:\s*日)?"
)
_CLOCK = r"(?P<hour>2[0-3]|[01]?\d)\s*[:时]\s*(?P<minute>[0-5]\d)(?:\s*[:分]\s*(?P<second>[0-5]\d)?)?"
_HALF = r"(?P<half>上午|下午|中午|晚上|凌晨|早上|AM|PM)?"
_WEEKDAY = r"(?:(?:周|星期)[一二三四五六日天])?"
_WHEN = re.compile(rf"(?<!\d)(?<!\d[-/.]){_DAY}(?:[\sT,]*{_WEEKDAY}\s*{_HALF}\s*{_CLOCK})?", re.IGNORECASE)
_DAY_ONLY = re.compile(rf"^\D*{_DAY}\D*$")
_CLOCK_ONLY = re.compile(rf"^\D*{_CLOCK}\D*$")
PAID_WITHIN = timedelta(minutes=5)
ORDERED_BEFORE = timedelta(minutes=15)  # between placing an order and paying it


@dataclass(frozen=True)
class Moment:
    """`at` is None unless year, day, hour and minute are there; `parts` are those five as far as the page tells."""

    at: datetime | None
    parts: tuple[int | None, int, int, int | None, int | None]
    role: str
    bit: Bit

    @property
    def clock(self) -> bool:
        """Whether the page tells the hour and the minute."""
        return self.parts[4] is not None

    def agrees(self, should: datetime) -> bool:
        if self.at is None:
            return False
        early = ORDERED_BEFORE if self.role == "ordered" else PAID_WITHIN
        return should - early <= self.at <= should + PAID_WITHIN

    def agrees_partly(self, should: datetime) -> bool:
        """The day without its year, with the time if there is one."""
        year, month, day, hour, minute = self.parts
        if self.at is not None or year not in (None, should.year):
            return False
        if hour is None or minute is None:
            return (month, day) == (should.month, should.day)
        try:
            at = datetime(should.year, month, day, hour, minute, tzinfo=SHANGHAI)
        except ValueError:
            return False
        return abs(at - should) <= PAID_WITHIN


def moments(layout: Layout, loose: bool) -> list[Moment]:
    """Times of payment or order: what labels call so; where no label does and `loose`, any that stands alone."""
    named = [m for bit in layout.of("when") for m in _in(bit, "when")]
    day = next((bit for bit in layout.of("when") if _DAY_ONLY.match(bit.text)), None)
    clock = next((bit for bit in layout.of("when") if _CLOCK_ONLY.match(bit.text)), None)
    if day and clock:
        named += _in(Bit(f"{day.text} {clock.text}", day.lines + clock.lines, "when"), "when")
    named += [m for bit in layout.of("ordered") for m in _in(bit, "ordered")]
    if named or not loose:
        return named
    return [m for bit in layout.free for text in readings(bit.text) for m in _in(replace(bit, text=text), "")]


def paid_at(layout: Layout, expected: datetime | None, loose: bool) -> Fact:
    """How it stands with the moment of payment. Without an order, the first that is whole and surely read."""
    found = moments(layout, loose)
    should = expected.astimezone(SHANGHAI) if expected else None
    finished = [m for bit in layout.of("finished") for m in _in(bit, "finished")]  # speaks for the order, never against
    for moment in (*found, *finished):
        if moment.at is None or at_edge(moment.bit, layout.page, "r"):
            continue
        if should is None:
            if moment.bit.confidence >= 0.9:
                return Fact("seen", moment.at.isoformat(), None, moment.bit)
        elif moment.agrees(should):
            return Fact("seen", moment.at.isoformat(), should.isoformat(), moment.bit)
    if not found:
        empty = next((bit for bit in layout.of("when", "ordered")), None)
        status = "missing" if empty is None else "cut" if at_edge(empty, layout.page, "rb") else "unclear"
        return Fact(status, None, should.isoformat() if should else None, empty)
    return _not_it(layout, found, should)


def _not_it(layout: Layout, found: Sequence[Moment], should: datetime | None) -> Fact:
    moment = found[0]
    text = should.isoformat() if should else None
    if at_edge(moment.bit, layout.page, "r"):
        return Fact("cut", None, text, moment.bit)
    if should is None:
        return Fact("unclear", None, text, moment.bit)
    if partly := next((m for m in found if m.agrees_partly(should)), None):
        return Fact("unclear", None, text, partly.bit, partly=True)
    if moment.at is None:
        return Fact("differs", None, text, moment.bit)
    digits, right = f"{moment.at:%Y%m%d%H%M}", f"{should:%Y%m%d%H%M}"
    if sum(a != b for a, b in zip(digits, right, strict=True)) <= 1 and moment.bit.weakest < 0.6:
        return Fact("unclear", None, text, moment.bit)
    one = len({m.at for m in found}) == 1  # of several, none is the one that the page is about
    return Fact("differs", moment.at.isoformat() if one else None, text, moment.bit)


def _in(bit: Bit, role: str) -> list[Moment]:
    found = []
    for match in _WHEN.finditer(bit.text):
        year, month, day, hour, minute, second = (
            int(v) if (v := match[name]) else None for name in ("year", "month", "day", "hour", "minute", "second")
        )
        assert month is not None
        assert day is not None
        if hour is not None and (match["half"] or "").upper() in {"下午", "晚上", "PM"} and hour < 12:
            hour += 12
        at = None
        if year is not None and hour is not None and minute is not None:
            try:
                at = datetime(year, month, day, hour, minute, second or 0, tzinfo=SHANGHAI)
            except ValueError:
                continue
        if at is not None or match["year"] or hour is not None or role:
            found.append(Moment(at, (year, month, day, hour, minute), role, bit))
    return found
