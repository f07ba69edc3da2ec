"""Whatever the channel does, the payout comes to the right state and the money moves once; the same over real HTTP,
with real signatures, as inside the process (POLICY 2 C, 2.9; I2, I4, I5)."""

from datetime import timedelta

import pytest

from .wired import World

MINUTE = timedelta(minutes=1)

# behaviour → the state once the call has been answered, and after a while
STATES = {
    "success": ("succeeded", "succeeded"),
    "processing": ("processing", "succeeded"),
    "timeout_after": ("unknown", "succeeded"),
    "timeout_before": ("unknown", "succeeded"),
    "refused": ("failed", "failed"),
    "abnormal": ("processing", "abnormal"),
    "closed": ("processing", "closed_unpaid"),
    "reverse": ("succeeded", "reversed"),
    "drop_notify": ("processing", "succeeded"),
    "duplicate_notify": ("succeeded", "succeeded"),
    "reorder_notify": (None, "succeeded"),  # over the wire the notice has overtaken the answer
}


@pytest.mark.parametrize("channel", ["wechat", "alipay", "bank"])
async def test_every_behaviour_ends_right(world: World, channel: str) -> None:
    paid = {behaviour: await world.pay(behaviour, channel) for behaviour in STATES}
    at_once = {behaviour: await world.state(paid[behaviour]) for behaviour in STATES}
    assert {b: s for b, s in at_once.items() if STATES[b][0]} == {b: s[0] for b, s in STATES.items() if s[0]}
    await world.office.wait(5 * MINUTE)
    at_last = {behaviour: await world.state(paid[behaviour]) for behaviour in STATES}
    assert at_last == {behaviour: states[1] for behaviour, states in STATES.items()}
    assert await world.paid_fen(channel) == 9800 * list(at_last.values()).count("succeeded"), "once each (I4)"
    attempts = await world.office.read("payouts")
    assert len(attempts) == len(STATES), "silence never makes a second number (I5)"


async def test_balance_is_at_once(world: World) -> None:
    payout_no = await world.pay("refused", "balance")
    assert await world.state(payout_no) == "succeeded"


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_same_number_is_one_refund(world: World, channel: str) -> None:
    payout_no = await world.pay("processing", channel)
    payout = await world.payout(payout_no)
    played = world.channels.by_name[channel]
    assert (await played.refund(payout)).kind == "processing"
    assert (await played.refund(payout)).kind == "processing"
    await world.office.wait(5 * MINUTE)
    assert await world.paid_fen(channel) == 9800
    assert (await played.refund(payout)).kind in {"success", "processing"}
    assert (await played.query(payout)).kind == "success"


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_notice_comes_before_any_poll(world: World, channel: str) -> None:
    payout_no = await world.pay("processing", channel)
    await world.watch.set(world.watch.now() + MINUTE)
    await world.sandbox.move(world.watch.now())
    assert await world.state(payout_no) == "succeeded"
    assert (await world.payout(payout_no)).polls == 0


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_money_comes_back_after_success(world: World, channel: str) -> None:
    payout_no = await world.pay("success", channel)
    await world.office.wait(10 * MINUTE)
    payout = await world.payout(payout_no)
    assert await world.sandbox.reverse(channel, payout.out_refund_no)
    await world.office.drain()
    assert await world.state(payout_no) == "reversed"
    assert await world.office.state(payout.refund_no) == "payout_exception"
    assert await world.paid_fen(channel) == 0
    assert not await world.sandbox.reverse(channel, payout.out_refund_no)


@pytest.mark.parametrize("channel", ["wechat", "alipay"])
async def test_abnormal_is_sent_on(world: World, channel: str) -> None:
    payout_no = await world.pay("abnormal", channel)
    await world.office.wait(5 * MINUTE)
    assert await world.state(payout_no) == "abnormal"
    await world.office.redirect(payout_no)
    await world.office.wait(5 * MINUTE)
    assert await world.state(payout_no) == "succeeded"
    assert await world.paid_fen(channel) == 9800


async def test_a_new_number_after_closed(world: World) -> None:
    payout_no = await world.pay("closed", "wechat")
    await world.office.wait(5 * MINUTE)
    payout = await world.payout(payout_no)
    await world.office.staff("finance", payout.refund_no, "retry_payout")
    await world.office.drain()
    first, second = await world.office.payouts(payout.refund_no)
    assert first.out_refund_no != second.out_refund_no
    assert (first.state, second.state) == ("closed_unpaid", "succeeded")
    assert await world.paid_fen("wechat") == 9800
