"""The handoff machine (POLICY section 2 G)."""

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
