"""The compensation machine (POLICY section 2 D)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .machine import Machine, row

COMPENSATION = Machine(
    "compensation",
    [
        row("start", "propose", "proposed", "adjudicator", "R88"),
        row("proposed", "second_approve", "approved", "senior_adjudicator", "R88"),
        row("proposed", "refuse", "refused", "senior_adjudicator", "R88"),
        row("proposed", "propose_overdue", "proposed", "timer", ""),
        row("approved", "hold_deposit", "deposit_held", "system", "R88"),
        row("approved", "deposit_short", "advanced", "finance", ""),
        row("approved", "hold_overdue", "approved", "timer", ""),
        row("deposit_held", "deduct_and_pay", "paying", "outbox", "R88"),
        row("deposit_held", "pay_overdue", "deposit_held", "timer", ""),
        row("advanced", "pay", "paying", "outbox", ""),
        row("advanced", "adv_overdue", "advanced", "timer", ""),
        row("paying", "paid", "paid", "channel", "R88"),
        row("paying", "pay_failed", "deposit_held", "channel", ""),
        row("paying", "paying_overdue", "paying", "timer", ""),
    ],
    terminal="paid refused",
    waits={
        "proposed": "propose_overdue",
        "approved": "hold_overdue",
        "deposit_held": "pay_overdue",
        "advanced": "adv_overdue",
        "paying": "paying_overdue",
    },
)


@dataclass(eq=False)
class Compensation:
    """Deposit deduction and payment to the buyer (保证金扣除与赔付, A25): two people, never automatic."""

    compensation_no: str
    dispute_no: str
    refund_no: str
    merchant_id: str
    customer_id: str
    state: str
    amount_fen: int
    finding: str
    evidence_ids: list[str]
    note: str
    proposed_by: str
    proposed_at: datetime
    approved_by: str | None = None
    held_fen: int = 0
    advanced_fen: int = 0
    out_bill_no: str | None = None
    paid_at: datetime | None = None
    extra: dict[str, Any] = field(default_factory=dict)
