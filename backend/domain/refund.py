"""The refund machine (POLICY section 2 A)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .machine import Machine, row

REFUND = Machine(
    "refund",
    [
        row("start", "open_draft", "draft", "customer bot", "R14 R15 R16 R83"),
        row("draft", "check_ineligible", "ineligible", "system", "R17 R18 R24"),
        row("draft", "submit", "submitted", "customer bot", "R17 R25 R26 R27 R28 R29 R30 R31"),
        row("draft", "draft_ttl", "abandoned", "timer", ""),
        row("ineligible", "agent_override", "submitted", "agent", "R19 R24"),
        row("ineligible", "user_leaves", "abandoned", "customer timer", ""),
        row("submitted", "express_pass", "approved", "system", "R64 R65 R66 R67"),
        row("submitted", "triage_manual", "manual_review", "system", "R39 R51 R73"),
        row("submitted", "triage_standard", "under_review", "system", "R33"),
        row("under_review manual_review", "request_evidence", "evidence_required", "reviewer", "R34 R57"),
        row("evidence_required", "evidence_supplied", "under_review", "customer bot", "R34"),
        row("evidence_required", "evidence_supplied_manual", "manual_review", "customer bot", "R34"),
        row("evidence_required", "supplement_timeout", "rejected", "timer", "R32 R37"),
        row("under_review", "escalate", "manual_review", "reviewer system", "R39"),
        row("under_review", "review_overdue", "under_review", "timer", "R72 R74 R78"),
        row("manual_review", "manual_overdue", "manual_review", "timer", "R40 R78"),
        row("manual_review", "extend_deadline", "manual_review", "senior_reviewer", "R73"),
        row("under_review manual_review", "approve", "approved", "reviewer", "R36"),
        row("under_review manual_review", "reject", "rejected", "reviewer", "R37 R79"),
        row("rejected", "resubmit", "submitted", "customer bot", "R38 R83"),
        row("rejected", "appeal", "appeal_review", "customer bot", "R81"),
        row("rejected", "close_window", "rejected_final", "timer", ""),
        row("appeal_review", "overturn", "approved", "senior_reviewer", "R81"),
        row("appeal_review", "uphold", "rejected", "senior_reviewer", "R81 R85"),
        row("appeal_review", "appeal_overdue", "appeal_review", "timer", "R40 R78"),
        row(
            "under_review manual_review evidence_required rejected",
            "open_dispute",
            "disputed",
            "customer bot",
            "R62 R84 R85 R89",
        ),
        row("disputed", "dispute_for_user", "approved", "dispute", "R86 R87"),
        row("disputed", "dispute_for_merchant", "rejected_final", "dispute", "R62 R86"),
        row("disputed", "dispute_withdrawn", "cancelled", "dispute", ""),
        row(
            "draft submitted under_review manual_review evidence_required rejected",
            "cancel",
            "cancelled",
            "customer bot",
            "",
        ),
        row("approved", "create_obligation", "payout_pending", "system", "R36 R42"),
        row("payout_pending", "payout_succeeded", "refunded", "payout", "R36 R42"),
        row("payout_pending", "payout_exception", "payout_exception", "payout", "R47"),
        row("payout_exception", "retry_payout", "payout_pending", "finance", "R47"),
        row("payout_exception", "exception_overdue", "payout_exception", "timer", "R78"),
        row("refunded closed", "payout_reversed", "payout_exception", "payout", "R47"),
        row("refunded", "arrival_confirmed", "closed", "channel customer", "R46"),
        row("refunded", "arrival_window_lapsed", "closed", "timer", "R43 R44 R45"),
        row("refunded", "not_received", "arrival_inquiry", "customer bot", "R47"),
        row("arrival_inquiry", "trace_found", "closed", "agent channel", "R47"),
        row("arrival_inquiry", "trace_failed", "payout_exception", "agent channel", "R47"),
        row("arrival_inquiry", "inquiry_overdue", "arrival_inquiry", "timer", "R78"),
        row("approved", "obligation_overdue", "approved", "timer", "R36"),
        row("payout_pending", "payout_overdue", "payout_pending", "timer", "R68 R78"),
        row("submitted", "triage_overdue", "submitted", "timer", "R66"),
        row("disputed", "dispute_stale", "disputed", "timer", "R78"),
        row("payout_exception", "payout_redirected", "payout_pending", "payout", "R47"),
        row("payout_exception", "charged_back", "closed", "system", "A26"),
    ],
    terminal="abandoned cancelled closed rejected_final",
    waits={
        "draft": "draft_ttl",
        "ineligible": "user_leaves",
        "submitted": "triage_overdue",
        "under_review": "review_overdue",
        "manual_review": "manual_overdue",
        "evidence_required": "supplement_timeout",
        "rejected": "close_window",
        "appeal_review": "appeal_overdue",
        "disputed": "dispute_stale",
        "approved": "obligation_overdue",
        "payout_pending": "payout_overdue",
        "payout_exception": "exception_overdue",
        "refunded": "arrival_window_lapsed",
        "arrival_inquiry": "inquiry_overdue",
    },
)


# States that still hold the order (S10): the rest leave it free for another application.
INACTIVE = frozenset({"ineligible", "refunded", "closed", "cancelled", "abandoned", "rejected_final"})


@dataclass(eq=False)
class Refund:
    """One application (退款申请单). `decision` is the stored policy decision, `outcome` what the buyer was told;
    `revocation` how far taking the code back has come (S17): asked, revoked, failed, restoring, restored."""

    refund_no: str
    order_no: str
    customer_id: str
    merchant_id: str
    state: str
    created_at: datetime
    type: str = "refund_only"
    path: str | None = None
    reason: str | None = None
    amount_fen: int | None = None
    description: str | None = None
    fault_discovered_at: datetime | None = None
    submitted_at: datetime | None = None
    review_due_at: datetime | None = None
    review_paused_at: datetime | None = None
    supplement_due_at: datetime | None = None
    supplement_rounds: int = 0
    supplement_items: list[dict[str, Any]] = field(default_factory=list)
    came_from: str | None = None
    merchant_due_at: datetime | None = None
    rejected_at: datetime | None = None
    rejected_by: str | None = None
    resubmit_until_at: datetime | None = None
    appeal_until_at: datetime | None = None
    appeal_used: bool = False
    appeal_statement: str | None = None
    appeal_due_at: datetime | None = None
    attempts: int = 0
    extended: bool = False
    override_code: str | None = None
    breached_at: datetime | None = None
    approved_at: datetime | None = None
    refunded_at: datetime | None = None
    arrival: dict[str, Any] | None = None
    presumed: bool = False
    decision: dict[str, Any] | None = None
    decision_input: str | None = None
    outcome: dict[str, Any] | None = None
    policy_version: str | None = None
    revocation: str | None = None
    assigned_to: str | None = None

    @property
    def active(self) -> bool:
        """Whether the case holds its order (S10, I12)."""
        return self.state not in INACTIVE
