"""From an application to its path: express legs, causes for people to look, blocked orders (S3, S4, S9, S10, S19)."""

from datetime import timedelta
from typing import Any

import pytest

from backend.domain.actor import Actor
from backend.domain.errors import Forbidden, Invalid, NotAllowed, NotFound
from backend.service.orders import enable_express
from tests.backend.desk import DAY, HOUR, SECOND, at, payment
from tests.backend.office import BUYER, Office

QUICK = {"product": {"express_capable": True}}
MONTH = timedelta(days=31)


async def test_express_is_refunded_at_once(office: Office) -> None:
    order_no = await office.order(**QUICK)
    refund = await office.file(order_no)
    assert (refund.path, refund.state, refund.amount_fen) == ("express", "payout_pending", 9800)
    await office.drain()
    shape = await office.json(refund.refund_no)
    assert shape["state"] == "refunded"
    assert shape["decision"]["outcome"] == "approved"
    assert {"R64", "R66", "R67"} <= set(shape["decision"]["rule_ids"])
    assert shape["review_due_at"] is None
    assert [row["event"] for row in shape["timeline"]] == [
        "open_draft", "submit", "express_pass", "create_obligation", "payout_succeeded",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fen": 49_999}, "express"),
        ({"fen": 50_000}, "standard"),
        ({"product": {"express_capable": False}}, "standard"),
        ({"shipped": HOUR}, "standard"),
        ({"fen": 999_999}, "standard"),
        ({"fen": 1_000_000}, "manual"),
        ({"product": {"express_capable": True, "appraisal": True}}, "manual"),
        ({"supplier_record": "partly_used"}, "manual"),
    ],
)
async def test_each_leg_of_express(office: Office, change: dict[str, Any], path: str) -> None:
    refund = await office.file(await office.order(**(QUICK | change)))
    assert refund.path == path
    assert (refund.review_due_at is None) == (path == "express")


async def test_standing_closes_express(office: Office) -> None:
    order_no = await office.order(**QUICK)
    await office.restrict()
    assert (await office.file(order_no)).path == "standard"


async def test_three_express_refunds_in_thirty_days(office: Office) -> None:
    for _ in range(3):
        assert (await office.file(await office.order(**QUICK))).path == "express"
    assert (await office.file(await office.order(**QUICK))).path == "standard"
    await office.wait(MONTH)
    assert (await office.file(await office.order(**QUICK))).path == "express"


async def test_enabling_express_is_in_the_trail(office: Office) -> None:
    """Who opened it, for which order, and what it came to; once (A19)."""
    quick, dear = await office.order(), await office.order(fen=50_000)
    for order_no in (quick, quick, dear):
        async with office.desk.store.transaction() as tx:
            await enable_express(office.desk, tx, Actor("agent", "lin"), order_no)
    rows = await office.read("audit", machine="order", order="seq")
    assert [(r.key, r.event, r.target, r.actor_id) for r in rows] == [
        (quick, "enable_express", "eligible", "lin"), (dear, "enable_express", "not_eligible", "lin"),
    ]  # fmt: skip
    assert "R67" in rows[1].rule_ids
    assert (await office.file(quick)).path == "express"


async def test_splitting_an_order_gains_nothing(office: Office) -> None:
    """The express refunds of one order together stay below 500 yuan (A20, I8)."""
    order_no = await office.order(fen=60_000, **QUICK)
    assert (await office.file(order_no, amount_fen=30_000)).path == "express"
    await office.drain()
    assert (await office.file(order_no, amount_fen=20_000)).path == "standard"


async def test_an_abnormal_history_closes_express_for_180_days(office: Office) -> None:
    bad = await office.file(await office.order())
    await office.staff("reviewer", bad.refund_no, "reject", reason_code="evidence_mismatch")
    await office.wait(days=20)
    assert await office.state(bad.refund_no) == "rejected_final"
    assert (await office.file(await office.order(**QUICK))).path == "standard"
    await office.wait(days=181)
    assert (await office.file(await office.order(**QUICK))).path == "express"


@pytest.mark.parametrize(
    ("reason", "kinds", "change", "path"),
    [
        ("other", ["order_screenshot"], {}, "manual"),
        ("wrong_topup", ["order_screenshot"], {"requested": {"account": "13800000001", "amount_fen": 9800}}, "manual"),
        ("wrong_topup", ["order_screenshot"],
         {"requested": {"account": "13800000001", "amount_fen": 9800},
          "delivered": {"account": "13800000002", "amount_fen": 9800}}, "standard"),
        ("service_fault", ["merchant_chat"], {"supplier_record": "used"}, "manual"),
        ("product_abnormal", ["fault_screenshot"], {"supplier_record": "none", "fen": 50_000}, "manual"),
        ("product_abnormal", ["fault_screenshot"], {"supplier_record": "none", "fen": 49_999}, "standard"),
        ("service_fault", ["merchant_chat"], {"shipped": 40 * DAY}, "manual"),
    ],
)  # fmt: skip
async def test_causes_for_people_to_look(
    office: Office, reason: str, kinds: list[str], change: dict[str, Any], path: str
) -> None:
    refund = await office.file(await office.order(**({"shipped": HOUR} | change)), reason, *kinds)
    assert refund.path == path
    days = {"manual": at("2026-12-02 00:00"), "standard": at("2026-11-28 00:00")}  # 5 and 3 working days after the 24th
    assert refund.review_due_at == days[path]


