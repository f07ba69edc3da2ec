"""Disputes: a silent merchant loses after 48 hours from proven notice, and only then (A24, S16, S23, I20)."""

import hashlib
import json

import pytest

from backend.domain.errors import Forbidden, Invalid, NotAllowed
from tests.backend.desk import HOUR, SECOND
from tests.backend.office import Office


async def disputed(office: Office, webhook: bool = False) -> str:
    await office.merchant(webhook=webhook)
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    await office.buyer(refund.refund_no, "open_dispute", reason="商家不理人")
    return refund.refund_no


async def test_silence_decides_for_the_buyer(office: Office) -> None:
    number = await disputed(office)
    due = office.clock.now() + 48 * HOUR
    assert (await office.refund(number)).merchant_due_at == due
    await office.wait_until(due - SECOND)
    assert await office.state(number) == "disputed"
    await office.wait(2 * SECOND)
    assert (await office.dispute(number)).state == "resolved_user"
    assert await office.state(number) == "refunded"
    assert (await office.json(number))["decision"]["rule_ids"] == ["R87", "A24"]


async def test_an_answer_in_the_last_second_counts(office: Office) -> None:
    number = await disputed(office)
    await office.wait(48 * HOUR - SECOND)
    await office.merchant_answers(number, "merchant_contests")
    await office.wait(days=2)
    assert (await office.dispute(number)).state == "adjudication"


async def test_an_answer_a_second_late_does_not(office: Office) -> None:
    number = await disputed(office)
    await office.clock.set(office.clock.now() + 48 * HOUR + SECOND)  # no timer has fired yet: the race, frozen
    with pytest.raises(NotAllowed):
        await office.merchant_answers(number, "merchant_contests")
    await office.drain()
    assert (await office.dispute(number)).state == "resolved_user"


@pytest.mark.parametrize(("pictures", "reason"), [(0, "没问题"), (1, "")])
async def test_an_empty_answer_stops_no_clock(office: Office, pictures: int, reason: str) -> None:
    number = await disputed(office)
    with pytest.raises(Invalid):
        await office.merchant_answers(number, "merchant_contests", pictures=pictures, reason=reason)
    await office.wait(48 * HOUR + SECOND)
    assert (await office.dispute(number)).state == "resolved_user"


async def test_the_clock_starts_when_the_webhook_is_acknowledged(office: Office) -> None:
    office.desk.postman.open = False  # type: ignore[attr-defined]
    number = await disputed(office, webhook=True)
    await office.wait(hours=5)
    assert (await office.dispute(number)).notice_state == "pending"
    office.desk.postman.open = True  # type: ignore[attr-defined]
    await office.wait(hours=2)
    found = await office.dispute(number)
    assert found.notice_state == "delivered"
    assert found.notice_at is not None
    assert found.merchant_due_at == found.notice_at + 48 * HOUR
    await office.wait_until(found.merchant_due_at - SECOND)
    assert (await office.dispute(number)).state == "awaiting_merchant"
    await office.wait(2 * SECOND)
    assert (await office.dispute(number)).state == "resolved_user"


async def test_without_notice_a_person_decides(office: Office) -> None:
    """24 hours of retries, then the adjudicator, with nobody held to have been silent (S16)."""
    office.desk.postman.open = False  # type: ignore[attr-defined]
    number = await disputed(office, webhook=True)
    await office.wait(24 * HOUR - SECOND)
    assert (await office.dispute(number)).state == "awaiting_merchant"
    await office.wait(2 * SECOND)
    found = await office.dispute(number)
    assert (found.state, found.notice_state) == ("adjudication", "pending")
    item = (await office.read("outbox", topic="merchant.notice"))[0]
    assert item.attempts > 20


async def test_a_merchant_who_opens_the_page_was_told(office: Office) -> None:
    from backend.service.disputes import notice_delivered

    office.desk.postman.open = False  # type: ignore[attr-defined]
    number = await disputed(office, webhook=True)
    await office.wait(hours=3)
    for _ in range(2):
        async with office.desk.store.transaction() as tx:
            await notice_delivered(office.desk, tx, (await office.dispute(number)).dispute_no)
    found = await office.dispute(number)
    assert found.merchant_due_at == office.clock.now() + 48 * HOUR
    assert (await office.refund(number)).merchant_due_at == found.merchant_due_at


