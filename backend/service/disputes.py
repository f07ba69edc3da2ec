"""纠纷单: the platform hears both sides; a silent merchant loses after 48 hours from proven notice (2 B, A24, S16)."""

import hashlib
import json
from typing import Any

from ..domain.actor import DISPUTE, SYSTEM, TIMER, Actor
from ..domain.dispute import DISPUTE as MACHINE
from ..domain.dispute import Dispute
from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.journal import Timer
from ..domain.machine import START
from ..domain.moment import iso
from ..domain.policy import adjudication_due_at, dispute_evidence_due_at, merchant_due_at
from ..domain.refund import REFUND, Refund
from .desk import Desk
from .engine import fire, rearm
from .events import publish, send_later
from .facts import frozen, order_for, order_of, refundable_fen
from .ports import Tx
from .refund_moves import move, say
from .refunds import approve, outcome, refund_for
from .threads import tell

OPEN = ["awaiting_merchant", "adjudication", "awaiting_user_evidence", "awaiting_merchant_evidence"]


async def open_dispute(desk: Desk, tx: Tx, actor: Actor, refund: Refund, reason: str | None) -> Dispute:
    """Put the case to the platform (R85). The merchant is told at once, by webhook or on its page."""
    REFUND.step(refund.state, "open_dispute", actor)
    if await tx.disputes.count(refund_no=refund.refund_no, state=OPEN):
        raise NotAllowed("这笔申请已经在纠纷处理中。", rule_ids=["R85"])
    merchant = await tx.merchants.get(refund.merchant_id)
    dispute = Dispute(
        desk.number("D"), refund.refund_no, refund.order_no, refund.customer_id, refund.merchant_id, START,
        desk.now(), actor.role, reason=reason,
    )  # fmt: skip
    tx.disputes.add(dispute)
    webhook = merchant.webhook_url if merchant else None
    if webhook is None:
        # On the merchant's page from this moment; in the sandbox the console twin acknowledges (S16).
        dispute.notice_state, dispute.notice_at = "delivered", desk.now()
        dispute.merchant_due_at = merchant_due_at(desk.now(), desk.policy)
    await fire(desk, tx, MACHINE, dispute, "open", actor, note=reason)
    refund.merchant_due_at = dispute.merchant_due_at
    await move(desk, tx, refund, "open_dispute", actor, note=reason)
    await _publish(desk, tx, dispute, "dispute.opened")
    if webhook is not None:
        send_later(desk, tx, "merchant.notice", dispute.dispute_no, {"event": "dispute.opened"})
    return dispute


async def notice_delivered(desk: Desk, tx: Tx, dispute_no: str) -> None:
    """The merchant acknowledged, or opened the dispute: its 48 hours begin (A24)."""
    dispute, refund = await locked(tx, dispute_no)
    if dispute.notice_state == "delivered" or dispute.state != "awaiting_merchant":
        return
    dispute.notice_state, dispute.notice_at = "delivered", desk.now()
    dispute.merchant_due_at = merchant_due_at(desk.now(), desk.policy)
    refund.merchant_due_at = dispute.merchant_due_at
    await rearm(desk, tx, MACHINE, dispute)
    await _publish(desk, tx, dispute, "dispute.notified")


async def locked(tx: Tx, dispute_no: str) -> tuple[Dispute, Refund]:
    """The dispute and its refund, the refund locked first. Raises `NotFound`."""
    known = await tx.disputes.get(dispute_no)
    if known is None:
        raise NotFound("没有找到这个纠纷。")
    refund = await refund_for(tx, known.refund_no, None, lock=True)
    dispute = await tx.disputes.get(dispute_no, lock=True)
    assert dispute is not None
    return dispute, refund


async def current(tx: Tx, refund: Refund) -> Dispute:
    """The case's open dispute, locked. Raises `NotAllowed`."""
    found = await tx.disputes.find(refund_no=refund.refund_no, state=OPEN, lock=True, limit=1)
    if not found:
        raise NotAllowed("这笔申请没有在处理的纠纷。", rule_ids=["R85"], machine="dispute")
    return found[0]


async def withdraw(desk: Desk, tx: Tx, actor: Actor, refund: Refund) -> None:
    """The buyer withdraws, which cancels the refund (S23)."""
    dispute = await current(tx, refund)
    await fire(desk, tx, MACHINE, dispute, "withdraw", Actor("customer", refund.customer_id), resolved_at=desk.now())
    await move(desk, tx, refund, "dispute_withdrawn", DISPUTE)
    await _publish(desk, tx, dispute, "dispute.withdrawn")


