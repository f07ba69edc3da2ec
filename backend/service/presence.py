"""Whether a colleague is there: what they say, and whether their page still answers (POLICY section 2 G: 60 s)."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from ..domain.people import StaffMember
from . import handoff_clock, handoff_steps, queue
from .desk import Desk
from .ports import Tx

FRESH = timedelta(seconds=15)


async def say(desk: Desk, tx: Tx, username: str, state: str) -> None:
    """online, away or offline, by the member's own word; an offer that stands goes back when they leave."""
    member = await tx.staff.get(username, lock=True)
    assert member is not None
    member.presence, member.seen_at, member.missed_offers = state, desk.now(), 0
    if state != "online":
        await handoff_steps.withdrawn(desk, tx, username)
        return
    await queue.moved(desk, tx)
    if desk.calendar.is_open(desk.now()):
        await handoff_clock.somebody_came(desk, tx)


async def seen(desk: Desk, username: str) -> None:
    """The member's page has just been heard of."""
    async with desk.store.transaction() as tx:
        member = await tx.staff.get(username, lock=True)
        if member is not None:
            member.seen_at = desk.now()


async def seen_lately(desk: Desk, username: str) -> None:
    """The same, where it has not been written down for a while."""
    async with desk.store.reading() as tx:
        member = await tx.staff.get(username)
    if member is not None and stale(desk, member):
        await seen(desk, username)


@asynccontextmanager
async def watched(desk: Desk, username: str) -> AsyncIterator[None]:
    """A page of this member is open for as long as the block lasts; the minute begins when it ends."""
    desk.watching[username] += 1
    try:
        yield
    finally:
        desk.watching[username] -= 1
        await asyncio.shield(seen(desk, username))


def stale(desk: Desk, member: StaffMember) -> bool:
    """Whether it is worth a row to write down that this member was seen."""
    return member.presence == "online" and (member.seen_at is None or desk.now() - member.seen_at >= FRESH)


async def sweep(desk: Desk) -> bool:
    """Colleagues whose page has not been heard of for a minute are offline: what they were offered, and the talks that
    they hold, go back to the queue with the customers' place kept. True when there was one."""
    async with desk.store.reading() as tx:
        gone = [m.username for m in await tx.staff.find(presence="online") if _gone(desk, m)]
    for username in gone:
        async with desk.store.transaction() as tx:
            await leave(desk, tx, username, _gone)
    return bool(gone)


async def leave(
    desk: Desk, tx: Tx, username: str, still: Callable[[Desk, StaffMember], bool] = lambda desk, member: True
) -> None:
    """Offline from now on, if `still` holds once the rows are locked; the talks go back with the places kept."""
    held = await tx.handoffs.find(agent_id=username, state="connected", order="waiting_since_at")
    for known in held:
        await tx.conversations.get(known.conversation_id, lock=True)
    member = await tx.staff.get(username, lock=True)
    if member is None or member.presence != "online" or not still(desk, member):
        return
    member.presence = "offline"
    for known in held:
        conversation = await tx.conversations.get(known.conversation_id)
        handoff = await tx.handoffs.get(known.handoff_id, lock=True)
        if conversation and handoff and (handoff.state, handoff.agent_id) == ("connected", username):
            await handoff_steps.lost(desk, tx, conversation, handoff)
    await handoff_steps.withdrawn(desk, tx, username)


def _gone(desk: Desk, member: StaffMember) -> bool:
    """Not heard of for a minute. An open page of theirs here counts whatever a moved sandbox clock says; who has no
    page at all (`seen_at` None) is told on and off duty by other means."""
    return (
        member.seen_at is not None
        and not desk.watching[member.username]
        and desk.now() - member.seen_at >= desk.policy.span("agent_gone")
    )
