"""The queue for a person: who is on duty, who waits longest, who is offered whom (POLICY section 2 G)."""

from datetime import timedelta
from typing import Any

from ..domain.actor import ASSIGNER
from ..domain.handoff import HANDOFF, Handoff
from ..domain.people import StaffMember
from .desk import Desk
from .engine import fire
from .ports import Tx

CAPACITY = 3
QUEUE_MAX = 50
LEASE = timedelta(seconds=30)
AWAY_AFTER = timedelta(seconds=90)
SERVES = ("agent", "supervisor")
ACTIVE = ("queued", "offered", "connected", "on_hold")


async def on_duty(tx: Tx) -> list[StaffMember]:
    """Agents who said that they are online."""
    return await tx.staff.find(presence="online", role=list(SERVES), order="username")


async def waiting(tx: Tx) -> list[Handoff]:
    """Those who wait, the longest first."""
    found = await tx.handoffs.find(state=["queued", "offered"], order="waiting_since_at")
    return sorted(found, key=lambda h: (-h.priority, h.waiting_since_at, h.handoff_id))


async def queue_place(desk: Desk, tx: Tx, conversation_id: str) -> dict[str, Any] | None:
    """Position (1 is next) and expected wait in seconds, or None for who does not wait."""
    line = await waiting(tx)
    for place, handoff in enumerate(line, 1):
        if handoff.conversation_id == conversation_id:
            return {"position": place, "expected_wait_s": await expected_wait_s(tx, place)}
    return None


async def expected_wait_s(tx: Tx, place: int) -> int:
    """A rough promise: three minutes a conversation, shared by everybody's places."""
    places = max(1, CAPACITY * len(await on_duty(tx)))
    return 30 + (place - 1) * 180 // places


async def assign(desk: Desk, tx: Tx) -> None:
    """Offer the longest waiting to whoever has room, until nobody waits or nobody has room."""
    for handoff in [h for h in await waiting(tx) if h.state == "queued"]:
        free = [(await _load(tx, member.username), member.username) for member in await on_duty(tx)]
        free = [(load, who) for load, who in free if load < CAPACITY and who != _missed(handoff)]
        if not free:
            continue  # the next in line may have missed nobody
        until = desk.now() + LEASE
        await fire(desk, tx, HANDOFF, handoff, "offer", ASSIGNER, offered_to=min(free)[1], offer_expires_at=until)
        tx.after_commit(lambda: desk.bell.ring("agents"))


def _missed(handoff: Handoff) -> str | None:
    """Who let the last offer lapse is not asked again at once."""
    missed: str | None = handoff.packet.get("missed_by")
    return missed


async def _load(tx: Tx, username: str) -> int:
    held = await tx.handoffs.count(agent_id=username, state=["connected", "on_hold"])
    return held + await tx.handoffs.count(offered_to=username, state="offered")
