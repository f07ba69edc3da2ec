"""Filing: the one way from an application to a case, and from a case to its path (POLICY section 2 A, S3, S4, S9)."""

from typing import Any

from ..domain.actor import SYSTEM, Actor
from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.moment import iso
from ..domain.policy import Decision, decide, review_due_at
from ..domain.refund import Refund
from . import payouts
from .desk import Desk
from .drafts import Amendment, amend, claim_of, open_draft
from .events import send_later
from .facts import facts_for, order_for, refuse_frozen
from .ports import Tx
from .refund_moves import move
from .threads import hold


async def refund_for(tx: Tx, refund_no: str, customer_id: str | None, lock: bool = False) -> Refund:
    """The refund, if it is this customer's (or anybody's, for None), locked with its order. Raises `NotFound`."""
    refund = await tx.refunds.get(refund_no)
    if refund is None or (customer_id is not None and refund.customer_id != customer_id):
        raise NotFound("没有找到这笔退款申请。")
    if lock:
        await hold(tx, refund.customer_id)
        await order_for(tx, refund.order_no, None, lock=True)
        await tx.refunds.get(refund_no, lock=True)  # reads the same row again, as it stands now
    return refund


async def file(desk: Desk, tx: Tx, actor: Actor, customer_id: str, order_no: str, claim: Amendment) -> Refund:
    """Open, fill in and submit in one go (an app's own form). The refund comes back, `ineligible` when blocked (S9)."""
    refund = await open_draft(desk, tx, actor, customer_id, order_no)
    await amend(desk, tx, refund, claim)
    return await submit(desk, tx, actor, refund.refund_no, customer_id)


async def submit(desk: Desk, tx: Tx, actor: Actor, refund_no: str, customer_id: str | None) -> Refund:
    """Submit a draft under the policy in force now (I24). Raises `NotAllowed` while evidence is missing."""
    refund = await refund_for(tx, refund_no, customer_id, lock=True)
    row = await order_for(tx, refund.order_no, customer_id, lock=True)
    if refund.reason is None:
        raise Invalid("请先选择退款原因。", errors=[{"field": "reason", "code": "missing"}])
    decision = decide(await claim_of(tx, refund), await facts_for(desk, tx, row, but=refund_no), desk.policy)
    if decision.outcome == "ineligible":
        remember(refund, decision)
        await move(desk, tx, refund, "check_ineligible", SYSTEM)
        return refund
    if decision.outcome == "incomplete":
        raise NotAllowed(
            decision.text or "材料还不齐，补齐后就能提交。",
            rule_ids=list(decision.rule_ids),
            missing_evidence=decision.as_json()["missing_evidence"],
        )
    await enter(desk, tx, refund, decision, "submit", actor)
    return refund


async def enter(
    desk: Desk, tx: Tx, refund: Refund, decision: Decision, event: str, actor: Actor, note: str | None = None
) -> None:
    """Into SUBMITTED and at once onto its path: express is approved and owed in this very transaction."""
    remember(refund, decision)
    now = desk.now()
    refund.amount_fen = refund.amount_fen or decision.amount_fen
    refund.path, refund.type = decision.path, decision.type
    refund.outcome = None
    await move(
        desk, tx, refund, event, actor, note=note,
        submitted_at=now, attempts=refund.attempts + 1, breached_at=None, supplement_items=[],
    )  # fmt: skip
    if refund.type == "return_and_refund" and refund.revocation != "revoked":
        refund.revocation = "asked"
        send_later(desk, tx, "code.revoke", refund.refund_no, {})
    await triage(desk, tx, refund)


async def triage(desk: Desk, tx: Tx, refund: Refund) -> None:
    """From SUBMITTED to express, manual or standard; the sweeper calls it again should it have been interrupted."""
    assert refund.submitted_at is not None
    if refund.path == "express":
        await approve(desk, tx, refund, "express_pass", SYSTEM)
        return
    assert refund.path is not None
    due = review_due_at(refund.submitted_at, refund.path, desk.policy, desk.calendar)
    event = "triage_manual" if refund.path == "manual" else "triage_standard"
    await move(desk, tx, refund, event, SYSTEM, review_due_at=due)


async def approve(
    desk: Desk, tx: Tx, refund: Refund, event: str, actor: Actor, note: str | None = None,
    rule_ids: list[str] | None = None, **changes: Any,
) -> None:  # fmt: skip
    """Into APPROVED by one of its only doors, and the obligation with it in one transaction (I3, I10).

    `rule_ids` are what the approval rests on, where that is not the policy's own decision.
    """
    await order_for(tx, refund.order_no, None, lock=True)
    await refuse_unpayable(tx, refund)
    refund.outcome = outcome(refund, "approved", None, rule_ids or (refund.decision or {}).get("rule_ids", []))
    await move(desk, tx, refund, event, actor, note=note, approved_at=desk.now(), **changes)
    await payouts.create_obligation(desk, tx, refund)


async def refuse_unpayable(tx: Tx, refund: Refund) -> None:
    """Raises `NotAllowed` while nobody knows whether the code could be taken back (S17), or the bank takes the payment
    back (A26). The caller holds the order's row."""
    if refund.revocation == "asked":
        raise NotAllowed("正在收回卡密，有结果之后才能退款。", rule_ids=["R21", "A6", "S17"])
    await refuse_frozen(tx, refund.order_no)


def remember(refund: Refund, decision: Decision) -> None:
    """Keep the decision and its input with the case, so that it can be replayed byte for byte (I24)."""
    refund.decision = decision.as_json()
    refund.decision_input = decision.input_json
    refund.policy_version = decision.policy_version
    if decision.outcome == "ineligible":
        refund.outcome = {
            "outcome": "ineligible",
            "code": decision.code,
            "rule_ids": list(decision.rule_ids),
            "policy_version": decision.policy_version,
            "curable": decision.curable,
            "next_steps": list(decision.next_steps),
            "text": decision.text,
            "blocked_by": list(decision.blocked_by),
        }


def outcome(refund: Refund, verdict: str, code: str | None, rule_ids: list[str], **more: Any) -> dict[str, Any]:
    """The contract's `decision` object."""
    shape = {
        "outcome": verdict,
        "code": code,
        "rule_ids": rule_ids,
        "policy_version": refund.policy_version,
        "curable": None,
        "next_steps": [],
        "text": None,
    }
    return shape | more


def ineligible_problem(refund: Refund) -> dict[str, Any]:
    """What the 409 `ineligible` answer carries beside its detail."""
    told = refund.outcome or {}
    return {
        "refund_no": refund.refund_no,
        "blocked_by": told.get("blocked_by", []),
        "reason_code": told.get("code"),
        "rule_ids": told.get("rule_ids", []),
        "next_steps": told.get("next_steps", []),
        "policy_version": refund.policy_version,
        "at": iso(refund.created_at),
    }
