"""Who reviews what: a pile of cases given to one colleague, or back to everybody. Nobody else is kept from deciding."""

from typing import Any

from ..domain.actor import Actor
from ..domain.errors import Invalid, NotAllowed
from ..domain.machine import START
from ..domain.refund import REFUND, Refund
from .desk import Desk
from .engine import record
from .ports import Tx
from .refund_moves import IN_REVIEW
from .reviews import kept_from

REVIEWS = ("reviewer", "senior_reviewer", "supervisor")


async def assign(desk: Desk, tx: Tx, actor: Actor, refund_nos: list[str], to: str | None) -> dict[str, Any]:
    """`{assigned, refused: [{refund_no, why}]}`: each case by itself. Raises `Invalid` for nobody of that name,
    `NotAllowed` for a colleague who does not review."""
    member = await tx.staff.get(to) if to is not None else None
    if to is not None and member is None:
        raise Invalid("没有这位同事。", errors=[{"field": "to", "code": "unknown"}])
    if member is not None and member.role not in REVIEWS:
        raise NotAllowed(f"{member.name}不负责审核。", machine="refund", event="assign")
    assigned, refused = [], []
    for refund_no in sorted(set(refund_nos)):
        refund = await tx.refunds.get(refund_no, lock=True)
        why = _why_not(refund, to, Actor(member.role, member.username) if member else None)
        if refund is None or why is not None:
            refused.append({"refund_no": refund_no, "why": why})
            continue
        before, refund.assigned_to = refund.assigned_to, to
        assigned.append(refund_no)
        await record(desk, tx, "assignment", refund_no, "assign", before or "", to or "", actor)
    tx.after_commit(lambda: desk.bell.ring("events"))
    return {"assigned": assigned, "refused": refused}


def _why_not(refund: Refund | None, to: str | None, who: Actor | None) -> str | None:
    """The words of a refusal: not there, not in review, or one whom this case is kept from (four eyes)."""
    if refund is None or refund.state in {START, "draft"}:
        return "没有找到这笔申请。"
    if refund.state not in IN_REVIEW:
        return "这笔申请不在审核中。"
    if who is None:
        return None
    if kept_from(refund, who.id):
        return "申诉不能由原来驳回的人复核。"
    return None if REFUND.events_for(refund.state, who) else "这位同事不能审这个阶段。"