async def pull_logs(desk: Desk, tx: Tx, actor: Actor, refund: Refund) -> None:
    """Put the platform's own log, hashed, into the dispute's evidence (R63): the order as the host mirrored it, what
    was paid back on it, and every step of the case."""
    dispute = await current(tx, refund)
    row = await tx.orders.get(refund.order_no)
    assert row is not None
    paid = await tx.payouts.find(order_no=refund.order_no, order="created_at")
    steps = await tx.audit.find(machine="refund", key=refund.refund_no, allowed=True, order="seq")
    excerpt = {
        "order": row.body, "order_no": row.order_no, "at": iso(desk.now()),
        "payouts": [{"out_refund_no": p.out_refund_no, "amount_fen": p.amount_fen, "state": p.state} for p in paid],
        "steps": [{"at": iso(s.at), "event": s.event, "by": s.actor_role, "hash": s.hash} for s in steps],
    }  # fmt: skip
    text = json.dumps(excerpt, sort_keys=True, ensure_ascii=False)
    log = {"sha256": hashlib.sha256(text.encode()).hexdigest(), "excerpt": excerpt}
    await fire(desk, tx, MACHINE, dispute, "pull_logs", actor, logs=[*dispute.logs, log])


async def supply(desk: Desk, tx: Tx, actor: Actor, refund: Refund, evidence_ids: tuple[str, ...]) -> None:
    """The buyer's evidence for the adjudicator, if one asked; otherwise it simply joins the case (R62)."""
    dispute = await current(tx, refund)
    if dispute.state == "awaiting_user_evidence":
        if not evidence_ids:
            raise NotAllowed("请附上裁定员要的材料。", rule_ids=["R62"], machine="dispute", event="supplied")
        due = adjudication_due_at(desk.now(), desk.policy, desk.calendar)
        await fire(desk, tx, MACHINE, dispute, "supplied", actor, adjudication_due_at=due)


async def merchant_answers(
    desk: Desk, tx: Tx, actor: Actor, dispute: Dispute, event: str, reason: str | None, evidence_ids: list[str]
) -> None:
    """Accept, or contest with a reason and evidence: anything less does not stop the clock (A24)."""
    dispute, refund = await locked(tx, dispute.dispute_no)
    MACHINE.step(dispute.state, event, actor)
    now = desk.now()
    if event == "merchant_contests" and dispute.merchant_due_at is not None and now > dispute.merchant_due_at:
        raise NotAllowed("已过答复期限。", rule_ids=["R87"], machine="dispute", event=event)
    if event in {"merchant_contests", "supplied_m"} and (not evidence_ids or (event != "supplied_m" and not reason)):
        raise Invalid("请写明理由并附上证据。", errors=[{"field": "evidence_ids", "code": "missing"}])
    for evidence_id in evidence_ids:
        item = await tx.evidence.get(evidence_id, lock=True)
        if item is None or item.merchant_id != dispute.merchant_id:
            raise Invalid(errors=[{"field": "evidence_ids", "code": "unknown"}])
        item.dispute_no = dispute.dispute_no
    answer = {"event": event, "reason": reason, "evidence_ids": evidence_ids, "at": iso(now)}
    due = adjudication_due_at(now, desk.policy, desk.calendar)
    await fire(
        desk, tx, MACHINE, dispute, event, actor, note=reason, merchant_answer=answer,
        adjudication_due_at=due, notice_state="delivered",
    )  # fmt: skip
    if event == "merchant_accepts":
        await _resolved(desk, tx, dispute, event)
        await _for_user(desk, tx, dispute, refund, ["R86"])
    else:
        await say(desk, tx, refund, "dispute.merchant_contested", event)
    await _publish(desk, tx, dispute, f"dispute.{dispute.state}")


