"""Whatever the channel does, the payout comes to the right state and the money moves once; the same over real HTTP,
with real signatures, as inside the process (POLICY 2 C, 2.9; I2, I4, I5)."""

from datetime import timedelta

from .wired import World

MINUTE = timedelta(minutes=1)
BOTH = ("wechat", "alipay")
CHANNELS = (*BOTH, "bank")

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


async def test_every_behaviour_ends_right(world: World) -> None:
    paid = {(c, b): await world.pay(b, c) for c in CHANNELS for b in STATES}
    at_once = {case: await world.state(payout_no) for case, payout_no in paid.items()}
    assert {case: s for case, s in at_once.items() if STATES[case[1]][0]} == {
        (c, b): states[0] for c in CHANNELS for b, states in STATES.items() if states[0]
    }
    await world.office.wait(5 * MINUTE)
    at_last = {case: await world.state(payout_no) for case, payout_no in paid.items()}
    assert at_last == {(c, b): states[1] for c in CHANNELS for b, states in STATES.items()}
    for channel in CHANNELS:
        ends = [state for (c, _), state in at_last.items() if c == channel]
        assert await world.paid_fen(channel) == 9800 * ends.count("succeeded"), "once each (I4)"
    attempts = await world.office.read("payouts")
    assert len(attempts) == len(paid), "silence never makes a second number (I5)"


async def test_balance_is_at_once(world: World) -> None:
    payout_no = await world.pay("refused", "balance")
    assert await world.state(payout_no) == "succeeded"


async def test_same_number_is_one_refund(world: World) -> None:
    for channel in BOTH:
        payout = await world.payout(await world.pay("processing", channel))
        played = world.channels.by_name[channel]
        assert [(await played.refund(payout)).kind for _ in range(3)] == ["processing"] * 3
        await world.office.wait(5 * MINUTE)
        assert (await played.refund(payout)).kind in {"success", "processing"}
        assert (await played.query(payout)).kind == "success"
        assert await world.paid_fen(channel) == 9800


async def test_notice_comes_before_any_poll(world: World) -> None:
    paid = [await world.pay("processing", channel) for channel in BOTH]
    await world.watch.set(world.watch.now() + MINUTE)
    await world.sandbox.move(world.watch.now())
    payouts = [await world.payout(payout_no) for payout_no in paid]
    assert [(payout.state, payout.polls) for payout in payouts] == [("succeeded", 0)] * 2


async def test_money_comes_back_after_success(world: World) -> None:
    for channel in BOTH:
        payout = await world.payout(await world.pay("success", channel))
        await world.office.wait(10 * MINUTE)
        assert await world.sandbox.reverse(channel, payout.out_refund_no)
        await world.office.drain()
        assert await world.state(payout.payout_no) == "reversed"
        assert await world.office.state(payout.refund_no) == "payout_exception"
        assert await world.paid_fen(channel) == 0
        assert not await world.sandbox.reverse(channel, payout.out_refund_no)


async def test_abnormal_is_sent_on(world: World) -> None:
    paid = [await world.pay("abnormal", channel) for channel in BOTH]
    await world.office.wait(5 * MINUTE)
    assert [await world.state(payout_no) for payout_no in paid] == ["abnormal"] * 2
    for payout_no in paid:
        await world.office.redirect(payout_no)
    await world.office.wait(5 * MINUTE)
    assert [await world.state(payout_no) for payout_no in paid] == ["succeeded"] * 2
    assert [await world.paid_fen(channel) for channel in BOTH] == [9800] * 2


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
