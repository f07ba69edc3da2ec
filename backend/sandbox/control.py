"""The sandbox's own door: how a refund is to be treated, taking one back, sending one on, the clock."""

import hmac
from collections.abc import Awaitable, Callable
from datetime import datetime

from sanic import Blueprint, Request
from sanic.exceptions import Unauthorized
from sanic.response import HTTPResponse, json

from .books import Books
from .own_clock import OwnClock


def door(books: Books, clock: OwnClock, key: str, deliver: Callable[[], Awaitable[None]]) -> Blueprint:
    """Every call that makes news due delivers it before it answers; each answers when the next news is due."""
    bp = Blueprint("control", url_prefix="/control")

    def check(request: Request) -> None:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode(), key.encode()):
            raise Unauthorized("wrong key")

    async def answer(**more: object) -> HTTPResponse:
        await deliver()
        ahead = books.next_at()
        return json({"next_at": ahead.isoformat() if ahead else None, **more})

    @bp.post("/behave")
    async def _behave(request: Request) -> HTTPResponse:
        check(request)
        books.behave(request.json["channel"], request.json["behaviour"], request.json.get("order_no"))
        return await answer()

    @bp.post("/reverse")
    async def _reverse(request: Request) -> HTTPResponse:
        check(request)
        return await answer(reversed=books.reverse(request.json["number"]))

    @bp.post("/redirect")
    async def _redirect(request: Request) -> HTTPResponse:
        check(request)
        return await answer(redirected=books.redirect(request.json["number"]))

    @bp.post("/clock")
    async def _clock(request: Request) -> HTTPResponse:
        check(request)
        clock.set(datetime.fromisoformat(request.json["now"]))
        return await answer()

    return bp
