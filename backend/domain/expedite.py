"""The expedite machine (POLICY section 2 E)."""

from dataclasses import dataclass
from datetime import datetime

from .machine import Machine, row

EXPEDITE = Machine(
    "expedite",
    [
        row("start", "request", "open", "customer bot agent", "R75 R76"),
        row("open", "assign", "assigned", "supervisor system", "R76"),
        row("open", "open_overdue", "open", "timer", "R78"),
        row("assigned", "daily_update", "assigned", "timer", "R77 R78"),
        row("assigned", "case_decided", "done", "system", "R76"),
        row("open", "case_decided_early", "done", "system", "R76"),
    ],
    terminal="done",
    waits={
        "open": "open_overdue",
        "assigned": "daily_update",
    },
)


@dataclass(eq=False)
class Expedite:
    """A ticket to hurry an overdue review (加急工单)."""

    expedite_no: str
    refund_no: str
    customer_id: str
    state: str
    opened_at: datetime
    agent_id: str | None = None
    updates: int = 0
    ended_at: datetime | None = None
