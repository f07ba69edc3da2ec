"""Promises of the service at their last second and the one after: kept, nobody is bothered; missed, all hear (I18)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from backend.domain.errors import Forbidden, NotAllowed
from backend.gateways.channel_answer import Answer
from tests.backend.desk import HOUR, MINUTE, SECOND, at, payment
from tests.backend.office import Office

THREE, FIVE = at("2026-11-28 00:00"), at("2026-12-02 00:00")  # working days after Tuesday the 24th, to their end


async def filed(office: Office, **order: Any) -> str:
    number = await office.file(await office.order(shipped=HOUR, **order), "service_fault", "merchant_chat")
    return number.refund_no


async def late(office: Office, number: str) -> int:
    """How often the buyer was told that something is late."""
    notices = await office.read("events", event="customer.notice", refund_no=number)
    return sum("超时" in notice.data["text"] for notice in notices)


async def standard(office: Office) -> str:
    return await filed(office)


async def manual(office: Office) -> str:
    return await filed(office, fen=1_000_000)


async def appeal(office: Office) -> str:
    number = await filed(office)
    await office.staff("reviewer", number, "reject", reason_code="no_liability")
    await office.buyer(number, "appeal", "merchant_statement", statement="商家承认了")
    return number


@pytest.mark.parametrize(("case", "due"), [(standard, THREE), (manual, FIVE), (appeal, FIVE)])
async def test_overdue_begins_after_the_last_second(office: Office, case: Any, due: datetime) -> None:
    """A review that is late is flagged and told by itself, once, and may be expedited from then (R33 R40 R72 R74)."""
    number = await case(office)
    await office.wait_until(due - SECOND)
    assert (await office.refund(number)).breached_at is None
    with pytest.raises(NotAllowed) as refused:
        await office.buyer(number, "request_expedite")
    assert "R41" in refused.value.extra["rule_ids"]
    await office.wait(2 * SECOND)
    assert (await office.refund(number)).breached_at == due
    assert await late(office, number) == 1
    await office.buyer(number, "request_expedite")
    assert len(await office.read("expedites", refund_no=number)) == 1


@pytest.mark.parametrize(("passed", "unlocked"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
@pytest.mark.parametrize("swept", [True, False])
async def test_expediting_opens_with_the_end_of_the_promise(
    office: Office, passed: timedelta, unlocked: bool, swept: bool
) -> None:
    """24:00:00 of the third day ends it (A9, A12): from that instant, at which the breach is flagged, one may hurry us;
    a late sweeper takes nothing from the buyer."""
    number = await filed(office)
    await office.clock.set(THREE + passed)
    if swept:
        await office.fire_due()
    act = office.buyer(number, "request_expedite")
    if unlocked:
        await act
    else:
        with pytest.raises(NotAllowed):
            await act


async def asked(office: Office) -> str:
    await office.merchant()
    number = await filed(office)
    await office.buyer(number, "open_dispute", reason="商家不理人")
    await office.merchant_answers(number, "merchant_contests")
    await office.adjudicate(number, "ask_user")
    return number


async def test_evidence_not_sent_in_48_hours_is_decided_without(office: Office) -> None:
    """In the last second it still counts; a second later the platform rules on what there is (R62)."""
    number = await asked(office)
    due = office.clock.now() + 48 * HOUR
    await office.wait_until(due - SECOND)
    assert (await office.dispute(number)).state == "awaiting_user_evidence"
    await office.wait(2 * SECOND)
    assert (await office.dispute(number)).state == "adjudication"
    await office.adjudicate(number, "ask_user")
    await office.wait(48 * HOUR - SECOND)
    await office.buyer(number, "supply_evidence", "fault_screenshot")
    assert (await office.dispute(number)).state == "adjudication"


async def test_a_ruling_is_late_after_five_working_days(office: Office) -> None:
    """R40."""
    await asked(office)
    await office.wait(48 * HOUR + SECOND)
    entered = office.clock.now()  # Thursday the 26th
    assert entered < at("2026-11-27 00:00")
    await office.wait_until(at("2026-12-04 00:00") - SECOND)
    assert await office.read("events", event="dispute.overdue") == []
    await office.wait(SECOND)
    assert len(await office.read("events", event="dispute.overdue")) == 1


@pytest.mark.parametrize(("passed", "told"), [(10 * MINUTE - SECOND, 0), (10 * MINUTE, 1)])
async def test_express_is_late_at_ten_minutes(office: Office, passed: Any, told: int) -> None:
    """The sender is dead: a second before, nothing is said (R68, A21)."""
    number = (await office.file(await office.order(product={"express_capable": True}))).refund_no
    await office.clock.set(office.clock.now() + passed)
    await office.fire_due()
    assert await late(office, number) == told


@pytest.mark.parametrize(("passed", "open_still"), [(-SECOND, True), (0 * SECOND, True), (SECOND, False)])
@pytest.mark.parametrize("event", ["resubmit", "appeal", "open_dispute"])
async def test_the_seven_days_hold_though_the_sweeper_is_late(
    office: Office, event: str, passed: timedelta, open_still: bool
) -> None:
    """The last instant counts, the second after it does not, whether or not the timer has fired (A10, A23, S1)."""
    number = await filed(office)
    await office.staff("reviewer", number, "reject", reason_code="evidence_incomplete")
    await office.clock.set(at("2026-12-02 00:00") + passed)
    act = office.buyer(number, event, "merchant_chat", statement="再看看")
    if open_still:
        await act
    else:
        with pytest.raises(NotAllowed):
            await act


@pytest.mark.parametrize("role", ["reviewer", "finance", "supervisor", "adjudicator"])
async def test_an_agent_may_ask_for_a_buyer_and_nobody_else(office: Office, role: str) -> None:
    """A ticket with a number, once the promise has ended (R76, 2 E)."""
    number = await filed(office)
    with pytest.raises(NotAllowed):
        await office.staff("agent", number, "request_expedite")
    await office.wait_until(THREE)
    with pytest.raises(Forbidden):
        await office.staff(role, number, "request_expedite")
    await office.staff("agent", number, "request_expedite")
    assert [e.state for e in await office.read("expedites", refund_no=number)] == ["open"]


class UnderWay:
    """Takes every refund on, and never says more."""

    async def refund(self, payout: Any) -> Any:
        return Answer("processing")

    query = refund

    def close(self) -> None: ...


@pytest.mark.parametrize(("funding", "due"), [("debit_card", FIVE), ("credit_card", at("2026-12-05 00:00"))])
async def test_what_stays_under_way_is_an_alarm_in_the_end(office: Office, funding: str, due: datetime) -> None:
    """Five working days after the channel took it on, eight for a credit card (A15, R78)."""
    office.desk.channels = {**office.desk.channels, "bank": UnderWay()}
    order_no = await office.order(payments=[payment("bank", funding, 9800, "B")])
    number = (await office.file(order_no)).refund_no
    await office.staff("reviewer", number, "approve")
    await office.drain()
    for moment, told in ((due - SECOND, 0), (due, 1)):
        await office.clock.set(moment)
        await office.fire_due()
        assert await late(office, number) == told
    assert await office.state(number) == "payout_pending"


@pytest.mark.parametrize(
    ("reason", "kind", "order", "allowed"),
    [
        ("wrong_topup", "order_screenshot", {"delivered": {"account": "13800000002", "amount_fen": 9800}}, False),
        ("wrong_topup", "order_screenshot", {}, True),
        ("product_invalid", "activation_failure", {"expires_at": at("2026-11-24 09:00").isoformat()}, False),
        ("product_invalid", "activation_failure", {"expires_at": at("2026-11-24 09:00:01").isoformat()}, None),
        ("product_invalid", "activation_failure", {}, True),
    ],
)
async def test_nobody_is_liable_is_not_said_of_the_merchants_own_fault(
    office: Office, reason: str, kind: str, order: dict[str, Any], allowed: bool | None
) -> None:
    """Delivered at nine, filed at ten (A22): what the record lays on the merchant is no matter of opinion."""
    asked = {"requested": {"account": "13800000001", "amount_fen": 9800}}
    found = await office.file(await office.order(shipped=HOUR, **(asked | order)), reason, kind)
    if allowed is None:
        assert found.state == "ineligible"  # expired since: the buyer's, and not to be filed at all (A4)
        return
    act = office.staff("reviewer", found.refund_no, "reject", reason_code="no_liability")
    if allowed:
        await act
        return
    with pytest.raises(NotAllowed) as refused:
        await act
    assert "A22" in refused.value.extra["rule_ids"]
    await office.staff("reviewer", found.refund_no, "reject", reason_code="evidence_mismatch")
