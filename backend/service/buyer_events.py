"""What a buyer may do with a case once it is filed, by form or through the assistant: one function per event."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from ..domain.actor import Actor
from ..domain.errors import Invalid, NotAllowed
from ..domain.policy import appeal_due_at, decide, paused_due_at
from ..domain.refund import REFUND, Refund
from ..domain.wording import REASONS
from . import disputes, expedites
from .desk import Desk
from .drafts import attach, claim_of, kinds_since
from .events import send_later
from .facts import facts_for, order_for
from .payouts import last_attempts
from .ports import Tx
from .refund_moves import move
from .refunds import enter, refund_for


@dataclass(frozen=True)
class Wish:
    """What came with the event."""

    reason: str | None = None
    statement: str | None = None
    evidence_ids: tuple[str, ...] = ()


async def fire_buyer_event(
    desk: Desk, tx: Tx, actor: Actor, customer_id: str, refund_no: str, event: str, wish: Wish
) -> Refund:
    """Do `event` for the buyer. Raises `NotFound`, `NotAllowed`, `Invalid`."""
    refund = await refund_for(tx, refund_no, customer_id, lock=True)
    act = _ACTS.get(event)
    if act is None:
        raise Invalid(errors=[{"field": "event", "code": "unknown"}])
    await act(desk, tx, actor, refund, wish)
    return refund


async def _supply(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    event = "evidence_supplied_manual" if refund.came_from == "manual_review" else "evidence_supplied"
    if refund.state == "disputed":
        await attach(desk, tx, refund, wish.evidence_ids)
        await disputes.supply(desk, tx, actor, refund, wish.evidence_ids)
        return
    if refund.state != "evidence_required":
        await _attach_more(desk, tx, actor, refund, wish)
        return
    await attach(desk, tx, refund, wish.evidence_ids)
    assert refund.review_due_at is not None
    assert refund.review_paused_at is not None
    # What the reviewer has seen already does not answer the request.
    there = await kinds_since(tx, refund, refund.review_paused_at, wish.evidence_ids)
    missing = [item for item in refund.supplement_items if item["kind"] not in there | {"other"}]
    if missing or not there:
        raise NotAllowed(
            "还差审核员要的材料，补齐后就能继续审核。",
            rule_ids=["R34", "R57"],
            missing_evidence=[[item["kind"]] for item in missing],
        )
    due = paused_due_at(refund.review_due_at, refund.review_paused_at, desk.now(), desk.calendar)
    await move(
        desk, tx, refund, event, actor,
        review_due_at=due, review_paused_at=None, supplement_due_at=None, supplement_items=[],
    )  # fmt: skip


async def _attach_more(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    """Nobody asked, but more evidence never hurts: it joins the case while somebody still reads it."""
    if refund.state not in {"under_review", "manual_review", "appeal_review"} or not wish.evidence_ids:
        REFUND.step(refund.state, "evidence_supplied", actor)
    await attach(desk, tx, refund, wish.evidence_ids)


async def _resubmit(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    REFUND.step(refund.state, "resubmit", actor)
    told = refund.outcome or {}
    rules = ["R38", "R83"]
    if not told.get("curable"):
        raise NotAllowed("这个原因改了材料也不会变，可以提交申诉。", rule_ids=[*rules, "R81"])
    if refund.appeal_used:
        raise NotAllowed("申诉已有结果，不能再重新提交，可以申请平台介入。", rule_ids=["R81", "R85"])
    if refund.attempts >= desk.policy.number("attempts_max"):
        raise NotAllowed(f"已经提交过 {refund.attempts} 次了，可以提交申诉或找人工客服。", rule_ids=rules)
    _inside(desk, refund, "resubmit_until_at", rules)
    changed = bool(wish.evidence_ids) or (wish.reason not in (None, refund.reason)) or bool(wish.statement)
    if not changed:
        raise NotAllowed("请先补充材料或修改内容，再重新提交。", rule_ids=rules)
    if wish.reason is not None and wish.reason not in REASONS:
        raise Invalid(errors=[{"field": "reason", "code": "unknown"}])
    refund.reason = wish.reason or refund.reason
    refund.description = wish.statement or refund.description
    await attach(desk, tx, refund, wish.evidence_ids)
    row = await order_for(tx, refund.order_no, refund.customer_id, lock=True)
    # The buyer's own window was kept by filing in time the first time; a resubmission does not lose it.
    facts = await facts_for(desk, tx, row, but=refund.refund_no, at=refund.created_at)
    decision = decide(await claim_of(tx, refund), facts, desk.policy)
    if decision.outcome in {"ineligible", "incomplete"}:
        raise NotAllowed(
            decision.text, rule_ids=list(decision.rule_ids), missing_evidence=decision.as_json()["missing_evidence"]
        )
    await enter(desk, tx, refund, decision, "resubmit", actor)


async def _appeal(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    REFUND.step(refund.state, "appeal", actor)
    if refund.appeal_used:
        raise NotAllowed("每笔申请只能申诉一次，可以申请平台介入。", rule_ids=["R81", "R85"])
    _inside(desk, refund, "appeal_until_at", ["R81"])
    errors = [
        {"field": name, "code": "missing"}
        for name, given in (("statement", wish.statement), ("evidence_ids", wish.evidence_ids))
        if not given
    ]
    if errors:
        raise NotAllowed("申诉需要一段说明和至少一份新材料。", rule_ids=["R81"], errors=errors)
    before = {e.evidence_id for e in await tx.evidence.find(refund_no=refund.refund_no)}
    if not set(wish.evidence_ids) - before:
        raise NotAllowed("申诉需要至少一份之前没交过的新材料。", rule_ids=["R81"])
    await attach(desk, tx, refund, wish.evidence_ids)
    now = desk.now()
    due = appeal_due_at(now, desk.policy, desk.calendar)
    await move(
        desk, tx, refund, "appeal", actor,
        appeal_used=True, appeal_statement=wish.statement, appeal_due_at=due, breached_at=None,
    )  # fmt: skip


def _inside(desk: Desk, refund: Refund, name: str, rules: list[str]) -> None:
    until = getattr(refund, name)
    if until is not None and desk.now() > until:
        raise NotAllowed("已经过了可以办理的期限。", rule_ids=rules)


async def _cancel(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    if refund.state == "disputed":
        await disputes.withdraw(desk, tx, actor, refund)  # which cancels the refund (S23)
        return
    if refund.state == "ineligible":
        # The table names the customer alone; the bot merely carries the buyer's own confirmed word.
        await move(desk, tx, refund, "user_leaves", Actor("customer", refund.customer_id), note=wish.reason)
        return
    await move(desk, tx, refund, "cancel", actor, note=wish.reason)


async def _not_received(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    await move(desk, tx, refund, "not_received", actor, note=wish.statement)
    for leg in await last_attempts(tx, refund.refund_no):
        # The channel may know already that the bank has sent it back.
        send_later(desk, tx, "payout.query", leg.payout_no, {})


async def _arrived(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    # The table names the customer alone; the bot merely carries the buyer's own confirmed word.
    own = Actor("customer", refund.customer_id) if actor.role == "bot" else actor
    await move(desk, tx, refund, "arrival_confirmed", own)


async def _open_dispute(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    REFUND.step(refund.state, "open_dispute", actor)
    if refund.state == "rejected":
        _inside(desk, refund, "resubmit_until_at", ["R81", "R85"])
    await attach(desk, tx, refund, wish.evidence_ids)
    await disputes.open_dispute(desk, tx, actor, refund, wish.reason or wish.statement)


async def _withdraw_dispute(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    await disputes.withdraw(desk, tx, actor, refund)


async def _request_logs(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    await disputes.pull_logs(desk, tx, Actor("customer", refund.customer_id), refund)


async def _request_expedite(desk: Desk, tx: Tx, actor: Actor, refund: Refund, wish: Wish) -> None:
    await expedites.request(desk, tx, actor, refund)


Act = Callable[[Desk, Tx, Actor, Refund, Wish], Awaitable[Any]]
_ACTS: dict[str, Act] = {
    "supply_evidence": _supply,
    "resubmit": _resubmit,
    "appeal": _appeal,
    "cancel": _cancel,
    "not_received": _not_received,
    "arrival_confirmed": _arrived,
    "open_dispute": _open_dispute,
    "withdraw_dispute": _withdraw_dispute,
    "request_logs": _request_logs,
    "request_expedite": _request_expedite,
}
BUYER_EVENTS = tuple(_ACTS)
