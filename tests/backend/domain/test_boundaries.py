"""Every limit, one second and one fen to either side (I18): inclusive, exclusive, and to whose benefit."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.domain.calendar import CALENDAR
from backend.domain.deadlines import due_at, service_hours
from backend.domain.order import Account
from backend.domain.policy import decide, eligibility, express_due_at, merchant_due_at

from .cases import DAY, FAULTS, HOUR, NOW, POLICY, SECOND, at, claim, delivered, facts, order


def outcome(reason: str = "undelivered", of: Any = None, **changes: Any) -> str:
    said = {name: changes.pop(name) for name in ("amount_fen", "fault_discovered_at", "override") if name in changes}
    return decide(claim(reason, **said), facts(of, **changes), POLICY).outcome


def window(of: Any, now: datetime) -> str | None:
    found = {c.reason: c.why for c in eligibility(facts(of, now=now), POLICY).claims}
    return found["undelivered"]


def test_undelivered_stays_open_for_24_hours_after_shipment_the_instant_included() -> None:
    shipped = order(shipped_at=NOW - DAY, supplier_record="unused")
    assert window(shipped, NOW - SECOND) is None
    assert window(shipped, NOW) is None
    assert window(shipped, NOW + SECOND) == "past_window"
    claims = eligibility(facts(shipped), POLICY).claims
    assert claims[0].until_at == NOW


def test_a_delayed_delivery_does_not_move_the_24_hours_of_shipment() -> None:
    late = order(shipped_at=NOW - DAY - SECOND, delivered_at=NOW - HOUR, supplier_record="unused")
    assert window(late, NOW) == "past_window"


@pytest.mark.parametrize("reason", FAULTS)
def test_seven_days_from_discovery_end_at_midnight_and_roll_over_holidays(reason: str) -> None:
    """Found on Tuesday 24 November; the seventh day is Tuesday 1 December, to its end."""
    found, last = at("2026-11-24 15:30"), at("2026-12-02 00:00")
    of = delivered(2, delivered=Account("13800000002", 10000))
    said = {"fault_discovered_at": found}
    assert outcome(reason, of, now=last, **said) != "ineligible"
    assert outcome(reason, of, now=last + SECOND, **said) == "ineligible"


def test_a_window_whose_last_day_is_a_holiday_rolls_to_the_end_of_the_next_working_day() -> None:
    """Found on 8 February 2026: day seven is Sunday the 15th, the first of the break; the 24th is worked."""
    found, last = at("2026-02-08 09:00"), at("2026-02-25 00:00")
    of = delivered(1, shipped_at=at("2026-02-07 09:00"), paid_at=at("2026-02-07 08:00"))
    assert outcome("service_fault", of, now=last, fault_discovered_at=found) == "standard"
    assert outcome("service_fault", of, now=last + SECOND, fault_discovered_at=found) == "ineligible"


def test_discovery_more_than_30_days_after_delivery_goes_to_people() -> None:
    of = delivered(40)
    then = of.delivered_at
    assert then is not None
    edge = then + timedelta(days=30)
    assert outcome("service_fault", of, now=edge, fault_discovered_at=edge) == "standard"
    assert outcome("service_fault", of, now=edge + SECOND, fault_discovered_at=edge + SECOND) == "manual"
    assert outcome("service_fault", of, now=edge + SECOND) == "manual"  # not said: the moment of filing (S8)


def test_365_days_after_payment_the_order_is_too_old() -> None:
    paid = NOW - timedelta(days=365)
    assert eligibility(facts(order(paid_at=paid)), POLICY).blocked_by == ()
    assert eligibility(facts(order(paid_at=paid - SECOND)), POLICY).blocked_by == ("too_old",)


@pytest.mark.parametrize(("fen", "path"), [(49999, "express"), (50000, "standard"), (50001, "standard")])
def test_express_is_below_500_yuan(fen: int, path: str) -> None:
    assert outcome(of=order(fen)) == path
    assert outcome(of=order(90000), amount_fen=fen) == path


@pytest.mark.parametrize(("earlier", "path"), [(39999, "express"), (40000, "standard")])
def test_express_refunds_of_one_order_are_summed(earlier: int, path: str) -> None:
    assert outcome(of=order(90000), refundable_fen=50000, amount_fen=10000, express_on_order_fen=earlier) == path


@pytest.mark.parametrize(("count", "path"), [(2, "express"), (3, "standard")])
def test_three_express_refunds_in_30_days_are_enough(count: int, path: str) -> None:
    assert outcome(express_count_30d=count) == path


@pytest.mark.parametrize(("fen", "path"), [(999999, "standard"), (1000000, "manual"), (1000001, "manual")])
def test_10_000_yuan_and_more_is_large(fen: int, path: str) -> None:
    assert outcome(of=order(fen)) == path


@pytest.mark.parametrize(("fen", "path"), [(49999, "standard"), (50000, "manual")])
@pytest.mark.parametrize("reason", ["topup_not_received", "product_invalid", "product_abnormal", "service_fault"])
def test_without_a_usage_record_500_yuan_and_more_goes_to_people(reason: str, fen: int, path: str) -> None:
    assert outcome(reason, delivered(1, fen, supplier_record="none")) == path
    assert outcome(reason, delivered(1, fen)) == "standard"


@pytest.mark.parametrize(
    ("fen", "code"), [(1, None), (10000, None), (10001, "amount_beyond_refundable"), (0, "amount_beyond_refundable")]
)
def test_the_amount_lies_between_one_fen_and_all_that_is_left(fen: int, code: str | None) -> None:
    assert decide(claim(amount_fen=fen), facts(), POLICY).code == code


def test_promises_in_hours_and_minutes_run_from_the_instant() -> None:
    assert express_due_at(NOW, POLICY, CALENDAR) == NOW + timedelta(minutes=10)
    assert merchant_due_at(NOW, POLICY) == NOW + 48 * HOUR
    assert due_at("dispute_evidence", NOW, POLICY, CALENDAR) == NOW + 48 * HOUR
    assert due_at("expedite_touch", at("2026-11-24 21:30"), POLICY, CALENDAR) == at("2026-11-25 10:30")


def test_service_hours_are_the_policy_s() -> None:
    hours = service_hours(POLICY)
    assert [CALENDAR.is_open(at(f"2026-11-24 {t}"), hours) for t in ("08:59:59", "09:00", "21:59:59", "22:00")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("expires", "why"),
    [
        (-DAY, None),
        (timedelta(0), None),
        (SECOND, "expired_by_user"),
        (2 * DAY, "expired_by_user"),
        (2 * DAY + SECOND, None),
    ],
)
def test_expired_at_delivery_is_the_merchant_s_fault_and_later_the_buyer_s(expires: timedelta, why: str | None) -> None:
    """Delivered two days ago; expiring now itself is expired, a second later is not yet."""
    of = delivered(2)
    assert of.delivered_at is not None
    expiring = replace(of, expires_at=of.delivered_at + expires)
    found = {c.reason: c.why for c in eligibility(facts(expiring), POLICY).claims}
    assert found["product_invalid"] == why
