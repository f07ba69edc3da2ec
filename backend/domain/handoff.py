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

# A team is everybody who has the skill; who has none serves whoever needs none.
SKILLS = {"orders": "订单售后", "payments": "资金到账", "disputes": "商家纠纷"}
# How a talk that a person ended has come out; which of them the books must bear out stands in `resolution.py`.
OUTCOMES = {
    "solved": "已解决",
    "filed": "已代为受理",
    "following": "已登记，继续跟进",
    "callback": "已约电话回拨",
    "explained": "已说明规则，不能受理",
    "silent": "买家没有再回复",
}


@dataclass(eq=False)
class Handoff:
    """One request for a person, kept for ever. `waiting_since_at` never moves later while the customer waits; `skill`
    is the team that is needed. Once connected, either the agent owes a word since `owed_since_at`, or the customer has
    been quiet since `quiet_since_at`, and was reminded so often."""

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
    owed_since_at: datetime | None = None
    quiet_since_at: datetime | None = None
    reminders: int = 0
    hold_until_at: datetime | None = None
    wait_for_opening: bool = False
    ended_at: datetime | None = None
    end_reason: str | None = None

    @property
    def in_line_since_at(self) -> datetime:
        """From when the wait limit runs: from asking, or from the opening that was waited for."""
        opened = self.packet.get("in_line_since")
        return datetime.fromisoformat(opened) if opened else self.requested_at
