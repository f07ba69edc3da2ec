"""What staff do with a case: review, ask, decide, override, trace. One function per event, guards included."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.actor import SYSTEM, Actor
from ..domain.errors import Forbidden, Invalid, NotAllowed
from ..domain.expedite import EXPEDITE
from ..domain.machine import START
from ..domain.policy import (
    Claim,
    decide,
    escalated_due_at,
    merchant_at_fault,
    resubmit_until_at,
    supplement_due_at,
)
from ..domain.refund import REFUND, Refund
from ..domain.wording import EVIDENCE_KINDS, REASONS
from . import expedites, payouts
from .desk import Desk
from .drafts import claim_of
from .facts import facts_for, order_for, order_of, refundable_fen
from .ports import Tx
from .refund_moves import move
from .refunds import approve, enter, outcome, refund_for, refuse_unpayable

OVERRIDES = ("late_accepted", "receipt_confirmed_fault", "platform_fault", "goodwill")


@dataclass(frozen=True)
class Ruling:
    """What a member of staff sent with the event."""

    reason_code: str | None = None
    note: str | None = None
    items: tuple[dict[str, Any], ...] = ()
    amount_fen: int | None = None
    due_at: datetime | None = None


async def fire_staff_event(desk: Desk, tx: Tx, actor: Actor, refund_no: str, event: str, ruling: Ruling) -> Refund:
    """Do `event` on the case. Raises `Forbidden` (role), `NotAllowed` (state, guard), `Invalid` (what came with it)."""
    refund = await refund_for(tx, refund_no, None, lock=True)
    act = _ACTS.get(event)
    if act is None:
        raise Invalid(errors=[{"field": "event", "code": "unknown"}])
    if event == "request_expedite":
        EXPEDITE.step(START, "request", actor)
    else:
        REFUND.step(refund.state, event, actor)
    await act(desk, tx, actor, refund, ruling)
    return refund


async def _approve(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    await refuse_unpayable(tx, refund)
    row = await order_for(tx, refund.order_no, None, lock=True)
    left = await refundable_fen(tx, order_of(row))
    amount = ruling.amount_fen if ruling.amount_fen is not None else refund.amount_fen or left
    if not 0 < amount <= left:
        raise NotAllowed("金额超过可退金额。", rule_ids=["R36", "R42"], refundable_fen=left)
    if refund.amount_fen is not None and amount > refund.amount_fen:
        raise NotAllowed("批准金额不能超过申请金额。", rule_ids=["R36"])
    # A part of a large application is a decision about all of it.
    if max(amount, refund.amount_fen or 0) >= desk.policy.number("large") and actor.role != "senior_reviewer":
        large = desk.policy.said("large")
        raise Forbidden(f"{large}及以上的退款需要高级审核员批准。", rule_ids=["R39", "R73"])
    await approve(desk, tx, refund, "approve", actor, ruling.note, amount_fen=amount)


async def _reject(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    await reject(desk, tx, refund, "reject", actor, ruling.reason_code, ruling.note)


async def reject(
    desk: Desk, tx: Tx, refund: Refund, event: str, actor: Actor, code: str | None, note: str | None = None
) -> None:
    """Into REJECTED, with what the buyer is told taken from the policy tables (R37, I25)."""
    rejection = desk.policy.rejections.get(code or "")
    if rejection is None:
        raise Invalid("请选择驳回原因。", errors=[{"field": "reason_code", "code": "unknown" if code else "missing"}])
    now = desk.now()
    if rejection.code == "no_liability":
        await _refuse_denial(tx, refund, now)
    told = outcome(
        refund, "rejected", rejection.code, list(rejection.rule_ids),
        curable=rejection.curable, next_steps=list(rejection.next_steps), text=rejection.text,
    )  # fmt: skip
    until = resubmit_until_at(now, desk.policy, desk.calendar)
    await move(
        desk, tx, refund, event, actor, note=note,
        outcome=told, rejected_at=now, rejected_by=actor.id, resubmit_until_at=until,
        appeal_until_at=None if refund.appeal_used else until, supplement_items=[], review_paused_at=None,
    )  # fmt: skip


async def _refuse_denial(tx: Tx, refund: Refund, now: datetime) -> None:
    """Nobody is told that nobody is liable where the records say that the merchant is (A22)."""
    row = await order_for(tx, refund.order_no, None)
    if merchant_at_fault(refund.reason or "", order_of(row), now):
        raise NotAllowed("按记录是商家的责任，不能按“没有责任”驳回；有争议请走平台介入。", rule_ids=["R79", "A22"])


async def _request_evidence(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    if not ruling.items or any(item["kind"] not in EVIDENCE_KINDS for item in ruling.items):
        raise Invalid("请逐项写明要补什么材料。", errors=[{"field": "items", "code": "missing"}])
    if refund.supplement_rounds >= desk.policy.number("supplement_rounds"):
        asked = f"已经请买家补过 {refund.supplement_rounds} 次材料了，请按现有材料决定。"
        raise NotAllowed(asked, rule_ids=["R32", "R34", "A8"])
    now = desk.now()
    await move(
        desk, tx, refund, "request_evidence", actor, note=ruling.note,
        came_from=refund.state, supplement_rounds=refund.supplement_rounds + 1, review_paused_at=now,
        supplement_due_at=supplement_due_at(now, desk.policy, desk.calendar),
        supplement_items=[dict(item) for item in ruling.items],
    )  # fmt: skip


async def _escalate(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    assert refund.submitted_at is not None
    assert refund.review_due_at is not None
    due = escalated_due_at(refund.submitted_at, refund.review_due_at, desk.policy, desk.calendar)
    await move(desk, tx, refund, "escalate", actor, note=ruling.note, path="manual", review_due_at=due)


async def _extend(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    row = await order_for(tx, refund.order_no, None)
    if not order_of(row).product.appraisal:
        raise NotAllowed("只有需要技术鉴定的商品可以延期。", rule_ids=["R73"])
    if refund.extended:
        raise NotAllowed("已经延期过一次了。", rule_ids=["R73"])
    if ruling.due_at is None or not ruling.note:
        raise Invalid("请写明新的日期和原因。", errors=[{"field": "due_at", "code": "missing"}])
    if refund.review_due_at is not None and ruling.due_at <= refund.review_due_at:
        raise Invalid("新的日期要晚于现在的期限。", errors=[{"field": "due_at", "code": "out_of_range"}])
    await move(
        desk, tx, refund, "extend_deadline", actor, note=ruling.note,
        extended=True, review_due_at=ruling.due_at, breached_at=None,
    )  # fmt: skip


async def _overturn(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    _other_person(refund, actor)
    await refuse_unpayable(tx, refund)
    row = await order_for(tx, refund.order_no, None, lock=True)
    left = await refundable_fen(tx, order_of(row))
    amount = ruling.amount_fen or refund.amount_fen or left
    if not 0 < amount <= left:
        raise NotAllowed("金额超过可退金额。", rule_ids=["R42"], refundable_fen=left)
    await approve(desk, tx, refund, "overturn", actor, ruling.note, ["R81", "A23"], amount_fen=amount)


async def _uphold(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    _other_person(refund, actor)
    code = ruling.reason_code or (refund.outcome or {}).get("code")
    first = refund.rejected_by
    await reject(desk, tx, refund, "uphold", actor, code, ruling.note)
    refund.rejected_by = first


def kept_from(refund: Refund, username: str) -> bool:
    """Whether this is an appeal against what this person rejected: four eyes (R81, I10)."""
    return refund.state == "appeal_review" and refund.rejected_by == username


def _other_person(refund: Refund, actor: Actor) -> None:
    if kept_from(refund, actor.id):
        raise Forbidden("申诉要由另一位高级审核员处理。", rule_ids=["R81"])


async def _override(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    if ruling.reason_code not in OVERRIDES or not ruling.note:
        raise Invalid("请选择受理原因并写明说明。", errors=[{"field": "reason_code", "code": "missing"}])
    row = await order_for(tx, refund.order_no, None, lock=True)
    refund.override_code = ruling.reason_code
    claim: Claim = await claim_of(tx, refund)
    decision = decide(claim, await facts_for(desk, tx, row, but=refund.refund_no), desk.policy)
    if decision.outcome == "ineligible":
        raise NotAllowed(decision.text, rule_ids=list(decision.rule_ids), blocked_by=list(decision.blocked_by))
    await enter(desk, tx, refund, decision, "agent_override", actor, ruling.note)


async def file_for_buyer(
    desk: Desk, tx: Tx, actor: Actor, order_no: str, reason: str, reason_code: str, note: str
) -> Refund:
    """File for a buyer through an override: always manual, never express (R19, A2)."""
    if actor.role != "agent":
        raise Forbidden()
    if reason not in REASONS:
        raise Invalid(errors=[{"field": "reason", "code": "unknown"}])
    row = await order_for(tx, order_no, None, lock=True)
    refund = Refund(desk.number("R"), order_no, row.customer_id, row.merchant_id, START, created_at=desk.now())
    refund.reason = reason
    tx.refunds.add(refund)
    await move(desk, tx, refund, "open_draft", Actor("customer", row.customer_id), note=f"由 {actor.id} 代为申请")
    await move(desk, tx, refund, "check_ineligible", SYSTEM)
    await _override(desk, tx, actor, refund, Ruling(reason_code=reason_code, note=note))
    return refund


async def _retry(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    await payouts.retry(desk, tx, refund, actor, ruling.note)


async def _expedite(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
    """For a buyer who asks the agent they are talking to (R76)."""
    await expedites.request(desk, tx, actor, refund)


def _step(event: str) -> "Act":
    async def act(desk: Desk, tx: Tx, actor: Actor, refund: Refund, ruling: Ruling) -> None:
        await move(desk, tx, refund, event, actor, note=ruling.note)

    return act


Act = Callable[[Desk, Tx, Actor, Refund, Ruling], Awaitable[None]]
_ACTS: dict[str, Act] = {
    "approve": _approve,
    "reject": _reject,
    "request_evidence": _request_evidence,
    "escalate": _escalate,
    "extend_deadline": _extend,
    "overturn": _overturn,
    "uphold": _uphold,
    "agent_override": _override,
    "retry_payout": _retry,
    "trace_found": _step("trace_found"),
    "trace_failed": _step("trace_failed"),
    "request_expedite": _expedite,
}
STAFF_EVENTS = tuple(_ACTS)
