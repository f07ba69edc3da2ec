"""What the shift came to, from the audit's own rows: waits, offers, and whether anybody was passed over."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.service.desk import Desk

WAITS = {"queued", "offered"}
CHOICES = timedelta(minutes=3)
LEASE = timedelta(seconds=30)
AT_ONCE = timedelta(seconds=2)  # the sandbox's clock runs on between asking and being offered


@dataclass
class Figures:
    """Spans in seconds. `free` are accepts of people who came while somebody had room."""

    asked: int = 0
    accepts: list[float] = field(default_factory=list)
    free: list[float] = field(default_factory=list)
    first_words: list[float] = field(default_factory=list)
    stretches: list[float] = field(default_factory=list)  # every wait, until a person, the three ways on, or an end
    choices: int = 0
    at_once: int = 0
    ringing: int = 0
    passed_over: list[str] = field(default_factory=list)
    too_long: list[str] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)


async def figures(desk: Desk) -> Figures:
    """Replays every row of every request, in order."""
    async with desk.store.reading() as tx:
        rows = await tx.audit.find(machine="handoff", allowed=True, order="seq")
        handoffs = {h.handoff_id: h for h in await tx.handoffs.find()}
        capacity = {m.username: m.capacity for m in await tx.staff.find()}
    found, floor = Figures(asked=len({h.conversation_id for h in handoffs.values()})), _Floor(capacity)
    for row in rows:
        handoff = handoffs[row.key]
        if row.event == "offer":
            _in_turn(row, handoff, floor, handoffs, found)
        if row.event == "request":
            floor.free_at[row.key] = None
        if row.event == "offer" and row.key in floor.free_at and floor.free_at[row.key] is None:
            floor.free_at[row.key] = row.at - handoff.requested_at < AT_ONCE
        _stretch(row, floor, found)
        floor.states[row.key] = row.target
    for handoff in handoffs.values():
        if handoff.accepted_at is not None:
            wait = (handoff.accepted_at - handoff.requested_at).total_seconds()
            found.accepts.append(wait)
            if floor.free_at.get(handoff.handoff_id):
                found.free.append(wait)
        if handoff.first_human_reply_at is not None:
            found.first_words.append((handoff.first_human_reply_at - handoff.requested_at).total_seconds())
        found.ends[handoff.end_reason or handoff.state] += 1
    return found


@dataclass
class _Floor:
    capacity: dict[str, int]
    states: dict[str, str] = field(default_factory=dict)
    began: dict[str, datetime] = field(default_factory=dict)
    free_at: dict[str, bool | None] = field(default_factory=dict)


def _in_turn(row: Any, handoff: Any, floor: _Floor, handoffs: dict[str, Any], found: Figures) -> None:
    """Nobody who has waited longer stands in the line while this one is offered."""
    for key, state in floor.states.items():
        other = handoffs[key]
        if state == "queued" and key != row.key and other.waiting_since_at < handoff.waiting_since_at:
            found.passed_over.append(f"{row.key} before {key} at {row.at:%H:%M:%S}")


def _stretch(row: Any, floor: _Floor, found: Figures) -> None:
    """A wait begins with the line and ends with a person, the three ways on, or the buyer's own will."""
    waited = floor.states.get(row.key) in WAITS
    if row.target in WAITS and not waited:
        floor.began[row.key] = row.at
    if waited and row.target not in WAITS:
        span = row.at - floor.began[row.key]
        found.stretches.append(span.total_seconds())
        if row.event == "wait_limit":
            found.choices += 1
            found.at_once += span < CHOICES
        if span > CHOICES:
            found.ringing += 1
            if span > CHOICES + LEASE:
                found.too_long.append(f"{row.key}: {span.total_seconds():.0f} s until {row.event}")


def share(values: Sequence[float], part: float) -> float:
    """So great a part of the values is at most this; 0 of none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else 0.0
