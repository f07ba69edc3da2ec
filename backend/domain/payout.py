"""The payout machine (POLICY section 2 C)."""

from .machine import Machine, row

PAYOUT = Machine(
    "payout",
    [
        row("start", "create", "created", "system", "R42"),
        row("created", "send", "sent", "outbox", "R42"),
        row("created", "send_overdue", "created", "timer", "R68"),
        row("unknown", "query_again", "unknown", "timer", ""),
        row("sent", "ack_processing", "processing", "channel", ""),
        row("sent", "ack_success", "succeeded", "channel", ""),
        row("sent", "refused", "failed", "channel", ""),
        row("sent", "no_answer", "unknown", "timer", ""),
        row("unknown", "query_processing", "processing", "channel", ""),
        row("unknown", "query_success", "succeeded", "channel", ""),
        row("unknown", "query_not_found", "sent", "channel", ""),
        row("unknown", "query_failed", "failed", "channel", ""),
        row("processing", "success", "succeeded", "channel", "R43 R44 R45"),
        row("processing", "abnormal", "abnormal", "channel", "R47"),
        row("processing", "closed", "closed_unpaid", "channel", "R47"),
        row("processing", "poll", "processing", "timer", ""),
        row("abnormal", "redirect", "processing", "finance", "R47"),
        row("abnormal", "abnormal_overdue", "abnormal", "timer", "R78"),
        row("succeeded", "reversed", "reversed", "channel", "R47"),
    ],
    terminal="closed_unpaid failed reversed succeeded",
    waits={
        "created": "send_overdue",
        "sent": "no_answer",
        "unknown": "query_again",
        "processing": "poll",
        "abnormal": "abnormal_overdue",
    },
)
