"""The sandbox's own door: who is who in the demo, tokens without a host platform, and the clock. 404 in production.

Whoever reaches it may be anybody: that is what a sandbox is for, and why it listens on loopback.
"""

import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import jwt
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.errors import Invalid, NotFound
from ..domain.moment import iso
from ..service.desk import Desk
from ..settings import Settings
from ..store.demo import cast
from . import platform_shapes
from .commands import parse

TOKEN_S = 10 * 60


def door(desk: Desk, settings: Settings, move_clock: Callable[[datetime], Awaitable[None]]) -> Blueprint:
    """Every route of the door; outside the sandbox each answers 404."""
    bp = Blueprint("demo", url_prefix="/demo")

    @bp.get("/people")
    async def _people(request: Request) -> HTTPResponse:
        _sandbox_only(settings)
        return json(people(settings) | {"now": iso(desk.now())})

    @bp.get("/token/<customer_id:str>")
    async def _token(request: Request, customer_id: str) -> HTTPResponse:
        _sandbox_only(settings)
        async with desk.store.reading() as tx:
            if await tx.customers.get(customer_id) is None:
                raise NotFound("没有这位买家。")
        return json({"token": token(customer_id, "customer", settings.customer_jwt_secret)})

    @bp.get("/merchant-token/<merchant_id:str>")
    async def _merchant_token(request: Request, merchant_id: str) -> HTTPResponse:
        _sandbox_only(settings)
        async with desk.store.reading() as tx:
            if await tx.merchants.get(merchant_id) is None:
                raise NotFound("没有这家商户。")
        return json({"token": token(merchant_id, "merchant", settings.merchant_jwt_secret)})

    @bp.post("/clock")
    async def _clock(request: Request) -> HTTPResponse:
        _sandbox_only(settings)
        body = parse(request, platform_shapes.MoveClock)
        if (body.now is None) == (body.advance_seconds is None):
            raise Invalid(errors=[{"field": "now", "code": "one_of"}])
        await move_clock(body.target(desk.now()))
        return json({"now": iso(desk.now())})

    return bp


def _sandbox_only(settings: Settings) -> None:
    if not settings.sandbox:
        raise NotFound()


def token(subject: str, audience: str, secret: str) -> str:
    """What a host platform would sign for its own customer or merchant: HS256, ten minutes of real time."""
    return jwt.encode({"sub": subject, "aud": audience, "exp": int(time.time()) + TOKEN_S}, secret, algorithm="HS256")


def people(settings: Settings) -> dict[str, Any]:
    """`{buyers, staff, merchants}`: the cast as its data tells it, and the staff with their sandbox passwords."""
    known = cast()
    staff = [{"role": role, "username": u, "password": p} for role, (u, p) in settings.agent_users.items()]
    return {"buyers": known["buyers"], "staff": staff, "merchants": known["merchants"]}
