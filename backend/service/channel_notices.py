"""A payment channel calls by itself. Its word is verified before it comes here, but may be late, repeated or out of
order: only a success is taken as it stands, anything else is a reason to ask (POLICY 2.9, "always reconcile")."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from ..domain.errors import NotFound
from . import payouts
from .desk import Desk
from .events import send_later
from .ports import ChannelAnswer, Tx


@dataclass(frozen=True)
class Notice:
    """`notice_id` is the channel's own and the same over its repeats; `number` our refund number; `fen` the amount
    where the channel names it."""

    notice_id: str
    number: str
    answer: ChannelAnswer
    fen: int | None = None


class Notified(Protocol):
    """A channel that also calls us. `receipt` is what it takes for "understood": (media type, text)."""

    receipt: tuple[str, str]

    def notice(self, headers: Mapping[str, str], body: bytes) -> Notice:
        """Raises `Unauthenticated` (`bad_signature`, `stale`) or `Invalid`; nothing has been written by then."""


class Sandbox(Protocol):
    """Whichever sandbox is in use, as the platform's door and the clock speak to it."""

    async def behave(self, channel: str, behaviour: str, order_no: str | None) -> None: ...

    async def reverse(self, channel: str, number: str) -> bool:
        """Take back a refund that has succeeded, and tell of it. False when there is none."""

    async def redirect(self, number: str) -> None:
        """Send an abnormal refund on its way again, as finance does at a real channel's own desk."""

    async def move(self, now: datetime) -> datetime | None:
        """Its clock stands at `now`: tell what is due by then. Answers when the next news is due."""

    async def close(self) -> None: ...


async def take(desk: Desk, tx: Tx, channel: str, notice: Notice) -> None:
    """Apply or ask, in the caller's transaction. Raises `NotFound`."""
    found = await tx.payouts.find(out_refund_no=notice.number, channel=channel)
    if not found:
        raise NotFound("没有这笔退款。")
    payout = found[0]
    if notice.answer.kind == "success" and notice.fen in {None, payout.amount_fen}:
        await payouts.apply(desk, tx, payout.payout_no, notice.answer)
    else:
        send_later(desk, tx, "payout.query", payout.payout_no, {})
