"""Working days, natural-day windows and service hours in Asia/Shanghai (S1, S2, A18). Pure; every moment is aware.

"24:00 of day D" is the instant 00:00 of the day after D.
"""

from datetime import UTC, date, datetime, time, timedelta

from . import calendar_data
from .moment import SHANGHAI

OPENS, CLOSES = time(9), time(22)
ONE_DAY = timedelta(days=1)


class Calendar:
    """A versioned calendar; each stored deadline can name `version`."""

    def __init__(self, years: dict[int, tuple[str, str]], fixed: tuple[str, ...], version: str) -> None:
        self.version = version
        self._years = {year: (set(off.split()), set(worked.split())) for year, (off, worked) in years.items()}
        self._fixed = frozenset(fixed)

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice is not published (in our data)."""
        return day.year not in self._years

    def is_working_day(self, day: date) -> bool:
        mark = f"{day:%m%d}"
        if self.is_provisional(day):
            return day.weekday() < 5 and mark not in self._fixed
        off, worked = self._years[day.year]
        return mark in worked if day.weekday() >= 5 else mark not in off

    def add_working_days(self, start: datetime, n: int) -> datetime:
        """24:00 of the n-th working day after the day of `start` (S1)."""
        day = local(start).date()
        while n > 0:
            day += ONE_DAY
            n -= self.is_working_day(day)
        return end_of(day)

    def add_natural_days(self, start: datetime, n: int, roll: bool = True) -> datetime:
        """24:00 of the n-th day after the day of `start`; rolled to the next working day for a user's window (S1)."""
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

    def is_open(self, at: datetime) -> bool:
        """Human service: 09:00:00 ≤ t < 22:00:00, every day (A18)."""
        return OPENS <= local(at).time() < CLOSES

    def next_open(self, at: datetime) -> datetime:
        """`at` itself while open, else the next 09:00."""
        if self.is_open(at):
            return at
        here = local(at)
        day = here.date() if here.time() < OPENS else here.date() + ONE_DAY
        return datetime.combine(day, OPENS, SHANGHAI).astimezone(UTC)

    def add_open_time(self, at: datetime, span: timedelta) -> datetime:
        """The moment at which `span` of service hours has passed since `at`."""
        while True:
            at = self.next_open(at)
            closes = datetime.combine(local(at).date(), CLOSES, SHANGHAI)
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
    return at.astimezone(SHANGHAI)


def end_of(day: date) -> datetime:
    """24:00 of the day, as the instant 00:00 of the next, in UTC."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI).astimezone(UTC)


CALENDAR = Calendar(calendar_data.YEARS, calendar_data.FIXED, calendar_data.VERSION)
