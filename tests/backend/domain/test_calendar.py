"""Working days against a walk over bare days, whose only knowledge is the published list itself (I17, S1)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain import calendar_data
from backend.domain.calendar import CALENDAR, CALENDARS, Hours, end_of, local
from backend.domain.moment import SHANGHAI

from .cases import DAY, HOUR, SECOND, at

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
moments = st.datetimes(datetime(2004, 1, 1), datetime(2027, 11, 30)).map(lambda d: d.replace(tzinfo=SHANGHAI))  # noqa: DTZ001


def works(day: date) -> bool:
    """The oracle: a day is read off the notice of its year, or off the fixed days if there is none."""
    mark = f"{day:%m%d}"
    if day.year in calendar_data.YEARS:
        off, worked = (marks.split() for marks in calendar_data.YEARS[day.year])
        return mark in worked or (day.weekday() < 5 and mark not in off)
    return day.weekday() < 5 and mark not in {"0101", "0501", "0502", "1001", "1002", "1003"}


DAYS = [FIRST + n * DAY for n in range((date(2027, 12, 31) - FIRST).days + 1)]
WORKING = [day for day in DAYS if works(day)]


def test_every_day_of_every_published_year_is_as_the_notice_says() -> None:
    assert [day for day in DAYS if CALENDAR.is_working_day(day) != works(day)] == []


def test_the_published_lists_name_only_days_that_the_weekday_does_not_tell() -> None:
    for year, (off, worked) in calendar_data.YEARS.items():
        assert all(date(year, int(m[:2]), int(m[2:])).weekday() < 5 for m in off.split()), year
        assert all(date(year, int(m[:2]), int(m[2:])).weekday() >= 5 for m in worked.split()), year


def test_2026_has_its_six_worked_weekend_days_and_its_nine_days_of_spring_festival() -> None:
    worked = [d for d in DAYS if d.year == 2026 and d.weekday() >= 5 and CALENDAR.is_working_day(d)]
    assert [f"{d:%m-%d}" for d in worked] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    spring = [date(2026, 2, 14) + n * DAY for n in range(11)]
    assert [CALENDAR.is_working_day(d) for d in spring] == [True, *[False] * 9, True]


@given(moments, st.integers(1, 12))
def test_a_promise_ends_with_its_last_working_day(start: datetime, n: int) -> None:
    after = [day for day in WORKING if day > start.date()][:n]
    due = CALENDAR.add_working_days(start, n)
    assert len(after) == n
    assert due == datetime.combine(after[-1] + DAY, time(), SHANGHAI)
    assert due.tzinfo is UTC


@given(moments, moments, st.integers(1, 8))
def test_promises_are_monotone_in_start_and_in_length(one: datetime, other: datetime, n: int) -> None:
    early, late = sorted((one, other))
    assert CALENDAR.add_working_days(early, n) <= CALENDAR.add_working_days(late, n)
    assert CALENDAR.add_working_days(early, n) < CALENDAR.add_working_days(early, n + 1)
    assert CALENDAR.add_natural_days(early, n) <= CALENDAR.add_natural_days(late, n)


@given(moments, st.integers(1, 40))
def test_a_window_ends_with_its_last_day_or_the_next_working_day(start: datetime, n: int) -> None:
    last = start.date() + n * DAY
    rolled = next(day for day in WORKING if day >= last)
    assert CALENDAR.add_natural_days(start, n) == end_of(rolled)
    assert CALENDAR.add_natural_days(start, n, roll=False) == end_of(last)


@given(moments, st.integers(1, 6), st.dates(date(2004, 1, 2), date(2027, 12, 1)))
def test_more_holidays_never_make_a_promise_earlier(start: datetime, n: int, extra: date) -> None:
    more = {year: marks for year, marks in calendar_data.YEARS.items()}
    if extra.year in more and extra.weekday() < 5:
        off, worked = more[extra.year]
        more[extra.year] = (f"{off} {extra:%m%d}", worked)
    holier = type(CALENDAR)(more, calendar_data.FIXED, "test")
    assert holier.add_working_days(start, n) >= CALENDAR.add_working_days(start, n)


@pytest.mark.parametrize(
    ("filed", "n", "ends"),
    [
        ("2026-02-13 10:00", 3, "2026-02-26 00:00"),  # Friday before the break; Saturday 14 is worked: 14, 24, 25
        ("2026-02-14 23:59", 1, "2026-02-25 00:00"),
        ("2026-11-24 00:00", 3, "2026-11-28 00:00"),
        ("2026-11-24 23:59", 3, "2026-11-28 00:00"),  # the day of filing does not count, whenever in it
        ("2026-11-27 09:00", 3, "2026-12-03 00:00"),
        ("2026-12-30 12:00", 3, "2027-01-06 00:00"),  # 31; then 1 January is off, 2 and 3 a weekend; 4, 5
        ("2026-09-24 12:00", 2, "2026-09-30 00:00"),  # 25 is Mid-Autumn, then a weekend; 28, 29
    ],
)
def test_promises_by_hand(filed: str, n: int, ends: str) -> None:
    assert CALENDAR.add_working_days(at(filed), n) == at(ends)


def test_a_year_without_a_notice_is_provisional() -> None:
    assert CALENDAR.is_provisional(date(2027, 1, 1))
    assert not CALENDAR.is_provisional(date(2026, 12, 31))
    assert not CALENDAR.is_working_day(date(2027, 10, 1))
    assert CALENDAR.is_working_day(date(2027, 10, 4))
    assert CALENDARS[CALENDAR.version] is CALENDAR


@pytest.mark.parametrize("n", [0, -1])
def test_a_promise_of_no_day_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        CALENDAR.add_working_days(at("2026-11-24 10:00"), n)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        local(datetime(2026, 1, 1))  # noqa: DTZ001


@given(moments, moments)
def test_working_days_between_are_those_after_the_first_day(one: datetime, other: datetime) -> None:
    found = CALENDAR.working_days_between(one, other)
    assert found == sum(1 for day in WORKING if one.date() < day <= other.date())


@pytest.mark.parametrize(
    ("when", "is_open"),
    [("08:59:59", False), ("09:00:00", True), ("21:59:59", True), ("22:00:00", False), ("00:00:00", False)],
)
@pytest.mark.parametrize("day", ["2026-11-24", "2026-10-01", "2026-11-28"])
def test_people_serve_from_nine_until_just_before_ten_every_day(day: str, when: str, is_open: bool) -> None:
    now = at(f"{day} {when}")
    assert CALENDAR.is_open(now) is is_open
    assert CALENDAR.is_open(CALENDAR.next_open(now))
    assert (CALENDAR.next_open(now) == now) is is_open


@given(moments, st.integers(0, 40 * 60).map(lambda minutes: timedelta(minutes=minutes)))
def test_open_time_against_a_walk_by_minutes(start: datetime, span: timedelta) -> None:
    start = start.replace(second=0, microsecond=0)
    found, left, now = CALENDAR.add_open_time(start, span), span, start
    while not time(9) <= now.time() < time(22):
        now += timedelta(minutes=1)
    while left > timedelta(0):
        if time(9) <= now.time() < time(22):
            left -= timedelta(minutes=1)
        now += timedelta(minutes=1)
    assert found == now


def test_open_time_runs_out_at_closing_and_goes_on_at_nine() -> None:
    assert CALENDAR.add_open_time(at("2026-11-24 21:00"), 2 * HOUR) == at("2026-11-25 10:00")
    assert CALENDAR.add_open_time(at("2026-11-24 20:00"), 2 * HOUR) == at("2026-11-24 22:00")
    assert CALENDAR.add_open_time(at("2026-11-24 03:00"), HOUR, Hours(time(8), time(10))) == at("2026-11-24 09:00")


def test_the_next_ten_o_clock_is_never_now() -> None:
    ten = time(10)
    assert CALENDAR.next_time_of_day(at("2026-11-24 10:00") - SECOND, ten) == at("2026-11-24 10:00")
    assert CALENDAR.next_time_of_day(at("2026-11-24 10:00"), ten) == at("2026-11-25 10:00")
