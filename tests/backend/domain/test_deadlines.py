"""Promises, the clock that stands still, and when money arrives (S1, S2, S22, I19)."""

from copy import deepcopy
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.calendar import CALENDAR, Calendar, Hours
from backend.domain.deadlines import (
    arrival_window,
    due_at,
    escalated_due_at,
    paused_due_at,
    recounted,
    resubmit_until_at,
    review_due_at,
)
from backend.domain.dimensions import PROMISES
from backend.domain.moment import SHANGHAI
from backend.domain.policy import policy_from

from .cases import DAY, HOUR, NOW, POLICY, at
from .test_publication import SOURCE, row

moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(lambda d: d.replace(tzinfo=SHANGHAI))  # noqa: DTZ001
waits = st.integers(0, 20 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def working_days(start: datetime, end: datetime) -> int:
    return CALENDAR.working_days_between(start, end)


@pytest.mark.parametrize(
    ("promise", "ends"),
    [
        ("review", "2026-11-28 00:00"),  # three working days after Tuesday 24
        ("manual_review", "2026-12-02 00:00"),
        ("appeal", "2026-12-02 00:00"),
        ("adjudication", "2026-12-02 00:00"),
        ("supplement", "2026-11-28 00:00"),
        ("resubmit", "2026-12-02 00:00"),  # seven natural days
        ("merchant_response", "2026-11-26 15:30"),
        ("dispute_evidence", "2026-11-26 15:30"),
        ("express", "2026-11-24 15:40"),
        ("second_approval", "2026-11-27 00:00"),
        ("payout_exception", "2026-11-26 00:00"),
        ("draft_idle", "2026-11-25 15:30"),
        ("ineligible_idle", "2026-11-27 15:30"),
        ("expedite_touch", "2026-11-24 17:30"),
    ],
)
def test_each_promise_by_hand(promise: str, ends: str) -> None:
    assert due_at(promise, NOW, POLICY, CALENDAR) == at(ends)


def test_service_hours_are_those_in_force() -> None:
    """A day off that the supervisor has set does not count against the two hours (A18, R76)."""
    hours = Hours(time(10), time(18), {date(2026, 11, 25): None})
    found = due_at("expedite_touch", at("2026-11-24 17:00"), POLICY, CALENDAR.with_hours(hours))
    assert found == at("2026-11-26 11:00")


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_can_be_counted_and_lies_ahead(promise: str) -> None:
    assert due_at(promise, NOW, POLICY, CALENDAR) > NOW


def test_a_promise_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        due_at("eternity", NOW, POLICY, CALENDAR)


def test_the_resubmit_window_rolls_over_the_spring_festival() -> None:
    assert resubmit_until_at(at("2026-02-09 12:00"), POLICY, CALENDAR) == at("2026-02-25 00:00")


def test_a_window_rolls_only_where_the_table_says_so() -> None:
    source = deepcopy(SOURCE)
    row(source, "D2")["roll"] = False
    found = at("2026-02-08 09:00")
    assert due_at("fault_window", found, policy_from(source), CALENDAR) == at("2026-02-16 00:00")
    assert due_at("fault_window", found, POLICY, CALENDAR) == at("2026-02-25 00:00")


def test_a_manual_review_is_five_working_days_in_all() -> None:
    filed = at("2026-02-13 10:00")
    assert review_due_at(filed, "standard", POLICY, CALENDAR) == at("2026-02-26 00:00")
    assert review_due_at(filed, "manual", POLICY, CALENDAR) == at("2026-02-28 00:00")


def test_a_pause_within_one_day_costs_nothing_and_over_a_weekend_one_day() -> None:
    due = at("2026-12-02 00:00")
    assert paused_due_at(due, at("2026-11-27 09:00"), at("2026-11-27 21:00"), CALENDAR) == due
    assert paused_due_at(due, at("2026-11-27 09:00"), at("2026-11-29 21:00"), CALENDAR) == due
    assert paused_due_at(due, at("2026-11-27 09:00"), at("2026-11-30 09:00"), CALENDAR) == at("2026-12-03 00:00")


@given(moments, st.sampled_from(["standard", "manual"]), st.lists(st.tuples(waits, waits), max_size=4))
def test_the_clock_that_ran_never_exceeds_the_promise(
    filed: datetime, path: str, pauses: list[tuple[timedelta, timedelta]]
) -> None:
    """Working days spent with us, counted by whole days on which the case did not wait for the buyer, stay the same
    however often it waits."""
    due = start = review_due_at(filed, path, POLICY, CALENDAR)
    now, waited = filed, 0
    for busy, wait in pauses:
        asked = now + busy
        now = asked + wait
        due, waited = paused_due_at(due, asked, now, CALENDAR), waited + working_days(asked, now)
    last_moment = timedelta(microseconds=1)
    assert working_days(start - last_moment, due - last_moment) == waited
    assert working_days(filed, due - last_moment) - waited == working_days(filed, start - last_moment)


@given(moments, moments, moments)
def test_a_pause_that_ends_before_it_begins_changes_nothing(due: datetime, one: datetime, other: datetime) -> None:
    early, late = sorted((one, other))
    assert paused_due_at(due, late, early, CALENDAR) == due


@given(moments, waits, waits)
def test_one_pause_cut_in_two_moves_the_due_date_as_far(filed: datetime, first: timedelta, second: timedelta) -> None:
    due = review_due_at(filed, "standard", POLICY, CALENDAR)
    middle, end = filed + first, filed + first + second
    whole = paused_due_at(due, filed, end, CALENDAR)
    assert paused_due_at(paused_due_at(due, filed, middle, CALENDAR), middle, end, CALENDAR) == whole


@given(moments, waits)
def test_escalating_keeps_what_the_pause_had_moved(filed: datetime, wait: timedelta) -> None:
    plain = review_due_at(filed, "standard", POLICY, CALENDAR)
    manual = review_due_at(filed, "manual", POLICY, CALENDAR)
    due = paused_due_at(plain, filed, filed + wait, CALENDAR)
    found = escalated_due_at(filed, due, POLICY, CALENDAR)
    assert found == paused_due_at(manual, filed, filed + wait, CALENDAR)


@pytest.mark.parametrize(
    ("channel", "funding", "first", "last", "basis"),
    [
        ("balance", "wallet_balance", "2026-11-27 10:00", "2026-11-27 10:00", "platform_balance_success"),
        ("alipay", "wallet_balance", "2026-11-27 11:00", "2026-11-27 12:00", "channel_success"),
        ("wechat", "wallet_balance", "2026-11-27 11:00", "2026-11-27 12:00", "channel_success"),
        ("alipay", "debit_card", "2026-11-28 00:00", "2026-12-02 00:00", "channel_acceptance"),
        ("bank", "debit_card", "2026-11-28 00:00", "2026-12-02 00:00", "channel_acceptance"),
        ("wechat", "credit_card", "2026-12-02 00:00", "2026-12-04 00:00", "channel_acceptance"),
        ("bank", "credit_card", "2026-12-02 00:00", "2026-12-04 00:00", "channel_acceptance"),
    ],
)
def test_arrival_by_source_of_the_money(channel: str, funding: str, first: str, last: str, basis: str) -> None:
    """Accepted on Thursday 26 at 23:00, succeeded on Friday 27 at 10:00."""
    found = arrival_window(channel, funding, at("2026-11-26 23:00"), at("2026-11-27 10:00"), POLICY, CALENDAR)
    assert (found.earliest_at, found.latest_at, found.basis) == (at(first), at(last), basis)


def test_arrival_before_the_channel_s_success_counts_from_its_acceptance() -> None:
    found = arrival_window("alipay", "wallet_balance", NOW, None, POLICY, CALENDAR)
    assert (found.earliest_at, found.latest_at) == (NOW + HOUR, NOW + 2 * HOUR)


YEAR = {2027: ("0101 0104", "0102")}  # an invented notice: 4 January off, Saturday the 2nd worked
OLD, NEW = Calendar({}, ("0101",), "old"), Calendar(YEAR, ("0101",), "new")


@pytest.mark.parametrize(
    ("counted", "due", "again"),
    [
        ("ours", "2027-01-05 00:00", "2027-01-03 00:00"),  # two working days on: the 2nd counts
        ("ours", "2027-01-06 00:00", "2027-01-06 00:00"),
        ("theirs", "2027-01-05 00:00", "2027-01-05 00:00"),  # would be shorter: stays
        ("theirs", "2027-01-06 00:00", "2027-01-06 00:00"),
        ("rolled", "2027-01-05 00:00", "2027-01-06 00:00"),  # its last day has become a holiday
        ("rolled", "2027-01-06 00:00", "2027-01-06 00:00"),
    ],
)
def test_a_newer_calendar_never_puts_off_our_promise_nor_shortens_a_buyer_s_window(
    counted: str, due: str, again: str
) -> None:
    assert recounted(at(due), at("2026-12-31 12:00"), OLD, NEW, counted) == at(again)


@given(moments, st.integers(1, 8), st.integers(0, 8))
def test_counting_again_is_counting_from_the_start(start: datetime, n: int, passed: int) -> None:
    """Where a deadline has one start, what is left of it counted anew ends where the whole counted anew does, but for
    the direction that is never taken."""
    due, now = OLD.add_working_days(start, n), start + passed * DAY
    whole = NEW.add_working_days(start, n)
    if now.year > 2026 or now >= due:
        return
    assert recounted(due, now, OLD, NEW, "ours") == min(due, whole)
    assert recounted(due, now, OLD, NEW, "theirs") == max(due, whole)