async def fire_staff_event(
    desk: Desk, tx: Tx, actor: Actor, dispute: Dispute, event: str, note: str | None, amount_fen: int | None
) -> None:
    """What an adjudicator does: ask either side, pull logs, decide (R62, R86)."""
    dispute, refund = await locked(tx, dispute.dispute_no)
    MACHINE.step(dispute.state, event, actor)
    now = desk.now()
    if event == "pull_logs":
        await pull_logs(desk, tx, actor, refund)
        return
    if event in {"ask_user", "ask_merchant"}:
        due = dispute_evidence_due_at(now, desk.policy)
        await fire(desk, tx, MACHINE, dispute, event, actor, note=note, evidence_due_at=due)
        await say(desk, tx, refund, "dispute.evidence_asked", event)
        return
    if not note:
        raise Invalid("请写明裁定理由。", errors=[{"field": "note", "code": "missing"}])
    row = await order_for(tx, refund.order_no, None, lock=True)
    whole = min(refund.amount_fen or 0, await refundable_fen(tx, order_of(row)))
    if event == "decide_partial" and not (amount_fen is not None and 0 < amount_fen < whole):
        raise Invalid("部分退款金额要大于 0、小于可退金额。", errors=[{"field": "amount_fen", "code": "out_of_range"}])
    finding = {"note": note, "by": actor.id, "at": iso(now)}
    amount = amount_fen if event == "decide_partial" else None
    await fire(desk, tx, MACHINE, dispute, event, actor, note=note, finding=finding, amount_fen=amount, resolved_at=now)
    await _resolved(desk, tx, dispute, event)
    if event == "decide_merchant":
        told = outcome(
            refund, "rejected", "no_liability", ["R62", "R86"],
            curable=False, next_steps=["request_human"], text=note,
        )  # fmt: skip
        await move(desk, tx, refund, "dispute_for_merchant", DISPUTE, outcome=told, rejected_at=now)
    else:
        await _for_user(desk, tx, dispute, refund, ["R86"], amount)
    await _publish(desk, tx, dispute, f"dispute.{dispute.state}")


async def _for_user(
    desk: Desk, tx: Tx, dispute: Dispute, refund: Refund, rule_ids: list[str], amount_fen: int | None = None
) -> None:
    dispute.resolved_at = dispute.resolved_at or desk.now()
    amount = amount_fen or refund.amount_fen
    await approve(desk, tx, refund, "dispute_for_user", DISPUTE, rule_ids=rule_ids, amount_fen=amount)


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """Silence has consequences, but only for a merchant who was told (I20)."""
    dispute, refund = await locked(tx, timer.key)
    now = desk.now()
    if timer.event == "merchant_timeout" and dispute.notice_state != "delivered":
        # Never proven told: a person decides, with nobody held to have been silent.
        due = adjudication_due_at(now, desk.policy, desk.calendar)
        await fire(desk, tx, MACHINE, dispute, "notice_failed", SYSTEM, adjudication_due_at=due)
    elif timer.event in {"merchant_timeout", "timeout_m"} and not await _payable(tx, refund):
        # The bank holds the money or has paid it (A26), or the code is still out (S17): silence is no ground to pay.
        due = adjudication_due_at(now, desk.policy, desk.calendar)
        await fire(desk, tx, MACHINE, dispute, "hand_over", SYSTEM, adjudication_due_at=due)
    elif timer.event in {"merchant_timeout", "timeout_m"}:
        finding = {"note": "default_judgement", "by": "timer", "at": iso(now)}
        await fire(desk, tx, MACHINE, dispute, timer.event, TIMER, finding=finding, resolved_at=now)
        await _resolved(desk, tx, dispute, timer.event)
        await _for_user(desk, tx, dispute, refund, ["R87", "A24"])
        await _publish(desk, tx, dispute, f"dispute.{dispute.state}")
    elif timer.event == "timeout":
        due = adjudication_due_at(now, desk.policy, desk.calendar)
        await fire(desk, tx, MACHINE, dispute, "timeout", TIMER, adjudication_due_at=due)
    else:
        await fire(desk, tx, MACHINE, dispute, timer.event, TIMER)
        await _publish(desk, tx, dispute, "dispute.overdue")


async def _payable(tx: Tx, refund: Refund) -> bool:
    row = await order_for(tx, refund.order_no, None, lock=True)
    left = await refundable_fen(tx, order_of(row))
    waits = refund.revocation == "asked" or await frozen(tx, refund.order_no)
    return left >= (refund.amount_fen or 0) > 0 and not waits


async def _resolved(desk: Desk, tx: Tx, dispute: Dispute, event: str) -> None:
    """The end of the dispute stands in the buyer's thread; what follows for the refund is told with the refund."""
    facts = {
        "dispute_no": dispute.dispute_no, "refund_no": dispute.refund_no, "order_no": dispute.order_no,
        "state": dispute.state, "event": event,
    }  # fmt: skip
    await tell(desk, tx, dispute.customer_id, "dispute.resolved", facts=facts)


async def _publish(desk: Desk, tx: Tx, dispute: Dispute, event: str) -> None:
    data: dict[str, Any] = {"dispute_no": dispute.dispute_no, "state": dispute.state}
    await publish(
        desk, tx, event, dispute.customer_id, refund_no=dispute.refund_no, order_no=dispute.order_no, data=data
    )
