"""An order as the policy reads it: immutable facts mirrored from the host platform."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Product:
    """`express_capable` may be refunded at once, `revocable` has a code that can be withdrawn, `appraisal` needs an
    expert."""

    name: str
    kind: str
    express_capable: bool = False
    revocable: bool = False
    appraisal: bool = False


@dataclass(frozen=True)
class Account:
    """Where a top-up was to go, or went, and how much, in fen: None is not known."""

    account: str | None = None
    amount_fen: int | None = None


@dataclass(frozen=True)
class Payment:
    """One leg of what was paid, in fen."""

    channel: str
    funding: str
    amount_fen: int
    transaction_id: str


@dataclass(frozen=True)
class Order:
    """`shipped_at` None is undelivered; `confirmed_at` is set only by the buyer's own act (A2).

    `supplier_record` is used, unused, partly_used or none; `payments` stand in the order they were made.
    """

    order_no: str
    customer_id: str
    merchant_id: str
    product: Product
    paid_at: datetime
    shipped_at: datetime | None
    delivered_at: datetime | None
    confirmed_at: datetime | None
    supplier_record: str
    expires_at: datetime | None
    advertised_valid_until: datetime | None
    requested: Account
    delivered: Account
    payments: tuple[Payment, ...]

    def __post_init__(self) -> None:
        if self.delivered_at is None and self.shipped_at is not None:
            object.__setattr__(self, "delivered_at", self.shipped_at)

    @property
    def paid_fen(self) -> int:
        return sum(payment.amount_fen for payment in self.payments)
