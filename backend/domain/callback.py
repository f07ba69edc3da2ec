"""The callback machine (POLICY section 2 F)."""

from .machine import Machine, row

CALLBACK = Machine(
    "callback",
    [
        row("start", "request", "scheduled", "customer bot", "R60"),
        row("scheduled", "attempt", "in_call", "agent", "R60"),
        row("scheduled", "slot_missed", "scheduled", "timer", "R60"),
        row("in_call", "done", "completed", "agent", "R60"),
        row("in_call", "no_answer", "scheduled", "agent", "R35 R60"),
        row("in_call", "gave_up", "unreachable", "agent", "R35"),
        row("in_call", "call_stuck", "scheduled", "timer", ""),
    ],
    terminal="completed unreachable",
    waits={
        "scheduled": "slot_missed",
        "in_call": "call_stuck",
    },
)
