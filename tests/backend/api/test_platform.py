"""The platform's door: facts mirrored in, events read again and again, the sandbox's clock and channel."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.backend.desk import START, order_body

from .conftest import serve, stop
from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
CLOCK = "/v1/platform/clock"


async def express(doors: Doors, me: Caller, behaviour: str | None = None) -> str:
    order_no = await doors.order(me, product={"express_capable": True})
    if behaviour is not None:
        wish = {"channel": "alipay", "order_no": order_no, "behaviour": behaviour}
        assert (await doors.platform.post("/v1/platform/sandbox/channel", wish)).status == 200
    filed = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    return str(filed["refund_no"])


async def test_putting_again_is_nothing(doors: Doors, me: Caller) -> None:
    platform = doors.platform
    body = order_body(me.id, "m-1", "LYPUT1", doors.now())
    assert (await platform.put("/v1/platform/orders/LYPUT1", body)).status == 200
    last = await latest(doors)
    good = {"name": "买家", "standing": "good"}
    for _ in range(2):
        assert (await platform.put("/v1/platform/orders/LYPUT1", body)).status == 200
        assert (await platform.put(f"/v1/platform/customers/{me.id}", good)).status == 200
    assert await latest(doors) == last
    await platform.put("/v1/platform/orders/LYPUT1", body | {"supplier_record": "used"})
    assert await latest(doors) == last + 1
    await platform.put(f"/v1/platform/customers/{me.id}", {"name": "买家", "standing": "restricted"})
    view = await me.get("/v1/customer/orders/LYPUT1")
    assert view["eligibility"]["express"]["eligible"] is False


async def latest(doors: Doors) -> int:
    async with doors.house.desk.store.reading() as tx:
        found = await tx.events.find(order="-seq", limit=1)
    return found[0].seq if found else 0


@pytest.mark.parametrize(
    "change",
    [{"payments": []}, {"product": {"name": "x", "kind": "cake"}}, {"paid_at": "2026-11-24T10:00:00"}, {"mood": 1},
     {"supplier_record": "eaten"}, {"customer_id": ""},
     {"payments": [{"channel": "cash", "funding": "wallet_balance", "amount_fen": 1, "transaction_id": "T"}]},
     {"payments": [{"channel": "alipay", "funding": "wallet_balance", "amount_fen": 0, "transaction_id": "T"}]}],
    ids=lambda change: str(change)[:40],
)  # fmt: skip
async def test_orders_that_are_none(doors: Doors, change: dict[str, Any]) -> None:
    body = order_body("u-1", "m-1", "LYBAD", doors.now()) | change
    assert (await doors.platform.put("/v1/platform/orders/LYBAD", body)).problem == (422, "invalid")


async def test_the_clock_moves_anywhere(doors: Doors) -> None:
    for moment in ("2026-12-31T23:59:59+08:00", "2026-01-01T00:00:00+08:00", "2027-03-01T09:00:00+08:00"):
        answer = await doors.platform.post(CLOCK, {"now": moment})
        assert abs(datetime.fromisoformat(answer["now"]) - datetime.fromisoformat(moment)) < timedelta(seconds=5)
    before = doors.now()
    answer = await doors.platform.post(CLOCK, {"advance_seconds": 90})
    assert timedelta(seconds=90) <= datetime.fromisoformat(answer["now"]) - before < timedelta(seconds=95)


@pytest.mark.parametrize(
    "body",
    [{}, {"now": START.isoformat(), "advance_seconds": 1}, {"advance_seconds": -1}, {"now": "soon"},
     {"now": "2026-11-24T10:00:00"}, {"advance_seconds": 1e12}],
)  # fmt: skip
async def test_clocks_that_are_none(doors: Doors, body: dict[str, Any]) -> None:
    assert (await doors.platform.post(CLOCK, body)).problem == (422, "invalid")


async def test_promises_fire_in_due_order_at_their_own_moments(doors: Doors, me: Caller) -> None:
    """One leap of ten days: each step of the case carries the moment at which it was due."""
    order_no = await doors.order(me)
    filed = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    reviewer = await doors.staff("reviewer")
    place = f"/v1/agent/refunds/{filed['refund_no']}/events"
    await reviewer.post(place, {"event": "request_evidence", "items": [{"kind": "order_screenshot", "note": "补"}]})
    await doors.platform.post(CLOCK, {"advance_seconds": 20 * 86400})
    refund = await me.get(f"/v1/customer/refunds/{filed['refund_no']}")
    assert refund["state"] == "rejected_final"
    steps = {row["event"]: row["at"] for row in refund["timeline"]}
    assert steps["supplement_timeout"].startswith("2026-11-28T00:00:0")
    # Seven days from Saturday the 28th, first day not counted: the end of Saturday the 5th, rolled to Monday's.
    assert steps["close_window"].startswith("2026-12-08T00:00:0")


async def test_nothing_unhappens_and_timers_wait_longer(doors: Doors, me: Caller) -> None:
    number = await express(doors, me)
    await doors.settled(me, number, "refunded")
    await doors.platform.post(CLOCK, {"now": "2026-11-20T10:00:00+08:00"})
    assert (await me.get(f"/v1/customer/refunds/{number}"))["state"] == "refunded"
    await doors.platform.post(CLOCK, {"now": "2026-11-25T12:30:00+08:00"})
    assert (await me.get(f"/v1/customer/refunds/{number}"))["state"] == "closed"


@pytest.mark.parametrize(
    ("behaviour", "first", "later"),
    [
        ("success", "refunded", "refunded"),
        ("processing", "payout_pending", "refunded"),
        ("timeout_after", "payout_pending", "refunded"),
        ("timeout_before", "payout_pending", "refunded"),
        ("drop_notify", "payout_pending", "refunded"),
        ("reorder_notify", "payout_pending", "refunded"),
        ("duplicate_notify", "refunded", "refunded"),
        ("refused", "payout_exception", "payout_exception"),
        ("abnormal", "payout_pending", "payout_exception"),
        ("closed", "payout_pending", "payout_exception"),
        ("reverse", "refunded", "payout_exception"),
    ],
)
async def test_how_the_channel_behaves(doors: Doors, me: Caller, behaviour: str, first: str, later: str) -> None:
    number = await express(doors, me, behaviour)
    refund = await doors.settled(me, number, first, later)
    if refund["state"] == first:
        await doors.platform.post(CLOCK, {"advance_seconds": 600})
        refund = await me.get(f"/v1/customer/refunds/{number}")
    assert refund["state"] == later
    assert len(refund["payouts"]) == 1


async def test_what_was_paid_is_taken_back(doors: Doors, me: Caller) -> None:
    number = await express(doors, me)
    refund = await doors.settled(me, number, "refunded")
    wish = {"channel": "alipay", "order_no": refund["order_no"], "behaviour": "reverse"}
    await doors.platform.post("/v1/platform/sandbox/channel", wish)
    await doors.platform.post(CLOCK, {"advance_seconds": 120})
    assert (await me.get(f"/v1/customer/refunds/{number}"))["state"] == "payout_exception"
    finance = await doors.staff("finance")
    retried = await finance.post(f"/v1/agent/refunds/{number}/events", {"event": "retry_payout", "note": "再退一次"})
    assert retried.status == 200
    refund = await doors.settled(me, number, "refunded")
    assert [p["state"] for p in refund["payouts"]] == ["reversed", "succeeded"]


@pytest.mark.parametrize(
    "body",
    [{"channel": "cash", "behaviour": "success"}, {"channel": "alipay", "behaviour": "odd"}, {"channel": "alipay"}],
)
async def test_behaviours_that_are_none(doors: Doors, body: dict[str, Any]) -> None:
    assert (await doors.platform.post("/v1/platform/sandbox/channel", body)).problem == (422, "invalid")


async def test_events_are_read_again_and_again(doors: Doors, me: Caller) -> None:
    since = await latest(doors)
    number = await express(doors, me)
    await doors.settled(me, number, "refunded")
    whole = await pages(doors, since, limit=1000)
    assert whole == await pages(doors, since, limit=2) == await pages(doors, since, limit=1000)
    assert [e["seq"] for e in whole] == list(range(since + 1, since + 1 + len(whole)))
    mine = [e for e in whole if e["refund_no"] == number]
    assert [e["event"] for e in mine if e["event"].startswith("refund.")] == [
        "refund.draft", "refund.submitted", "refund.approved", "refund.payout_pending", "refund.refunded",
    ]  # fmt: skip
    notices = [e["data"]["text"] for e in mine if e["event"] == "customer.notice"]
    assert any("退款成功" in text for text in notices)
    assert {e["customer_id"] for e in mine} == {me.id}


async def pages(doors: Doors, after: int, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        page = await doors.platform.get("/v1/platform/events", after_seq=after, limit=limit)
        found += page["items"]
        if page["next"] is None:
            return found
        after = page["next"]


async def test_the_policy_can_be_read(doors: Doors) -> None:
    now = await doors.platform.get("/v1/platform/policy")
    assert (now["version"], now["params"]["large"]["value"]) == ("2026.1", 1_000_000)
    assert dict(await doors.platform.get("/v1/platform/policy/2026.1")) == dict(now)
    assert (await doors.platform.get("/v1/platform/policy/1999.9")).problem == (404, "not_found")


@pytest.mark.asyncio(loop_scope="module")
async def test_production_has_no_sandbox(template: Any, tmp_path: Any) -> None:
    doors, server = await serve(template, tmp_path, REFUND_MODE="production")
    try:
        asked = [
            await doors.platform.post(CLOCK, {"advance_seconds": 1}),
            await doors.platform.post("/v1/platform/sandbox/channel", {"channel": "alipay", "behaviour": "success"}),
            await doors.nobody.get("/demo/people"),
        ]
        assert [answer.problem for answer in asked] == [(404, "not_found")] * 3
    finally:
        await stop(doors, server)
