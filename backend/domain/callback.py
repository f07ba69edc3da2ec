"""The callback machine (POLICY section 2 F)."""

from dataclasses import dataclass
from datetime import datetime

from .machine import Machine, row

CALLBACK = Machine(
    "callback",
    [
        row("start", "request", "scheduled", "customer bot", "R60"),
        row("scheduled", "attempt", "in_call", "agent", "R60"),
        row("scheduled", "slot_missed", "scheduled", "timer", "R60"),
        row("scheduled", "cancel", "cancelled", "customer bot", "R60"),
        row("in_call", "done", "completed", "agent", "R60"),
        row("in_call", "no_answer", "scheduled", "agent", "R35 R60"),
        row("in_call", "gave_up", "unreachable", "agent", "R35"),
        row("in_call", "call_stuck", "scheduled", "timer", ""),
    ],
    terminal="completed unreachable cancelled",
    waits={
        "scheduled": "slot_missed",
        "in_call": "call_stuck",
    },
)


@dataclass(eq=False)
class Callback:
    """A wish to be phoned (留言+电话回拨, S13). `phone` in E.164."""

    callback_no: str
    customer_id: str
    state: str
    phone: str
    slot_start_at: datetime
    message: str
    created_at: datetime
    refund_no: str | None = None
    conversation_id: str | None = None
    attempts: int = 0
    missed: int = 0
    agent_id: str | None = None
    outcome: str | None = None
    note: str | None = None
