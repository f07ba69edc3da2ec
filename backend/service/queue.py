"""The queue for a person: who is on duty, who waits longest, who is offered whom (POLICY section 2 G)."""

from typing import Any

from ..domain.actor import ASSIGNER
from ..domain.errors import NotAllowed
from ..domain.handoff import HANDOFF, Handoff
from ..domain.people import StaffMember
from .desk import Desk
from .engine import fire
from .ports import Tx

SERVES = ("agent", "supervisor")
ACTIVE = ("queued", "offered", "connected", "on_hold")


async def on_duty(tx: Tx, skill: str | None = None) -> list[StaffMember]:
    """Agents who said that they are online; with that skill, if one is needed."""
    found = await tx.staff.find(presence="online", role=list(SERVES), order="username")
    return [member for member in found if skill is None or skill in member.skills]


async def waiting(tx: Tx) -> list[Handoff]:
    """Those who wait, the longest first."""
    found = await tx.handoffs.find(state=["queued", "offered"], order="waiting_since_at")
    return sorted(found, key=lambda h: (-h.priority, h.waiting_since_at, h.handoff_id))


def left_message(packet: dict[str, Any] | None) -> bool:
    """Whether the buyer has left a message that no person has answered."""
    return bool((packet or {}).get("message"))


async def messages(tx: Tx) -> list[Handoff]:
    """The messages that buyers have left instead of waiting, the oldest first."""
    found = await tx.handoffs.find(state="deferred", order="requested_at")
    return [handoff for handoff in found if left_message(handoff.packet)]


async def queue_place(desk: Desk, tx: Tx, conversation_id: str) -> dict[str, Any] | None:
    """Position (1 is next) and expected wait in seconds, or None for who does not wait."""
    line = await waiting(tx)
    for place, handoff in enumerate(line, 1):
        if handoff.conversation_id == conversation_id:
            return {"position": place, "expected_wait_s": await expected_wait_s(tx, place)}
    return None


async def expected_wait_s(tx: Tx, place: int) -> int:
    """A rough promise: three minutes a conversation, shared by everybody's places."""
    places = max(1, sum(member.capacity for member in await on_duty(tx)))
    return 30 + (place - 1) * 180 // places


async def moved(desk: Desk, tx: Tx) -> None:
    """After whatever may have freed a place or somebody's room: offer the longest waiting to whoever has room, until
    nobody waits or nobody has room; and have everybody in the line hear of their place."""
    line = await waiting(tx)
    if any(handoff.state == "queued" for handoff in line):
        await _assign(desk, tx, [handoff.handoff_id for handoff in line if handoff.state == "queued"])
    for name in [handoff.conversation_id for handoff in line] + ["agents"]:
        tx.after_commit(lambda name=name: desk.bell.ring(name))  # type: ignore[misc]


async def _assign(desk: Desk, tx: Tx, line: list[str]) -> None:
    # One at a time, everywhere: two who look at the same moment would give one agent two conversations too many.
    await tx.head("audit:head")
    room = {m.username: (m, m.capacity - await load(tx, m.username)) for m in await on_duty(tx)}
    held = await tx.handoffs.find(handoff_id=line, state="queued", lock=True, skip_locked=True)
    # Who has come to the limit is told of the three ways on now, not rung for once more (R59).
    now, limit = desk.now(), desk.policy.span("wait_limit")
    held = [h for h in held if h.accepted_at is not None or now - h.in_line_since_at < limit]
    for handoff in sorted(held, key=lambda h: line.index(h.handoff_id)):
        free = [(handoff.packet.get("missed_by") == who, -left, who)
                for who, (member, left) in room.items() if left > 0 and _can(member, handoff)]  # fmt: skip
        if free:
            _, left, who = min(free)
            room[who] = (room[who][0], -left - 1)
            await offer(desk, tx, handoff, who)


async def offer(desk: Desk, tx: Tx, handoff: Handoff, username: str) -> None:
    """Half a minute to accept."""
    until = desk.now() + desk.policy.span("offer_lease")
    await fire(desk, tx, HANDOFF, handoff, "offer", ASSIGNER, offered_to=username, offer_expires_at=until)
    tx.after_commit(lambda: desk.bell.ring("agents"))


async def check_room(tx: Tx, username: str, handoff: Handoff) -> None:
    """Raises `NotAllowed` unless this colleague serves, is online, has the skill and room for one more."""
    await tx.head("audit:head")
    member = await tx.staff.get(username)
    if member is None or member.role not in SERVES:
        raise NotAllowed("没有这位客服同事。", machine="handoff", event="transfer")
    if member.presence != "online":
        raise NotAllowed(f"{member.name}现在不在线。", machine="handoff", event="transfer")
    if not _can(member, handoff):
        raise NotAllowed(f"{member.name}不在需要的组里。", machine="handoff", event="transfer")
    if await load(tx, username) >= member.capacity:
        raise NotAllowed(f"{member.name}手上已经满了。", machine="handoff", event="transfer")


async def load(tx: Tx, username: str) -> int:
    """Conversations that an agent holds or is being offered."""
    held = await tx.handoffs.count(agent_id=username, state=["connected", "on_hold"])
    return held + await tx.handoffs.count(offered_to=username, state="offered")


def _can(member: StaffMember, handoff: Handoff) -> bool:
    return handoff.skill is None or handoff.skill in member.skills
