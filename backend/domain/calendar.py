"""Working days, natural-day windows and service hours in Asia/Shanghai (S1, S2, A18). Pure; every moment is aware.

"24:00 of day D" is the instant 00:00 of the day after D; results are in UTC. A year whose notice is not in the data is
provisional: weekends plus the fixed statutory days.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from . import calendar_data
from .moment import SHANGHAI

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Hours:
    """Daily opening hours: open from `opens` itself until just before `closes`."""

    opens: time = time(9)
    closes: time = time(22)


SERVICE_HOURS = Hours()


class Calendar:
    """A versioned calendar; a stored deadline names the `version` that it was counted in."""

    def __init__(self, years: Mapping[int, tuple[str, str]], fixed: tuple[str, ...], version: str) -> None:
        self.version = version
        self._years = frozenset(years)
        self._off = frozenset(_days(years, 0))
        self._worked = frozenset(_days(years, 1))
        self._fixed = frozenset((int(mark[:2]), int(mark[2:])) for mark in fixed)

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
        day = local(start).date() + n * ONE_DAY
        while roll and not self.is_working_day(day):
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

    def is_open(self, at: datetime, hours: Hours = SERVICE_HOURS) -> bool:
        """Human service: 09:00:00 ≤ t < 22:00:00, every day, holidays included (A18)."""
        return hours.opens <= local(at).time() < hours.closes

    def next_open(self, at: datetime, hours: Hours = SERVICE_HOURS) -> datetime:
        """`at` itself while open, else the next opening."""
        if self.is_open(at, hours):
            return at
        here = local(at)
        day = here.date() if here.time() < hours.opens else here.date() + ONE_DAY
        return datetime.combine(day, hours.opens, SHANGHAI).astimezone(UTC)

    def add_open_time(self, at: datetime, span: timedelta, hours: Hours = SERVICE_HOURS) -> datetime:
        """The moment at which `span` of opening hours has passed since `at`."""
        while True:
            at = self.next_open(at, hours)
            closes = datetime.combine(local(at).date(), hours.closes, SHANGHAI)
            if at + span <= closes:
                return (at + span).astimezone(UTC)
            span -= closes - at
            at = closes

    def next_time_of_day(self, at: datetime, hour: int) -> datetime:
        """The next moment after `at` at which the clock says `hour`:00."""
        here = local(at)
        then = datetime.combine(here.date(), time(hour), SHANGHAI)
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
