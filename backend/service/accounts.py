"""Who may sign in: made, changed and taken away by whoever runs the machine, and in the audit like every other deed.

A member of staff cannot do this to another: whoever could make a second reviewer would be the four eyes alone.
"""

from ..domain.actor import STAFF_ROLES, Actor
from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.people import StaffMember
from . import handoff_steps, queue
from .desk import Desk
from .engine import record
from .ports import Tx
from .staff import hash_password

OPERATES = Actor("operator", "command")
PASSWORD_LEAST = 10


async def put(desk: Desk, tx: Tx, username: str, role: str, name: str, password: str | None) -> StaffMember:
    """A new member, or another name, role or password for one; whose role or password changes has to sign in again.
    Raises `Invalid` for an unknown role, a short password, or a new member without one."""
    if role not in STAFF_ROLES:
        raise Invalid(f"岗位只能是：{'、'.join(STAFF_ROLES)}。", errors=[{"field": "role", "code": "unknown"}])
    found = await tx.staff.get(username, lock=True)
    if (password is None and found is None) or (password is not None and len(password) < PASSWORD_LEAST):
        raise Invalid(f"密码至少 {PASSWORD_LEAST} 位。", errors=[{"field": "password", "code": "too_short"}])
    if found is not None and role not in queue.SERVES:
        await _free(tx, found)
    before = found.role if found else ""
    if found is None:
        found = StaffMember(username, name, role, "")
        tx.staff.add(found)
    found.name, found.role = name, role
    if password is not None:
        found.password_hash, found.failures, found.locked_until_at = hash_password(password), 0, None
    if password is not None or role != before:
        await _sign_out(tx, username)
    await record(desk, tx, "staff", username, "account", before, role, OPERATES)
    return found


async def remove(desk: Desk, tx: Tx, username: str) -> None:
    """Gone from now on. Raises `NotFound`, or `NotAllowed` while they hold talks: those are to be handed on first."""
    found = await tx.staff.get(username, lock=True)
    if found is None:
        raise NotFound("没有这位同事。")
    await _free(tx, found)
    await handoff_steps.withdrawn(desk, tx, username)
    await _sign_out(tx, username)
    await record(desk, tx, "staff", username, "account", found.role, "", OPERATES)
    await tx.staff.remove(found)


async def _free(tx: Tx, member: StaffMember) -> None:
    held = await tx.handoffs.count(agent_id=member.username, state=["connected", "on_hold"])
    if held:
        raise NotAllowed(f"{member.name}还在接待 {held} 个会话，请主管先改派。", machine="handoff", event="account")


async def _sign_out(tx: Tx, username: str) -> None:
    for session in await tx.staff_sessions.find(username=username):
        await tx.staff_sessions.remove(session)
