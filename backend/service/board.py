"""The supervisor's figures: who waits, who serves, what is late, and what the day has come to. Times in seconds."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ..domain.calendar import local
from ..domain.handoff import HANDOFF, OUTCOMES, Handoff
from ..domain.moment import iso
from ..domain.resolution import confirmed
from . import queue
from .desk import Desk
from .ports import Tx

EVER = datetime(2000, 1, 1, tzinfo=UTC)
PRESENCES = ("online", "away", "offline")


async def figures(desk: Desk, tx: Tx) -> dict[str, Any]:
    """Everything on the board, read in one snapshot."""
    now = desk.now()
    line = await queue.waiting(tx)
    waits = [int((now - h.waiting_since_at).total_seconds()) for h in line]
    return {
        "now": iso(now),
        "open": desk.calendar.is_open(now),
        "next_open_at": iso(desk.calendar.next_open(now)),
        "waiting": {"count": len(line), "longest_wait_s": max(waits, default=0)},
        "messages": _oldest(await queue.messages(tx), now),
        "agents": await _agents(tx),
        "breaches": await _breaches(desk, tx, waits),
        "callbacks": await _callbacks(desk, tx),
        "today": await _today(desk, tx),
    }


def _oldest(left: Sequence[Handoff], now: datetime) -> dict[str, int]:
    """Messages that no person has answered, and how long the oldest lies there."""
    return {"count": len(left), "oldest_s": max((int((now - h.requested_at).total_seconds()) for h in left), default=0)}


async def _agents(tx: Tx) -> dict[str, Any]:
    people = await tx.staff.find(role=list(queue.SERVES), order="username")
    held: dict[str, list[Handoff]] = {}
    for handoff in await tx.handoffs.find(state=["offered", "connected", "on_hold"], order="accepted_at"):
        held.setdefault(handoff.agent_id or handoff.offered_to or "", []).append(handoff)
    items = [
        {
            "username": m.username, "name": m.name, "role": m.role, "presence": m.presence, "skills": m.skills,
            "capacity": m.capacity, "load": len(held.get(m.username, ())), "seen_at": iso(m.seen_at),
            "conversations": [{"conversation_id": h.conversation_id, "handoff_state": h.state}
                              for h in held.get(m.username, ())],
        }
        for m in people
    ]  # fmt: skip
    return {state: sum(m.presence == state for m in people) for state in PRESENCES} | {"items": items}


async def _breaches(desk: Desk, tx: Tx, waits: Sequence[int]) -> dict[str, int]:
    """What is late, by kind."""
    now, limit = desk.now(), desk.policy.span("wait_limit").total_seconds()
    reviewed = await tx.refunds.find(state=["under_review", "manual_review"], since=("breached_at", EVER))
    appealed = await tx.refunds.find(state="appeal_review", since=("breached_at", EVER))
    judged = await tx.disputes.find(state="adjudication")
    held = await tx.handoffs.find(state="on_hold")
    booked = await tx.callbacks.find(state="scheduled", since=("missed", 1))
    return {
        "wait": sum(wait > limit for wait in waits),
        "hold": sum(bool(h.packet.get("overheld")) for h in held),
        "review": len(reviewed),
        "appeal": len(appealed),
        "adjudication": sum(d.adjudication_due_at is not None and d.adjudication_due_at < now for d in judged),
        "expedite": await tx.expedites.count(state="assigned", agent_id="supervisor"),
        "payout": await tx.refunds.count(state="payout_exception"),
        "callback": len(booked),
    }


async def _callbacks(desk: Desk, tx: Tx) -> dict[str, int]:
    """The backlog: `due` are those whose half-hour has begun."""
    booked = await tx.callbacks.find(state="scheduled")
    due = sum(c.slot_start_at <= desk.now() for c in booked)
    return {"scheduled": len(booked), "due": due, "in_call": await tx.callbacks.count(state="in_call")}


async def _today(desk: Desk, tx: Tx) -> dict[str, Any]:
    """Since midnight in Shanghai. `resolved` counts what the books or the buyers bear out, never silence."""
    since = local(desk.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    asked = await tx.handoffs.find(since=("requested_at", since))
    ended = await tx.handoffs.find(since=("ended_at", since), state=sorted(HANDOFF.terminal))
    by_person = [h for h in ended if h.state == "completed" and h.end_reason != "idle"]
    outcomes = Counter(h.end_reason if h.end_reason in OUTCOMES else "other" for h in by_person)
    ends = Counter("idle" if h.state == "completed" else h.state for h in ended if h not in by_person)
    firsts = [h.first_human_reply_at - h.waiting_since_at for h in asked if h.first_human_reply_at]
    accepts = [h.accepted_at - h.waiting_since_at for h in asked if h.accepted_at]
    return {
        "since": iso(since),
        "requested": len(asked),
        "outcomes": {code: outcomes[code] for code in (*OUTCOMES, "other")},
        "ends": {name: ends[name] for name in ("returned", "cancelled", "expired", "idle")},
        "closed_by_agent": len(by_person),
        "resolved": await _resolved(tx, by_person),
        "accept": _spread(accepts),
        "first_response": _spread(firsts),
        "rating": await _ratings(tx, since),
    }


async def _resolved(tx: Tx, ended: list[Handoff]) -> int:
    if not ended:
        return 0
    people = sorted({h.customer_id for h in ended})
    refunds = await tx.refunds.find(customer_id=people)
    callbacks = await tx.callbacks.find(customer_id=people)
    scores = {r.key: r.score for r in await tx.ratings.find(key=[h.handoff_id for h in ended], about="handoff")}
    return sum(
        confirmed(
            h, [r for r in refunds if r.customer_id == h.customer_id],
            [c for c in callbacks if c.customer_id == h.customer_id], scores.get(h.handoff_id),
        )
        for h in ended
    )  # fmt: skip


async def _ratings(tx: Tx, since: datetime) -> dict[str, Any]:
    scores = [r.score for r in await tx.ratings.find(since=("rated_at", since)) if r.score is not None]
    mean = round(sum(scores) / len(scores), 2) if scores else None
    return {"count": len(scores), "mean": mean, "by_score": {str(n): scores.count(n) for n in range(1, 6)}}


def _spread(spans: Sequence[timedelta]) -> dict[str, Any]:
    """How many, and half and nine tenths of them within so many seconds."""
    ordered = sorted(int(span.total_seconds()) for span in spans)
    return {"count": len(ordered), "p50_s": _at(ordered, 0.5), "p90_s": _at(ordered, 0.9)}


def _at(ordered: Sequence[int], share: float) -> int | None:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else None
