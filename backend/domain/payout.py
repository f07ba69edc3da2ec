"""The payout machine (POLICY section 2 C)."""

from dataclasses import dataclass
from datetime import datetime

from .machine import Machine, row

PAYOUT = Machine(
    "payout",
    [
        row("start", "create", "created", "system", "R42"),
        row("created", "send", "sent", "outbox", "R42"),
        row("created", "withhold", "failed", "system", "A26"),
        row("created", "send_overdue", "created", "timer", "R68"),
        row("unknown", "query_again", "unknown", "timer", ""),
        row("sent", "ack_processing", "processing", "channel", ""),
        row("sent", "ack_success", "succeeded", "channel", ""),
        row("sent", "refused", "failed", "channel", ""),
        row("sent", "no_answer", "unknown", "timer", ""),
        row("unknown", "query_processing", "processing", "channel", ""),
        row("unknown", "query_success", "succeeded", "channel", ""),
        row("unknown processing", "query_not_found", "sent", "channel", ""),
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


# A payout in one of these has provably not paid the buyer, and never will (I1, I5).
UNPAID = frozenset({"failed", "closed_unpaid", "reversed"})


@dataclass(eq=False)
class Payout:
    """One attempt to pay one leg of an obligation (退款单). `out_refund_no` is fixed before the first send (I5);
    `route` is the routing table's word, `sends` how often the channel was asked to pay, `expected_at` when the bank
    says that the money will be there (A14)."""

    payout_no: str
    obligation_no: str
    refund_no: str
    order_no: str
    attempt: int
    leg: int
    channel: str
    funding: str
    transaction_id: str
    amount_fen: int
    paid_fen: int
    out_refund_no: str
    state: str
    created_at: datetime
    sent_at: datetime | None = None
    accepted_at: datetime | None = None
    succeeded_at: datetime | None = None
    polls: int = 0
    sends: int = 0
    expected_at: datetime | None = None
    route: str = "original"
    channel_refund_id: str | None = None
    failure: str | None = None


@dataclass(eq=False)
class Obligation:
    """What an approval owes the buyer: one per approval (I3)."""

    obligation_no: str
    refund_no: str
    order_no: str
    amount_fen: int
    created_at: datetime
