"""One guard per door: who is calling, or a 401. A token for one door opens no other."""

import hashlib
import hmac
import time

import jwt
from sanic import Request

from ..domain.actor import Actor
from ..domain.errors import Forbidden, Unauthenticated
from ..service.desk import Desk
from ..service.staff import session_of
from ..settings import Settings
from .authorisation import roles_of

MAX_AHEAD_S = 15 * 60 + 30


def bearer(request: Request) -> str:
    kind, _, token = (request.headers.get("authorization") or "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Unauthenticated()
    return token


def subject(token: str, secret: str, audience: str) -> str:
    """The `sub` of a host-signed JWT: HS256, our audience, an `exp` at most 15 minutes ahead."""
    try:
        claims = jwt.decode(
            token, secret, algorithms=["HS256"], audience=audience, options={"require": ["sub", "aud", "exp"]}
        )
    except jwt.InvalidTokenError as error:
        raise Unauthenticated() from error
    if claims["exp"] - time.time() > MAX_AHEAD_S or not claims["sub"]:
        raise Unauthenticated()
    return str(claims["sub"])


def customer(request: Request, settings: Settings) -> Actor:
    return Actor("customer", subject(bearer(request), settings.customer_jwt_secret, "customer"))


def merchant(request: Request, settings: Settings) -> Actor:
    return Actor("merchant", subject(bearer(request), settings.merchant_jwt_secret, "merchant"))


def key(request: Request, expected: str, role: str) -> Actor:
    if not hmac.compare_digest(bearer(request).encode(), expected.encode()):
        raise Unauthenticated()
    return Actor(role, role)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def staff(request: Request, desk: Desk) -> Actor:
    """The member of staff whose session token this is, if this route is theirs. Raises `Forbidden`."""
    actor = await session_of(desk, token_hash(bearer(request)))
    roles = roles_of(request)
    if roles:
        need(actor, *roles)
    return actor


def need(actor: Actor, *roles: str) -> None:
    """Refuse a member of staff in another role."""
    if not actor.roles & set(roles):
        raise Forbidden()
