"""What both wire formats share: letters to the merchant, lines that break, the order that a refund's reason names."""

import asyncio
from dataclasses import dataclass
from typing import cast

from sanic import Request
from sanic.response import HTTPResponse, empty


@dataclass(frozen=True)
class Letter:
    """One signed notice, ready to be posted."""

    url: str
    headers: dict[str, str]
    body: bytes


def break_line(request: Request) -> HTTPResponse:
    """No answer: the connection is dropped, as on a network that fails."""
    line = cast(asyncio.Transport | None, request.transport)
    if line is not None:
        line.abort()
    return empty()


def order_named(reason: str) -> str | None:
    """The order in `订单 LY2026… 退款`, which is also what the buyer reads; None for any other text."""
    words = reason.split()
    return words[1] if len(words) == 3 and words[0] == "订单" else None
