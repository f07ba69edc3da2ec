"""The chargeback machine (A26): the bank takes a payment back on its own, and until it is settled nothing else may."""

from dataclasses import dataclass
from datetime import datetime

from .machine import Machine, row

CHARGEBACK = Machine(
    "chargeback",
    [
        row("start", "report", "open", "platform", "A26"),
        row("open", "open_overdue", "open", "timer", "R78"),
        row("open", "lift", "lifted", "finance", "A26"),
        row("open", "lose", "lost", "finance", "A26"),
    ],
    terminal="lifted lost",
    waits={"open": "open_overdue"},
)


@dataclass(eq=False)
class Chargeback:
    """A bank's chargeback (拒付) of one payment of an order, under the number that the host's acquirer gave it. Open it
    freezes the order; lifted the money stays with us; lost it has gone back to the buyer by the bank."""

    chargeback_no: str
    order_no: str
    customer_id: str
    transaction_id: str
    amount_fen: int
    state: str
    reported_at: datetime
    note: str | None = None
    ended_at: datetime | None = None
    ended_by: str | None = None
