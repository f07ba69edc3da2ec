"""Calling the channels: what the outbox sends, what the timers ask again. A repeat uses the same number (I5)."""

from typing import Any

from ..domain.actor import OUTBOX, TIMER
from ..domain.payout import PAYOUT as MACHINE
from .desk import Desk
from .engine import fire
from .events import send_later
from .payouts import apply, locked
from .ports import ChannelSilent, Redirects, Tx


async def send(desk: Desk, item: Any) -> None:
    """Outbox `payout.send`: ask the channel to refund. A repeat uses the same number, so it cannot pay twice."""
    async with desk.store.transaction() as tx:
        payout, _ = await locked(tx, item.key)
        if payout.state not in {"created", "sent"}:
            return
        if payout.state == "created":
            await fire(desk, tx, MACHINE, payout, "send", OUTBOX, sent_at=desk.now())
        payout.sends += 1
    try:
        answer = await desk.channels[payout.channel].refund(payout)
    except ChannelSilent as silence:
        async with desk.store.transaction() as tx:
            payout, _ = await locked(tx, item.key)
            if payout.state == "sent":
                await fire(desk, tx, MACHINE, payout, "no_answer", TIMER, failure=str(silence)[:200])
        return
    async with desk.store.transaction() as tx:
        await apply(desk, tx, item.key, answer)


async def ask(desk: Desk, item: Any) -> None:
    """Outbox `payout.query`: ask the channel what became of our number; silence changes nothing.

    After success no timer asks again, so a silent channel is asked again by the outbox: money may have come back.
    """
    async with desk.store.reading() as tx:
        payout = await tx.payouts.get(item.key)
    if payout is None or payout.state not in {"unknown", "processing", "sent", "succeeded"}:
        return
    try:
        answer = await desk.channels[payout.channel].query(payout)
    except ChannelSilent:
        if payout.state == "succeeded":
            raise
        return
    async with desk.store.transaction() as tx:
        await apply(desk, tx, item.key, answer)


async def send_on(desk: Desk, item: Any) -> None:
    """Outbox `payout.redirect`: tell the channel the verified account. Silence is asked about by the next poll."""
    async with desk.store.reading() as tx:
        payout = await tx.payouts.get(item.key)
    if payout is None or payout.state != "processing":
        return
    channel = desk.channels[payout.channel]
    if not isinstance(channel, Redirects):
        return  # finance does it at the channel's own desk; the polls see what comes of it
    answer = await channel.redirect(payout)
    async with desk.store.transaction() as tx:
        await apply(desk, tx, item.key, answer)


async def on_timer(desk: Desk, tx: Tx, timer: Any) -> None:
    """A payout's timer: sending again, asking again, or telling finance; never a second number (I5)."""
    payout, _ = await locked(tx, timer.key)
    polls = payout.polls + 1
    await fire(desk, tx, MACHINE, payout, timer.event, TIMER, polls=polls)
    if timer.event == "send_overdue":
        send_later(desk, tx, "payout.send", payout.payout_no, {})
    elif timer.event in {"query_again", "poll", "no_answer"}:
        send_later(desk, tx, "payout.query", payout.payout_no, {})
