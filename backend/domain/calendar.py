"""Working days, natural-day windows and service hours in Asia/Shanghai (S1, S2, A18). Pure; every moment is aware.

"24:00 of day D" is the instant 00:00 of the day after D; results are in UTC. A year whose notice is not in the data is
provisional: weekends plus the fixed statutory days.
"""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from . import calendar_data
from .moment import SHANGHAI

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Daily opening hours: open from `opens` itself until just before `closes`; `days` are those that differ, None for
    a day off."""

    opens: time = time(9)
    closes: time = time(22)
    days: Mapping[date, tuple[time, time] | None] = field(default_factory=dict)

    def on(self, day: date) -> tuple[time, time] | None:
        """From when until when, on that day; None when nobody is there at all."""
        return self.days.get(day, (self.opens, self.closes))


SERVICE_HOURS = Hours()


class Calendar:
    """A versioned calendar; a stored deadline names the `version` that it was counted in."""

    def __init__(self, years: Mapping[int, tuple[str, str]], fixed: tuple[str, ...], version: str) -> None:
        self.version = version
        self.hours = SERVICE_HOURS
        self._years = frozenset(years)
        self._off = frozenset(_days(years, 0))
        self._worked = frozenset(_days(years, 1))
        self._fixed = frozenset((int(mark[:2]), int(mark[2:])) for mark in fixed)

    def with_hours(self, hours: Hours) -> "Calendar":
        """The same days with other opening hours."""
        made = copy(self)
        made.hours = hours
        return made

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice is not (yet) in our data."""
        return day.year not in self._years

    def is_working_day(self, day: date) -> bool:
        if day.weekday() >= 5:
            return day in self._worked
        if day.year in self._years:
            return day not in self._off
        return (day.month, day.day) not in self._fixed

    def add_working_days(self, start: datetime, n: int) -> datetime:
        """24:00 of the n-th working day after the day of `start` (S1). Raises ValueError unless n ≥ 1."""
        if n < 1:
            raise ValueError("a promise is at least one working day")
        day = local(start).date()
        while n > 0:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return end_of(day)

    def add_natural_days(self, start: datetime, n: int, roll: bool = True) -> datetime:
        """24:00 of the n-th day after the day of `start`; a user's window rolls to the next working day (S1)."""
        last = local(start).replace(hour=0, minute=0, second=0, microsecond=0) + n * ONE_DAY
        return self.rolled(last) if roll else end_of(last.date())

    def rolled(self, last: datetime) -> datetime:
        """24:00 of the day of `last`, or of the next working day if it is none."""
        day = local(last).date()
        while not self.is_working_day(day):
            day += ONE_DAY
        return end_of(day)

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Working days after the day of `start` up to and including the day of `end` (S2); 0 if `end` is earlier."""
        day, last, n = local(start).date(), local(end).date(), 0
        while day < last:
            day += ONE_DAY
            n += self.is_working_day(day)
        return n

    def put_off(self, due_at: datetime, n: int) -> datetime:
        """A deadline moved on by n working days; unmoved for 0."""
        return self.add_working_days(due_at - timedelta(microseconds=1), n) if n > 0 else due_at

    def is_open(self, at: datetime, hours: Hours | None = None) -> bool:
        """Human service: 09:00:00 ≤ t < 22:00:00, every day, holidays included unless they are set apart (A18)."""
        here = local(at)
        span = (hours or self.hours).on(here.date())
        return span is not None and span[0] <= here.time() < span[1]

    def next_open(self, at: datetime, hours: Hours | None = None) -> datetime:
        """`at` itself while open, else the next opening."""
        hours = hours or self.hours
        if self.is_open(at, hours):
            return at
        day = local(at).date()
        while True:
            span = hours.on(day)
            opens = datetime.combine(day, span[0], SHANGHAI).astimezone(UTC) if span else None
            if opens is not None and opens > at:
                return opens
            day += ONE_DAY

    def add_open_time(self, at: datetime, span: timedelta, hours: Hours | None = None) -> datetime:
        """The moment at which `span` of opening hours has passed since `at`."""
        hours = hours or self.hours
        while True:
            at = self.next_open(at, hours)
            open_on = hours.on(local(at).date())
            assert open_on is not None
            closes = datetime.combine(local(at).date(), open_on[1], SHANGHAI)
            if at + span <= closes:
                return (at + span).astimezone(UTC)
            span -= closes - at
            at = closes

    def next_time_of_day(self, at: datetime, when: time) -> datetime:
        """The next moment after `at` at which the clock says `when`."""
        here = local(at)
        then = datetime.combine(here.date(), when, SHANGHAI)
        return (then if then > here else then + ONE_DAY).astimezone(UTC)


def local(at: datetime) -> datetime:
    """The same moment on Shanghai's clock. Raises ValueError for a naive datetime: it would mean the server's zone."""
    if at.tzinfo is None:
        raise ValueError("naive datetime")
    return at.astimezone(SHANGHAI)


def end_of(day: date) -> datetime:
    """24:00 of the day, as the instant 00:00 of the next, in UTC."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI).astimezone(UTC)


def _days(years: Mapping[int, tuple[str, str]], which: int) -> list[date]:
    return [date(year, int(mark[:2]), int(mark[2:])) for year, marks in years.items() for mark in marks[which].split()]


# Every version that a stored deadline or decision may name; the last is the one in use.
CALENDARS = {
    version: Calendar({year: calendar_data.YEARS[year] for year in calendar_data.YEARS if year <= last},
                      calendar_data.FIXED, version)
    for version, last in calendar_data.VERSIONS.items()
}  # fmt: skip
CALENDAR = CALENDARS[calendar_data.VERSION]
