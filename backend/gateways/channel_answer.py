"""What a payment channel says, in our words, and how its word is checked."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from ..domain.errors import Unauthenticated
from ..domain.payout import Payout
from ..service.ports import ChannelSilent

FRESH_S = 300
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """The service's `ChannelAnswer`: `kind` success|processing|refused|abnormal|closed|reversed|not_found."""

    kind: str
    refund_id: str | None = None
    detail: str | None = None
    at: datetime | None = None
    expected_at: datetime | None = None


def forged() -> Unauthenticated:
    return Unauthenticated("签名不对。", code="bad_signature")


def check_fresh(sent_s: float, now_s: float) -> None:
    """Seconds since 1970, both of real time. Raises `Unauthenticated` (`stale`) beyond five minutes, either way."""
    if abs(now_s - sent_s) > FRESH_S:
        raise Unauthenticated("通知的时间不对。", code="stale")


async def ask(call: Callable[..., T], timeout_s: float, *given: Any, **named: Any) -> T:
    """A blocking SDK call in a thread. Whatever goes wrong there leaves the truth unknown: `ChannelSilent`."""
    try:
        async with asyncio.timeout(timeout_s):
            return await asyncio.to_thread(call, *given, **named)
    except Exception as error:  # the SDKs raise bare Exception, too
        raise ChannelSilent(f"{type(error).__name__}: {error}"[:200]) from error


def of(payout: Payout, answer: Answer, fen: int | None) -> Answer:
    """The answer as it concerns this payout: abnormal after success means that the money came back (R47).

    Raises `ChannelSilent` when the channel speaks of another amount than ours.
    """
    if fen is not None and fen != payout.amount_fen:
        raise ChannelSilent(f"the channel names {fen} fen, ours is {payout.amount_fen}")
    if answer.kind == "abnormal" and payout.state == "succeeded":
        return replace(answer, kind="reversed")
    return answer
