"""The requests' shapes. Unknown fields are refused; amounts are integers; moments carry an offset."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator


def _of_our_time(at: datetime) -> datetime:
    """Near the ends of the calendar no deadline can be counted any more."""
    if not 2000 <= at.year < 2100:
        raise ValueError("out of range")
    return at


Id = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[^\x00-\x1f\x7f]+$")]
When = Annotated[AwareDatetime, AfterValidator(_of_our_time)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Fen = Annotated[int, Field(strict=True, ge=1, le=100_000_000_00)]
Reason = Literal[
    "undelivered", "topup_not_received", "product_invalid", "product_abnormal", "wrong_topup", "service_fault", "other"
]
Kind = Literal[
    "order_screenshot", "payment_statement", "activation_failure", "merchant_statement", "fault_screenshot",
    "test_report", "merchant_chat", "other",
]  # fmt: skip


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class OpenConversation(Shape):
    order_no: Id | None = None
    topic: Id | None = None


class Say(Shape):
    client_msg_id: Id
    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None
    choice: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = None

    @model_validator(mode="after")
    def _one_of(self) -> "Say":
        if (self.text is None) == (self.choice is None):
            raise ValueError("text or choice")
        if self.text is not None and not self.text.strip():
            raise ValueError("blank")
        return self


class Upload(Shape):
    """What comes beside the file."""

    client_msg_id: Id
    order_no: Id | None = None
    kind: Kind | None = None


class FileRefund(Shape):
    order_no: Id
    reason: Reason
    amount_fen: Fen | None = None
    fault_discovered_at: When | None = None
    description: Text | None = None
    evidence_ids: list[Id] = Field(default_factory=list, max_length=20)


class BuyerEvent(Shape):
    event: Id
    reason: Annotated[str, StringConstraints(max_length=2000)] | None = None
    statement: Text | None = None
    evidence_ids: list[Id] = Field(default_factory=list, max_length=20)


class RequestCallback(Shape):
    phone: Id
    slot_start_at: When
    message: Text
    refund_no: Id | None = None


class CallbackEvent(Shape):
    event: Literal["reschedule", "cancel"]
    slot_start_at: When | None = None


class SignIn(Shape):
    username: Id
    password: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class Item(Shape):
    kind: Kind
    note: Annotated[str, StringConstraints(max_length=500)] | None = None


class StaffEvent(Shape):
    event: Id
    reason_code: Id | None = None
    note: Text | None = None
    items: list[Item] = Field(default_factory=list, max_length=10)
    amount_fen: Fen | None = None
    due_at: When | None = None


class FileForBuyer(Shape):
    order_no: Id
    reason: Reason
    reason_code: Id
    note: Text


class ProposeCompensation(Shape):
    amount_fen: Fen
    finding: Text
    evidence_ids: list[Id] = Field(min_length=1, max_length=20)
    note: Text


class Presence(Shape):
    state: Literal["online", "away", "offline"]


class AgentSay(Shape):
    client_msg_id: Id
    text: Text
    visibility: Literal["public", "internal"] = "public"


class HandoffStep(Shape):
    note: Text | None = None
    reason: Text | None = None
    to: Id | None = None
    team: Id | None = None
    until_at: When | None = None
    outcome: Id | None = None

    @model_validator(mode="after")
    def _one_way(self) -> "HandoffStep":
        if self.to is not None and self.team is not None:
            raise ValueError("to or team")
        return self


class AmendDraft(Shape):
    order_no: Id
    reason: Reason | None = None
    amount_fen: Fen | None = None
    fault_discovered_at: When | None = None
    description: Text | None = None
    evidence_ids: list[Id] = Field(default_factory=list, max_length=20)


class Confirm(Shape):
    turn_seq: int


class AskPerson(Shape):
    reason_code: Id = "customer_request"
    turn_seq: int | None = None
    wait_for_opening: bool = False
    message: bool = False


class Rate(Shape):
    """How a person's help was, from 1 to 5."""

    score: Annotated[int, Field(strict=True, ge=1, le=5)]
