"""A merchant's stream: its own disputes' steps, each once, resumed by number; nothing of others', nothing unsigned."""

import asyncio
import uuid
from collections.abc import AsyncIterator

import pytest

from backend.service.disputes import notice_delivered

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
STREAM = "/v1/merchant/stream"


@pytest.fixture
def shop() -> str:
    return f"m-{uuid.uuid4().hex[:6]}"


async def disputed(doors: Doors, me: Caller, merchant_id: str) -> str:
    """A dispute of this shop, opened by the buyer."""
    order_no = await doors.order(me, merchant_id, fen=60_000)
    filed = await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered"})
    wish = {"event": "open_dispute", "reason": "商家不回复"}
    opened = await me.post(f"/v1/customer/refunds/{filed['refund_no']}/events", wish)
    assert opened["state"] == "disputed", opened
    return str(opened["dispute"]["dispute_no"])


async def withdrawn(me: Caller, doors: Doors, dispute_no: str) -> None:
    async with doors.house.desk.store.reading() as tx:
        refund_no = (await tx.disputes.get(dispute_no)).refund_no
    done = await me.post(f"/v1/customer/refunds/{refund_no}/events", {"event": "withdraw_dispute"})
    assert done.status == 200, done


async def newest(doors: Doors, dispute_no: str = "") -> int:
    """The number of the last event, of this dispute's case if one is named."""
    async with doors.house.desk.store.reading() as tx:
        where = {"refund_no": (await tx.disputes.get(dispute_no)).refund_no} if dispute_no else {}
        found = await tx.events.find(**where, order="-seq", limit=1)
    return int(found[0].seq) if found else 0


async def heard(events: AsyncIterator[dict[str, str]]) -> int:
    """The number of the next event."""
    event = await asyncio.wait_for(anext(events), 5)
    assert (event["event"], event["data"]) == ("changed", "{}")
    return int(event["id"])


async def test_only_what_is_ones_own_is_heard(doors: Doors, me: Caller, shop: str) -> None:
    other = f"{shop}-other"
    async with doors.merchant(shop).stream(STREAM) as mine, doors.merchant(other).stream(STREAM) as theirs:
        assert await heard(mine) == await heard(theirs) == await newest(doors)
        foreign = await disputed(doors, me, other)
        while await heard(theirs) < await newest(doors, foreign):
            pass  # by then everybody's bell has rung
        before = await newest(doors, foreign)
        own = await disputed(doors, me, shop)
        assert await heard(mine) > before
        assert await newest(doors, own) > before


async def test_who_comes_back_hears_what_was_missed_and_nothing_twice(doors: Doors, me: Caller, shop: str) -> None:
    dispute = await disputed(doors, me, shop)
    async with doors.merchant(shop).stream(STREAM) as events:
        last = await heard(events)
    await withdrawn(me, doors, dispute)  # while nobody listened
    async with doors.merchant(shop).stream(STREAM, **{"Last-Event-ID": str(last)}) as events:
        missed = await heard(events)
    assert missed >= await newest(doors, dispute) > last
    await disputed(doors, me, f"{shop}-other")
    async with doors.merchant(shop).stream(STREAM, **{"Last-Event-ID": str(await newest(doors))}) as events:
        waiting = asyncio.create_task(heard(events))
        before = await newest(doors)
        again = await disputed(doors, me, shop)  # nothing was missed: the next that is heard is new
        assert before < await waiting <= await newest(doors)
        assert await newest(doors, again) > before


@pytest.mark.parametrize("number", ["999999999", "9" * 400, "nonsense", "0"])
async def test_a_number_that_was_never_given_is_answered_at_once(doors: Doors, shop: str, number: str) -> None:
    async with doors.merchant(shop).stream(STREAM, **{"Last-Event-ID": number}) as events:
        assert await heard(events) <= await newest(doors)


async def test_a_notice_that_came_through_is_heard(doors: Doors, me: Caller, shop: str) -> None:
    """The clock begins with it: the page must not go on showing none."""
    dispute = await disputed(doors, me, shop)
    desk = doors.house.desk
    async with desk.store.transaction() as tx:
        found = await tx.disputes.get(dispute, lock=True)
        found.notice_state, found.merchant_due_at = "pending", None
    async with doors.merchant(shop).stream(STREAM, **{"Last-Event-ID": str(await newest(doors))}) as events:
        waiting = asyncio.create_task(heard(events))
        async with desk.store.transaction() as tx:
            await notice_delivered(desk, tx, dispute)
        assert await waiting == await newest(doors, dispute)
    assert (await doors.merchant(shop).get(f"/v1/merchant/disputes/{dispute}"))["merchant_due_at"] is not None


async def test_no_stream_without_the_shops_key(doors: Doors, me: Caller) -> None:
    agent = await doors.staff("agent")
    for stranger in (doors.nobody, me, agent, doors.platform, doors.caller("x" * 40)):
        assert (await stranger.get(STREAM)).problem == (401, "unauthenticated")
