"""The application while it is being filled in: opened, amended and weighed, never filed, by the assistant or a form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.actor import Actor
from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.machine import START
from ..domain.people import OrderRow
from ..domain.policy import Claim, Decision, decide
from ..domain.refund import Refund
from .desk import Desk
from .evidence_check import hold_against
from .facts import facts_for, order_for, order_of, refundable_fen
from .ports import Tx
from .refund_moves import move
from .threads import hold


@dataclass(frozen=True)
class Amendment:
    """What a buyer says of the claim; None leaves a field as it is."""

    reason: str | None = None
    amount_fen: int | None = None
    fault_discovered_at: datetime | None = None
    description: str | None = None
    evidence_ids: tuple[str, ...] = ()


async def open_draft(desk: Desk, tx: Tx, actor: Actor, customer_id: str, order_no: str) -> Refund:
    """The order's draft, made if there is none (R16). Raises `NotFound` for another's order."""
    await hold(tx, customer_id)
    row = await order_for(tx, order_no, customer_id, lock=True)
    drafts = await tx.refunds.find(order_no=order_no, state="draft", lock=True, limit=1)
    if drafts:
        return drafts[0]
    refund = Refund(desk.number("R"), order_no, row.customer_id, row.merchant_id, START, created_at=desk.now())
    tx.refunds.add(refund)
    await move(desk, tx, refund, "open_draft", actor)
    return refund


async def amend(desk: Desk, tx: Tx, refund: Refund, change: Amendment) -> None:
    """Write what the buyer said into the draft. Raises `Invalid` for moments or amounts that cannot be."""
    row = await order_for(tx, refund.order_no, refund.customer_id)
    if change.fault_discovered_at is not None:
        check_discovery(desk, row, change.fault_discovered_at)
    for name in ("reason", "amount_fen", "fault_discovered_at", "description"):
        value = getattr(change, name)
        if value is not None:
            setattr(refund, name, value)
    await attach(desk, tx, refund, change.evidence_ids)
    refund.decision = (await weigh(desk, tx, refund)).as_json() if refund.reason else None
    if change.amount_fen is not None and await _too_much(tx, row, refund):
        raise Invalid("退款金额要大于 0，且不超过可退金额。", errors=[{"field": "amount_fen", "code": "out_of_range"}])


async def _too_much(tx: Tx, row: OrderRow, refund: Refund) -> bool:
    """Whether a smaller amount is all it takes: an order that is blocked anyway is told so instead."""
    if refund.decision is not None:
        return bool(refund.decision["blocked_by"] == ["amount_beyond_refundable"])
    return (refund.amount_fen or 0) > await refundable_fen(tx, order_of(row)) > 0


def check_discovery(desk: Desk, row: OrderRow, at: datetime) -> None:
    """The day a fault was noticed lies between delivery and now (A7, S8)."""
    delivered = order_of(row).delivered_at
    if at > desk.now() or (delivered is not None and at < delivered):
        raise Invalid(
            "发现问题的时间要在收货之后、现在之前。", errors=[{"field": "fault_discovered_at", "code": "out_of_range"}]
        )


async def attach(desk: Desk, tx: Tx, refund: Refund, evidence_ids: tuple[str, ...] | list[str]) -> None:
    """Tie the buyer's own pictures to the case, so many at most. Raises `NotFound`, `NotAllowed` for another case's."""
    for evidence_id in evidence_ids:
        item = await tx.evidence.get(evidence_id, lock=True)
        if item is None or item.customer_id != refund.customer_id or item.removed_at is not None:
            raise NotFound("没有找到这张图片。")
        if item.refund_no not in (None, refund.refund_no):
            other = await tx.refunds.get(item.refund_no)
            if other is not None and other.state not in {"abandoned", "cancelled", "draft", "ineligible"}:
                raise NotAllowed("这张图片已经用在另一笔申请上了。", rule_ids=["R31"])
        item.refund_no = refund.refund_no
        await hold_against(tx, item, refund.order_no)
    most = desk.policy.number("pictures_max")
    if await tx.evidence.count(refund_no=refund.refund_no) > most:
        raise NotAllowed(f"一笔申请最多放 {most} 张图片。", rule_ids=["R26"])


async def evidence_kinds(tx: Tx, refund: Refund) -> frozenset[str]:
    """The kinds that the case's pictures serve as. What was sent back or refused proves nothing."""
    items = await tx.evidence.find(refund_no=refund.refund_no, state=["accepted", "pending"])
    return frozenset(kind for item in items for kind in (item.kinds or [item.hint_kind or "other"]))


async def kinds_since(tx: Tx, refund: Refund, since: datetime, evidence_ids: tuple[str, ...]) -> frozenset[str]:
    """The kinds among the case's pictures that were uploaded since then, or are named here."""
    items = await tx.evidence.find(refund_no=refund.refund_no, state=["accepted", "pending"])
    new = [item for item in items if item.uploaded_at >= since or item.evidence_id in evidence_ids]
    return frozenset(kind for item in new for kind in (item.kinds or [item.hint_kind or "other"]))


async def weigh(desk: Desk, tx: Tx, refund: Refund) -> Decision:
    """What the policy in force would say to this application as it stands."""
    row = await order_for(tx, refund.order_no, None)
    facts = await facts_for(desk, tx, row, but=refund.refund_no)
    return decide(await claim_of(tx, refund), facts, desk.policy)


async def claim_of(tx: Tx, refund: Refund) -> Claim:
    """The application as the policy reads it; a reason must have been given."""
    assert refund.reason is not None
    return Claim(
        reason=refund.reason,
        amount_fen=refund.amount_fen,
        fault_discovered_at=refund.fault_discovered_at,
        evidence_kinds=await evidence_kinds(tx, refund),
        override=refund.override_code,
    )


def lacks(decision: dict[str, Any] | None) -> list[list[str]]:
    """What evidence is still missing, as all-of lists of any-of kinds."""
    return (decision or {}).get("missing_evidence") or []
