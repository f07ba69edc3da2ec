"""Review: who may decide what, supplements and the clock that stands still, and what follows (S2, A8–A12, A23)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.errors import Forbidden, Invalid, NotAllowed
from tests.backend.desk import DAY, HOUR, SECOND, at
from tests.backend.office import Office

ASK = {"items": ({"kind": "payment_statement", "note": "看不清金额"},)}


async def filed(office: Office, **change: Any) -> str:
    """A service fault in ordinary review, filed on Tuesday the 24th."""
    refund = await office.file(await office.order(**({"shipped": HOUR} | change)), "service_fault", "merchant_chat")
    assert refund.state in {"under_review", "manual_review"}
    return refund.refund_no


async def test_approval_pays_what_was_asked(office: Office) -> None:
    number = await filed(office)
    await office.staff("reviewer", number, "approve")
    await office.drain()
    assert await office.state(number) == "refunded"
    assert [p.amount_fen for p in await office.payouts(number)] == [9800]


async def test_approval_of_a_part(office: Office) -> None:
    number = await filed(office)
    for wrong in (9801, 10_000_000):
        with pytest.raises(NotAllowed):
            await office.staff("senior_reviewer", number, "approve", amount_fen=wrong)
    await office.staff("reviewer", number, "approve", amount_fen=100)
    assert (await office.refund(number)).amount_fen == 100


@pytest.mark.parametrize("fen", [999_999, 1_000_000])
async def test_ten_thousand_yuan_need_a_senior(office: Office, fen: int) -> None:
    number = await filed(office, fen=fen)
    if fen >= 1_000_000:
        with pytest.raises(Forbidden):
            await office.staff("reviewer", number, "approve")
        await office.staff("senior_reviewer", number, "approve")
    else:
        await office.staff("reviewer", number, "approve")
    assert await office.state(number) == "payout_pending"


async def test_a_part_of_a_large_application_needs_a_senior_too(office: Office) -> None:
    number = await filed(office, fen=1_000_000)
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, "approve", amount_fen=999_999)
    await office.staff("senior_reviewer", number, "approve", amount_fen=999_999)


async def test_a_blocked_buyer_may_leave(office: Office) -> None:
    order_no = await office.order(confirmed_at=at("2026-11-24 09:30").isoformat(), shipped=HOUR)
    blocked = await office.file(order_no, "product_invalid")
    assert blocked.state == "ineligible"
    await office.buyer(blocked.refund_no, "cancel")
    assert await office.state(blocked.refund_no) == "abandoned"


@pytest.mark.parametrize("role", ["agent", "finance", "adjudicator", "supervisor", "operator", "merchant"])
async def test_nobody_else_decides(office: Office, role: str) -> None:
    number = await filed(office)
    for event in ("approve", "reject", "request_evidence", "escalate"):
        with pytest.raises(Forbidden):
            await office.staff(role, number, event, reason_code="no_liability", **ASK)
    assert await office.state(number) == "under_review"


async def test_a_rejection_says_why_and_what_next(office: Office) -> None:
    number = await filed(office)
    for code in (None, "because"):
        with pytest.raises(Invalid):
            await office.staff("reviewer", number, "reject", reason_code=code)
    await office.staff("reviewer", number, "reject", reason_code="evidence_mismatch")
    told = (await office.json(number))["decision"]
    assert (told["outcome"], told["code"], told["curable"]) == ("rejected", "evidence_mismatch", True)
    assert told["rule_ids"]
    assert told["next_steps"]
    assert told["text"]


async def test_a_supplement_stops_the_clock(office: Office) -> None:
    """Asked on Wednesday, supplied on Friday: two working days are added (S2)."""
    number = await filed(office)
    assert (await office.refund(number)).review_due_at == at("2026-11-28 00:00")
    await office.wait_until(at("2026-11-25 16:00"))
    for items in ((), ({"kind": "selfie"},)):
        with pytest.raises(Invalid):
            await office.staff("reviewer", number, "request_evidence", items=items)
    await office.staff("reviewer", number, "request_evidence", **ASK)
    shape = await office.json(number)
    assert shape["missing_evidence"] == [["payment_statement"]]
    assert shape["supplement_due_at"] == "2026-12-01T00:00:00+08:00"  # 3 working days after Wednesday
    await office.wait_until(at("2026-11-27 09:00"))
    for kinds in ([], ["order_screenshot"]):
        with pytest.raises(NotAllowed):
            await office.buyer(number, "supply_evidence", *kinds)
    await office.buyer(number, "supply_evidence", "payment_statement")
    refund = await office.refund(number)
    assert (refund.state, refund.review_due_at) == ("under_review", at("2026-12-02 00:00"))
    assert (await office.json(number))["supplement_due_at"] is None


async def test_what_was_there_does_not_answer_a_request(office: Office) -> None:
    """The reviewer has seen the old chat and asks for a better one."""
    number = await filed(office)
    await office.wait(hours=1)
    await office.staff("reviewer", number, "request_evidence", items=({"kind": "merchant_chat"},))
    with pytest.raises(NotAllowed):
        await office.buyer(number, "supply_evidence", "fault_screenshot")
    await office.buyer(number, "supply_evidence", "merchant_chat")
    assert await office.state(number) == "under_review"


async def test_two_rounds_and_no_more(office: Office) -> None:
    number = await filed(office)
    for _ in range(2):
        await office.staff("reviewer", number, "request_evidence", **ASK)
        await office.buyer(number, "supply_evidence", "payment_statement")
    with pytest.raises(NotAllowed):
        await office.staff("reviewer", number, "request_evidence", **ASK)


async def test_an_unanswered_request_rejects(office: Office) -> None:
    number = await filed(office)
    await office.staff("reviewer", number, "request_evidence", **ASK)
    await office.wait_until(at("2026-11-28 00:00") - SECOND)
    assert await office.state(number) == "evidence_required"
    await office.wait(SECOND)
    refund = await office.refund(number)
    assert (refund.state, (refund.outcome or {})["code"]) == ("rejected", "evidence_incomplete")


async def test_manual_review_comes_back_to_manual(office: Office) -> None:
    number = await filed(office, fen=1_000_000)
    await office.staff("reviewer", number, "request_evidence", **ASK)
    await office.buyer(number, "supply_evidence", "payment_statement")
    assert await office.state(number) == "manual_review"


async def test_escalation_is_five_days_in_total(office: Office) -> None:
    number = await filed(office)
    await office.wait(days=1)
    await office.staff("reviewer", number, "escalate", note="商家否认")
    refund = await office.refund(number)
    assert (refund.path, refund.review_due_at) == ("manual", at("2026-12-02 00:00"))


async def test_an_appraisal_is_extended_once(office: Office) -> None:
    plain = await filed(office, fen=1_000_000)
    number = await filed(office, product={"appraisal": True})
    later = at("2026-12-10 00:00")
    with pytest.raises(NotAllowed):
        await office.staff("senior_reviewer", plain, "extend_deadline", due_at=later, note="鉴定")
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, "extend_deadline", due_at=later, note="鉴定")
    for wrong in ({"due_at": later}, {"note": "鉴定"}, {"due_at": at("2026-11-30 00:00"), "note": "鉴定"}):
        with pytest.raises(Invalid):
            await office.staff("senior_reviewer", number, "extend_deadline", **wrong)
    await office.staff("senior_reviewer", number, "extend_deadline", due_at=later, note="鉴定")
    assert await office.timers(number) == [("manual_overdue", later)]
    with pytest.raises(NotAllowed):
        await office.staff("senior_reviewer", number, "extend_deadline", due_at=later + DAY, note="再鉴定")


async def rejected(office: Office, code: str = "evidence_mismatch") -> str:
    number = await filed(office)
    await office.staff("senior_reviewer", number, "reject", reason_code=code)
    return number


async def test_resubmission(office: Office) -> None:
    """Curable, changed, in time, five times at most: the same case, reviewed anew (A10)."""
    number = await rejected(office)
    with pytest.raises(NotAllowed):
        await office.buyer(number, "resubmit")
    with pytest.raises(Invalid):
        await office.buyer(number, "resubmit", reason="just because")
    for attempt in range(2, 6):
        await office.wait(days=1)
        await office.buyer(number, "resubmit", "merchant_chat")
        refund = await office.refund(number)
        assert (refund.state, refund.attempts) == ("under_review", attempt)
        assert refund.submitted_at == office.clock.now()
        shape = await office.json(number)
        assert shape["decision"] is None
        assert shape["resubmit_until_at"] is None
        await office.staff("reviewer", number, "reject", reason_code="evidence_incomplete")
    with pytest.raises(NotAllowed):
        await office.buyer(number, "resubmit", "merchant_chat")


@pytest.mark.parametrize("code", ["past_window", "user_input_error", "product_used", "expired_by_user", "no_liability",
                                  "duplicate"])  # fmt: skip
async def test_what_cannot_be_cured_is_not_resubmitted(office: Office, code: str) -> None:
    number = await rejected(office, code)
    with pytest.raises(NotAllowed):
        await office.buyer(number, "resubmit", "merchant_chat")
    await office.buyer(number, "appeal", "merchant_statement", statement="商家答应过延期")
    assert await office.state(number) == "appeal_review"


async def test_seven_days_after_a_rejection(office: Office) -> None:
    """Rejected on Tuesday the 24th: until the end of Tuesday the 1st, then final (A10, S1)."""
    number, other = await rejected(office), await rejected(office)
    end = at("2026-12-02 00:00")
    assert (await office.json(number))["resubmit_until_at"] == "2026-12-02T00:00:00+08:00"
    await office.wait_until(end - SECOND)
    await office.buyer(other, "resubmit", "merchant_chat")
    await office.wait(2 * SECOND)
    assert await office.state(number) == "rejected_final"
    for event in ("resubmit", "appeal", "open_dispute", "cancel"):
        with pytest.raises(NotAllowed):
            await office.buyer(number, event, "merchant_chat", statement="再看看")


async def test_an_appeal(office: Office) -> None:
    """Once, with words and something new, judged by another senior reviewer within five working days (A23, I10)."""
    number = await rejected(office)
    old = [item.evidence_id for item in await office.read("evidence", refund_no=number)]
    for wish in ({}, {"statement": "请再看"}, {"evidence_ids": old, "statement": "请再看"}):
        with pytest.raises(NotAllowed):
            await office.buyer(number, "appeal", **wish)
    await office.buyer(number, "appeal", "merchant_statement", statement="商家承认了")
    shape = await office.json(number)
    assert (shape["state"], shape["review_due_at"]) == ("appeal_review", "2026-12-02T00:00:00+08:00")
    with pytest.raises(Forbidden):
        await office.staff("senior_reviewer", number, "overturn")
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, "overturn", who="zhou")
    await office.staff("senior_reviewer", number, "overturn", who="chen")
    assert (await office.json(number))["decision"]["rule_ids"] == ["R81", "A23"]
    await office.drain()
    assert await office.state(number) == "refunded"


async def test_a_lost_appeal_leaves_the_dispute(office: Office) -> None:
    number = await rejected(office)
    await office.buyer(number, "appeal", "merchant_statement", statement="商家承认了")
    await office.staff("senior_reviewer", number, "uphold", who="chen")
    shape = await office.json(number)
    assert (shape["state"], shape["appeal_until_at"]) == ("rejected", None)
    for event in ("appeal", "resubmit"):
        with pytest.raises(NotAllowed):
            await office.buyer(number, event, "merchant_chat", statement="再看看")
    await office.buyer(number, "open_dispute", reason="商家不认账")
    assert await office.state(number) == "disputed"


async def test_cancelling(office: Office) -> None:
    number = await filed(office)
    await office.buyer(number, "cancel")
    assert await office.state(number) == "cancelled"
    again = await office.file((await office.refund(number)).order_no, "service_fault", "merchant_chat")
    assert again.state == "under_review"


async def test_overdue_review_and_expedite(office: Office) -> None:
    """Before the promised day none is needed; after it one ticket, touched within two service hours, then a word a day
    until the case is decided (A12, R72–R78)."""
    number = await filed(office)
    due = at("2026-11-28 00:00")  # a Saturday
    await office.wait_until(due - SECOND)
    with pytest.raises(NotAllowed):
        await office.buyer(number, "request_expedite")
    await office.wait(SECOND)
    assert (await office.refund(number)).breached_at == due
    await office.buyer(number, "request_expedite")
    with pytest.raises(NotAllowed):
        await office.buyer(number, "request_expedite")
    ticket = (await office.read("expedites"))[0]
    assert await office.timers(ticket.expedite_no) == [("open_overdue", at("2026-11-28 11:00"))]
    await office.wait_until(at("2026-11-28 11:00"))
    assert await office.timers(ticket.expedite_no) == [("daily_update", at("2026-11-29 10:00"))]
    await office.wait_until(at("2026-12-01 10:00"))
    ticket = (await office.read("expedites"))[0]
    assert (ticket.state, ticket.updates) == ("assigned", 3)
    notices = [e.data["text"] for e in await office.read("events", event="customer.notice")]
    assert sum("继续加急" in text for text in notices) == 3
    await office.staff("reviewer", number, "approve")
    assert (await office.json(number))["expedite"]["state"] == "done"


async def test_a_draft_is_kept_for_a_day(office: Office) -> None:
    from backend.domain.actor import Actor
    from backend.service.drafts import open_draft

    order_no = await office.order()
    async with office.desk.store.transaction() as tx:
        draft = await open_draft(office.desk, tx, Actor("bot", "xiaoyun", "u-1"), "u-1", order_no)
        again = await open_draft(office.desk, tx, Actor("bot", "xiaoyun", "u-1"), "u-1", order_no)
    assert again.refund_no == draft.refund_no
    await office.wait(timedelta(hours=24))
    assert await office.state(draft.refund_no) == "abandoned"