async def test_acceptance_pays(office: Office) -> None:
    number = await disputed(office)
    await office.merchant_answers(number, "merchant_accepts", pictures=0)
    await office.drain()
    assert await office.state(number) == "refunded"


async def test_one_dispute_at_a_time(office: Office) -> None:
    number = await disputed(office)
    with pytest.raises(NotAllowed):
        await office.buyer(number, "open_dispute", reason="再来")


@pytest.mark.parametrize("event", ["withdraw_dispute", "cancel"])
async def test_withdrawing_cancels_the_refund(office: Office, event: str) -> None:
    """S23: whichever of the two is withdrawn."""
    number = await disputed(office)
    await office.buyer(number, event)
    assert ((await office.dispute(number)).state, await office.state(number)) == ("withdrawn", "cancelled")


async def contested(office: Office) -> str:
    number = await disputed(office)
    await office.merchant_answers(number, "merchant_contests")
    return number


@pytest.mark.parametrize(
    ("event", "amount", "state", "paid"),
    [
        ("decide_user", None, "refunded", [9800]),
        ("decide_partial", 9799, "refunded", [9799]),
        ("decide_partial", 1, "refunded", [1]),
        ("decide_merchant", None, "rejected_final", []),
    ],
)
async def test_rulings(office: Office, event: str, amount: int | None, state: str, paid: list[int]) -> None:
    number = await contested(office)
    await office.adjudicate(number, event, amount_fen=amount)
    await office.drain()
    assert await office.state(number) == state
    assert [p.amount_fen for p in await office.payouts(number)] == paid


@pytest.mark.parametrize("amount", [None, 0, 9800, 9801])
async def test_a_part_is_less_than_the_whole(office: Office, amount: int | None) -> None:
    number = await contested(office)
    with pytest.raises(Invalid):
        await office.adjudicate(number, "decide_partial", amount_fen=amount)


async def test_a_ruling_gives_its_reasons(office: Office) -> None:
    number = await contested(office)
    with pytest.raises(Invalid):
        await office.adjudicate(number, "decide_user", note=None)


async def test_both_sides_can_be_asked(office: Office) -> None:
    """The buyer's silence leads to a decision on the record, the merchant's to judgement for the buyer (R62, R87)."""
    number = await contested(office)
    await office.adjudicate(number, "ask_user")
    with pytest.raises(NotAllowed):
        await office.buyer(number, "supply_evidence")
    await office.buyer(number, "supply_evidence", "fault_screenshot")
    assert (await office.dispute(number)).state == "adjudication"
    await office.adjudicate(number, "ask_user")
    await office.wait(48 * HOUR + SECOND)
    assert (await office.dispute(number)).state == "adjudication"
    await office.adjudicate(number, "ask_merchant")
    await office.merchant_answers(number, "supplied_m")
    assert (await office.dispute(number)).state == "adjudication"
    await office.adjudicate(number, "ask_merchant")
    await office.wait(48 * HOUR + SECOND)
    assert (await office.dispute(number)).state == "resolved_user"


async def test_logs_are_pulled_and_hashed(office: Office) -> None:
    number = await contested(office)
    await office.buyer(number, "request_logs")
    await office.adjudicate(number, "pull_logs")
    logs = (await office.dispute(number)).logs
    assert len(logs) == 2
    for log in logs:
        text = json.dumps(log["excerpt"], sort_keys=True, ensure_ascii=False)
        assert log["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    steps = [step["event"] for step in logs[0]["excerpt"]["steps"]]
    assert steps[:3] == ["open_draft", "submit", "triage_standard"]
    assert "open_dispute" in steps


async def test_who_may_rule(office: Office) -> None:
    from backend.domain.actor import Actor
    from backend.service.disputes import fire_staff_event

    number = await contested(office)
    found = await office.dispute(number)
    for role in ("reviewer", "agent", "finance", "merchant"):
        with pytest.raises(Forbidden):
            async with office.desk.store.transaction() as tx:
                await fire_staff_event(office.desk, tx, Actor(role, role), found, "decide_user", "好", None)


async def test_a_late_ruling_is_a_breach(office: Office) -> None:
    await contested(office)
    await office.wait(days=9)
    assert [e.event for e in await office.read("events", event="dispute.overdue")]
