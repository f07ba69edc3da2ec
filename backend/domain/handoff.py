"""The handoff machine (POLICY section 2 G)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .machine import Machine, row

HANDOFF = Machine(
    "handoff",
    [
        row("start", "request", "queued", "customer bot rule agent", "R53 R54 R58"),
        row("start", "request_off", "deferred", "customer bot rule", "R58 R60"),
        row("queued", "offer", "offered", "assigner", "R59"),
        row("offered", "accept", "connected", "agent supervisor", "R55 R56"),
        row("offered", "lease_over", "queued", "timer", ""),
        row("offered", "decline", "queued", "agent supervisor", ""),
        row("offered", "agent_offline", "queued", "system", ""),
        row("queued", "wait_limit", "deferred", "timer", "R59 R60"),
        row("queued offered", "cancel", "cancelled", "customer", ""),
        row("queued", "bot_take_in", "connected", "agent supervisor", ""),
        row("connected", "hold", "on_hold", "agent supervisor", ""),
        row("on_hold", "hold_overdue", "on_hold", "timer", ""),
        row("connected on_hold", "transfer", "queued", "agent supervisor", ""),
        row("connected", "agent_silent", "queued", "timer", ""),
        row("connected", "return_to_bot", "returned", "agent supervisor", ""),
        row("connected", "resolve", "completed", "agent supervisor", ""),
        row("connected", "idle", "completed", "timer", ""),
        row("deferred", "open_hours", "queued", "timer", "R58"),
        row("deferred", "expire", "expired", "timer", "R60"),
        row("on_hold", "resume", "connected", "agent supervisor", ""),
    ],
    terminal="cancelled expired completed returned",
    waits={
        "queued": "wait_limit",
        "offered": "lease_over",
        "connected": "agent_silent",
        "on_hold": "hold_overdue",
        "deferred": "expire",
    },
)


@dataclass(eq=False)
class Handoff:
    """One request for a person, kept for ever. `waiting_since_at` never moves later while the customer waits."""

    handoff_id: str
    conversation_id: str
    customer_id: str
    state: str
    reason_code: str
    requested_by: str
    requested_at: datetime
    waiting_since_at: datetime
    priority: int = 0
    skill: str | None = None
    packet: dict[str, Any] = field(default_factory=dict)
    offered_to: str | None = None
    offer_expires_at: datetime | None = None
    agent_id: str | None = None
    accepted_at: datetime | None = None
    first_human_reply_at: datetime | None = None
    hold_until_at: datetime | None = None
    wait_for_opening: bool = False
    ended_at: datetime | None = None
    end_reason: str | None = None
