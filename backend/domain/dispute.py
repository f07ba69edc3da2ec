"""The dispute machine (POLICY section 2 B)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .machine import Machine, row

DISPUTE = Machine(
    "dispute",
    [
        row("start", "open", "awaiting_merchant", "customer bot agent system", "R85"),
        row("awaiting_merchant", "merchant_accepts", "resolved_user", "merchant", "R86"),
        row("awaiting_merchant", "merchant_contests", "adjudication", "merchant", "R39 R61"),
        row("awaiting_merchant", "merchant_timeout", "resolved_user", "timer", "R87"),
        row("awaiting_merchant", "notice_failed", "adjudication", "system", "R87"),
        row("awaiting_merchant awaiting_merchant_evidence", "hand_over", "adjudication", "system", "A26"),
        row("adjudication", "ask_user", "awaiting_user_evidence", "adjudicator", "R62"),
        row("adjudication", "ask_merchant", "awaiting_merchant_evidence", "adjudicator", "R34"),
        row("adjudication", "pull_logs", "adjudication", "adjudicator customer", "R63"),
        row("awaiting_user_evidence", "supplied", "adjudication", "customer bot", "R62"),
        row("awaiting_user_evidence", "timeout", "adjudication", "timer", "R62"),
        row("awaiting_merchant_evidence", "supplied_m", "adjudication", "merchant", "R34"),
        row("awaiting_merchant_evidence", "timeout_m", "resolved_user", "timer", "R87"),
        row("adjudication", "decide_user", "resolved_user", "adjudicator", "R86"),
        row("adjudication", "decide_partial", "resolved_partial", "adjudicator", "R86"),
        row("adjudication", "decide_merchant", "resolved_merchant", "adjudicator", "R62 R86"),
        row("adjudication", "adjudication_overdue", "adjudication", "timer", "R40 R78"),
        row(
            "awaiting_merchant adjudication awaiting_user_evidence awaiting_merchant_evidence",
            "withdraw",
            "withdrawn",
            "customer",
            "",
        ),
    ],
    terminal="resolved_merchant resolved_partial resolved_user withdrawn",
    waits={
        "awaiting_merchant": "merchant_timeout",
        "adjudication": "adjudication_overdue",
        "awaiting_user_evidence": "timeout",
        "awaiting_merchant_evidence": "timeout_m",
    },
)


@dataclass(eq=False)
class Dispute:
    """A dispute (纠纷单) about one refund. The 48 h run from proven notice (A24, S16)."""

    dispute_no: str
    refund_no: str
    order_no: str
    customer_id: str
    merchant_id: str
    state: str
    opened_at: datetime
    opened_by: str
    reason: str | None = None
    notice_state: str = "pending"
    notice_at: datetime | None = None
    merchant_due_at: datetime | None = None
    evidence_due_at: datetime | None = None
    adjudication_due_at: datetime | None = None
    merchant_answer: dict[str, Any] | None = None
    logs: list[dict[str, Any]] = field(default_factory=list)
    finding: dict[str, Any] | None = None
    amount_fen: int | None = None
    resolved_at: datetime | None = None