async def test_missing_evidence_files_nothing(office: Office) -> None:
    order_no = await office.order(shipped=HOUR)
    with pytest.raises(NotAllowed) as refused:
        await office.file(order_no, "topup_not_received", "order_screenshot")
    assert refused.value.extra["missing_evidence"] == [["payment_statement"]]
    assert await office.read("refunds") == []


@pytest.mark.parametrize(
    ("change", "reason", "code"),
    [
        ({"shipped": HOUR, "confirmed_at": at("2026-11-24 09:30").isoformat()}, "product_invalid", "receipt_confirmed"),
        ({"paid_at": at("2025-11-01 09:00").isoformat()}, "undelivered", "too_old"),
    ],
)
async def test_a_blocked_order_is_kept(office: Office, change: dict[str, Any], reason: str, code: str) -> None:
    """The refund stays, ineligible, so that a person may still help (S9)."""
    refund = await office.file(await office.order(**change), reason)
    assert refund.state == "ineligible"
    assert (refund.outcome or {})["blocked_by"] == [code]
    assert "request_human" in (refund.outcome or {})["next_steps"]
    assert await office.timers(refund.refund_no) == [("user_leaves", office.clock.now() + 72 * HOUR)]
    await office.wait(hours=73)
    assert await office.state(refund.refund_no) == "abandoned"


async def test_used_goods(office: Office) -> None:
    used = await office.order(shipped=HOUR, supplier_record="used")
    refund = await office.file(used, "undelivered")
    assert (refund.state, (refund.outcome or {})["code"]) == ("ineligible", "product_used")


async def test_one_application_at_a_time_then_the_rest(office: Office) -> None:
    """While one is active the order is blocked; afterwards the remainder may be claimed, and no more (S10, S19, I1)."""
    order_no = await office.order()
    first = await office.file(order_no, amount_fen=4000)
    second = await office.file(order_no, amount_fen=1000)
    assert (second.outcome or {})["blocked_by"] == ["active_refund"]
    await office.staff("reviewer", first.refund_no, "approve")
    await office.drain()
    with pytest.raises(Invalid):
        await office.file(order_no, amount_fen=5801)
    rest = await office.file(order_no)
    assert rest.amount_fen == 5800
    await office.staff("reviewer", rest.refund_no, "approve")
    await office.drain()
    for amount in (None, 1):
        last = await office.file(order_no, amount_fen=amount)
        assert (last.outcome or {})["blocked_by"] == ["already_refunded"]


async def test_grace_after_shipping_to_the_second(office: Office) -> None:
    """`undelivered` stays open until 24 h after shipping, that instant included (A1, I18)."""
    order_no = await office.order(shipped=24 * HOUR)
    assert (await office.file(order_no)).path == "standard"
    late = await office.order(shipped=24 * HOUR + SECOND)
    refund = await office.file(late)
    assert (refund.state, (refund.outcome or {})["code"]) == ("ineligible", "past_window")


@pytest.mark.parametrize("wrong", [-1, 25])
async def test_discovery_lies_between_delivery_and_now(office: Office, wrong: int) -> None:
    order_no = await office.order(shipped=24 * HOUR)
    with pytest.raises(Invalid):
        await office.file(
            order_no, "service_fault", "merchant_chat", fault_discovered_at=office.clock.now() - wrong * HOUR
        )


async def test_an_override_files_what_was_blocked(office: Office) -> None:
    order_no = await office.order(shipped=HOUR, confirmed_at=office.clock.now().isoformat(), **QUICK)
    blocked = await office.file(order_no, "product_invalid")
    number = blocked.refund_no
    for ruling in ({"reason_code": "goodwill"}, {"note": "确认后发现"}, {"reason_code": "nice", "note": "好人"}):
        with pytest.raises(Invalid):
            await office.staff("agent", number, "agent_override", **ruling)
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, "agent_override", reason_code="goodwill", note="我来")
    refund = await office.staff("agent", number, "agent_override", reason_code="receipt_confirmed_fault", note="七天内")
    assert (refund.state, refund.path) == ("manual_review", "manual")


async def test_an_override_lifts_no_second_application(office: Office) -> None:
    order_no = await office.order()
    await office.file(order_no)
    blocked = await office.file(order_no)
    with pytest.raises(NotAllowed) as refused:
        await office.staff("agent", blocked.refund_no, "agent_override", reason_code="goodwill", note="再来一次")
    assert refused.value.extra["blocked_by"] == ["active_refund"]


async def test_another_buyers_order_is_not_found(office: Office) -> None:
    order_no = await office.order()
    with pytest.raises(NotFound):
        await office.file(order_no, customer_id="u-2")


async def test_a_revocable_code_is_a_return(office: Office) -> None:
    order_no = await office.order(shipped=HOUR, product={"revocable": True})
    refund = await office.file(order_no, "service_fault", "merchant_chat")
    assert refund.type == "return_and_refund"


async def test_legs_of_an_order_view(office: Office) -> None:
    paid = [payment("alipay", "wallet_balance", 5000, "T1"), payment("balance", "wallet_balance", 4800, "T2")]
    order_no = await office.order(payments=paid, **QUICK)
    view = await office.order_view(order_no)
    assert view["eligibility"]["refundable_fen"] == 9800
    assert view["eligibility"]["express"]["eligible"] is True
    allowed = [claim["reason"] for claim in view["eligibility"]["claims"] if claim["allowed"]]
    assert allowed == ["undelivered", "topup_not_received", "other"]  # faults need something delivered (S8)
    assert BUYER in [c.customer_id for c in await office.read("customers")]
