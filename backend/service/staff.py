"""Staff sign in: argon2id, sessions of twelve hours, a lock-out after five wrong passwords."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from ..domain.actor import Actor
from ..domain.errors import TooMany, Unauthenticated
from ..domain.people import StaffMember, StaffSession
from . import presence
from .desk import Desk
from .ports import Tx

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
SESSION = timedelta(hours=12)
LOCKED = timedelta(minutes=15)
WRONG = "账号或密码不对。"


def hash_password(password: str) -> str:
    return _hasher.hash(password)


async def sign_in(
    desk: Desk, tx: Tx, username: str, password: str, token_hash_of: Callable[[str], str]
) -> tuple[StaffMember, str, datetime] | None:
    """A new session's token and its end; None for a wrong name or password, whose failure is to be committed.

    Raises `TooMany` while locked out. Sessions live by real time, whatever the sandbox's clock says.
    """
    member = await tx.staff.get(username, lock=True)
    now = datetime.now(UTC)
    if member is None:
        hash_password(password)  # takes as long as a wrong password: names cannot be told apart by the time
        return None
    if member.locked_until_at and member.locked_until_at > now:
        raise TooMany(int((member.locked_until_at - now).total_seconds()) + 1, "密码错误次数太多，请稍后再试。")
    try:
        _hasher.verify(member.password_hash, password)
    except VerifyMismatchError:
        member.failures += 1
        if member.failures >= 5:
            member.locked_until_at, member.failures = now + LOCKED, 0
        return None
    member.failures, member.locked_until_at, member.seen_at = 0, None, desk.now()
    token = secrets.token_urlsafe(32)
    expires = now + SESSION
    tx.staff_sessions.add(StaffSession(token_hash_of(token), username, member.role, expires))
    return member, token, expires


async def session_of(desk: Desk, token_hash: str) -> Actor:
    """Who holds this session. Raises `Unauthenticated`."""
    async with desk.store.reading() as tx:
        session = await tx.staff_sessions.get(token_hash)
        if session is None or session.expires_at < datetime.now(UTC):
            raise Unauthenticated()
        member = await tx.staff.get(session.username)
    if member is not None and presence.stale(desk, member):
        await presence.seen(desk, member.username)
    return Actor(session.role, session.username, name=member.name if member else session.username)


async def sign_out(desk: Desk, tx: Tx, token_hash: str) -> None:
    """End this session. Who is signed in nowhere else is gone at once: nobody waits the minute for them."""
    session = await tx.staff_sessions.get(token_hash)
    if session is None:
        return
    now = datetime.now(UTC)
    others = [s for s in await tx.staff_sessions.find(username=session.username) if s.expires_at > now]
    if len(others) == 1:
        await presence.leave(desk, tx, session.username)  # locks talks and then the member, so before the session
    session = await tx.staff_sessions.get(token_hash, lock=True)
    if session is not None:
        await tx.staff_sessions.remove(session)
