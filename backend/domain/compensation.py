"""The compensation machine (POLICY section 2 D)."""

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
