"""A buyer's earlier talks with people: when, with whom, how each ended and was rated, and what was said in one."""

from typing import Any

from ..domain.conversation import Entry
from ..domain.errors import NotFound
from ..domain.handoff import HANDOFF, Handoff
from ..domain.moment import iso
from .ports import Tx

SHOWN = 20
ENTRIES_MOST = 500
LED_UP = 8  # entries before the request: what it was about
TELLS_END = frozenset({"handoff.resolved", "handoff.returned", "handoff.cancelled", "handoff.ended"})
WENT_ON = frozenset({"asked_again", "taken_over"})  # these did not end: another request goes on with them


async def talks_of(tx: Tx, customer_id: str) -> list[dict[str, Any]]:
    """The buyer's latest requests for a person that have ended, the newest first."""
    where = [c.conversation_id for c in await tx.conversations.find(customer_id=customer_id)]
    found = await tx.handoffs.find(conversation_id=where, state=sorted(HANDOFF.terminal), order="-requested_at")
    return await _rows(tx, [h for h in found if h.end_reason not in WENT_ON][:SHOWN])


async def talk(tx: Tx, handoff_id: str) -> dict[str, Any]:
    """One of them with its `entries`, and what led up to it. Raises `NotFound`, also for one that still goes on."""
    found = await tx.handoffs.get(handoff_id)
    if found is None or found.state not in HANDOFF.terminal:
        raise NotFound("没有找到这次接待。")
    (row,) = await _rows(tx, [found])
    return row | {"customer_id": found.customer_id, "entries": [e.as_json() for e in await _entries(tx, found)]}


async def _rows(tx: Tx, found: list[Handoff]) -> list[dict[str, Any]]:
    names = {m.username: m.name for m in await tx.staff.find(username=sorted({h.agent_id or "" for h in found}))}
    scores = {r.key: r.score for r in await tx.ratings.find(key=[h.handoff_id for h in found], about="handoff")}
    return [
        {
            "handoff_id": h.handoff_id, "conversation_id": h.conversation_id, "handoff_state": h.state,
            "reason_code": h.reason_code, "requested_at": iso(h.requested_at), "accepted_at": iso(h.accepted_at),
            "ended_at": iso(h.ended_at), "agent_id": h.agent_id, "agent_name": names.get(h.agent_id or ""),
            "end_reason": h.end_reason, "asked": h.handoff_id in scores, "score": scores.get(h.handoff_id),
        }
        for h in found
    ]  # fmt: skip


async def _entries(tx: Tx, found: Handoff) -> list[Entry]:
    name = found.conversation_id
    since = await tx.entries.find(
        conversation_id=name, since=("at", found.requested_at), order="seq", limit=ENTRIES_MOST
    )
    within = sum(found.ended_at is None or entry.at <= found.ended_at for entry in since)
    during = since[:within] + [entry for entry in since[within : within + 1] if entry.kind in TELLS_END]
    if not during:
        return []
    first = during[0].seq
    before = await tx.entries.find(conversation_id=name, seq=list(range(first - LED_UP, first)), order="seq")
    return [*before, *during]
