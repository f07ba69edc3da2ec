"""Buyers and merchants as the host platform mirrors them, and the staff of the desk."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(eq=False)
class Customer:
    """`standing` is "good" or "restricted" (R64)."""

    customer_id: str
    name: str
    standing: str


@dataclass(eq=False)
class Merchant:
    merchant_id: str
    name: str
    deposit_fen: int
    webhook_url: str | None = None
    webhook_secret: str | None = None


@dataclass(eq=False)
class OrderRow:
    """An order as mirrored (`body` is the platform's own JSON); `express_enabled` is the agent's flag (S4)."""

    order_no: str
    customer_id: str
    merchant_id: str
    paid_at: datetime
    body: dict[str, Any]
    express_enabled: bool = False


@dataclass(eq=False)
class StaffMember:
    """`presence` online|away|offline; `failures` counts wrong passwords in a row; `skills` are the teams that the
    person belongs to, `capacity` how many conversations they hold at once."""

    username: str
    name: str
    role: str
    password_hash: str
    presence: str = "offline"
    seen_at: datetime | None = None
    failures: int = 0
    locked_until_at: datetime | None = None
    missed_offers: int = 0
    skills: list[str] = field(default_factory=list)
    capacity: int = 3


@dataclass(eq=False)
class StaffSession:
    """`token_hash` is the SHA-256 of the bearer token; the token itself is never stored."""

    token_hash: str
    username: str
    role: str
    expires_at: datetime
