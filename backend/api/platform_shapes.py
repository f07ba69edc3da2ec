"""The shapes of what the host platform mirrors here, and of what its sandbox is told."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from .shapes import Fen, Id, Shape, When


def _some_day(at: datetime) -> datetime:
    """What never expires is often said to do so in the year 9999."""
    try:
        at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error
    return at


SomeDay = Annotated[AwareDatetime, AfterValidator(_some_day)]
FenOrZero = Annotated[int, Field(strict=True, ge=0, le=100_000_000_00)]
Channel = Literal["alipay", "wechat", "bank", "balance"]


class PutCustomer(Shape):
    name: Id
    standing: Literal["good", "restricted"] = "good"


class PutMerchant(Shape):
    name: Id
    deposit_fen: FenOrZero
    webhook_url: Annotated[str, StringConstraints(max_length=500, pattern=r"^https?://")] | None = None
    webhook_secret: Id | None = None


class Product(Shape):
    name: Id
    kind: Literal["game_card", "phone_topup", "virtual_service", "game_item"]
    express_capable: bool = False
    revocable: bool = False
    appraisal: bool = False


class Account(Shape):
    account: Annotated[str, StringConstraints(max_length=128)] | None = None
    amount_fen: FenOrZero | None = None


class Payment(Shape):
    channel: Channel
    funding: Literal["wallet_balance", "debit_card", "credit_card"]
    amount_fen: Fen
    transaction_id: Id


class PutOrder(Shape):
    customer_id: Id
    merchant_id: Id
    product: Product
    paid_at: When
    shipped_at: When | None = None
    delivered_at: When | None = None
    confirmed_at: When | None = None
    supplier_record: Literal["used", "unused", "partly_used", "none"] = "none"
    expires_at: SomeDay | None = None
    advertised_valid_until: SomeDay | None = None
    requested: Account = Field(default_factory=Account)
    delivered: Account = Field(default_factory=Account)
    payments: list[Payment] = Field(min_length=1, max_length=20)

    def stored(self) -> dict[str, Any]:
        """The body as kept: JSON, moments in ISO form."""
        return self.model_dump(mode="json")


class MoveClock(Shape):
    now: When | None = None
    advance_seconds: Annotated[float, Field(ge=0, le=10 * 366 * 86400)] | None = None

    def target(self, present: datetime) -> datetime:
        if self.now is not None:
            return self.now
        return present + timedelta(seconds=self.advance_seconds or 0)


class SetChannel(Shape):
    channel: Channel
    order_no: Id | None = None
    behaviour: Literal[
        "success", "processing", "timeout_after", "timeout_before", "refused", "abnormal", "closed", "reverse",
        "drop_notify", "duplicate_notify", "reorder_notify",
    ]  # fmt: skip
