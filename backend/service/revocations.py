"""退货退款: a code that was never used is taken back at the supplier before its money goes back (S17, A6).

Asked for when the case is submitted, by the outbox; the case is read meanwhile, but nobody approves before the answer.
A code that cannot be taken back sends the case to people; one whose refund comes to nothing is given back.
"""

import contextlib
from dataclasses import replace
from typing import Any

from ..domain.actor import SYSTEM
from ..domain.policy import decide, due_at, escalated_due_at
from ..domain.record import recall
from ..domain.refund import Refund
from .desk import Desk
from .engine import record
from .events import publish
from .ports import SupplierSilent, Tx
from .refund_moves import UNDONE, give_back, move
from .refunds import refund_for, remember


async def revoke(desk: Desk, item: Any) -> None:
    """Outbox `code.revoke`: ask the supplier; silence is asked again until the patience of the policy has ended."""
    async with desk.store.reading() as tx:
        refund = await tx.refunds.get(item.key)
        order = await tx.orders.get(refund.order_no) if refund else None
    if refund is None or order is None or refund.revocation != "asked" or refund.state in UNDONE:
        return
    try:
        revoked = await desk.supplier.revoke(order, refund.refund_no)
    except SupplierSilent:
        if desk.now() < due_at("revocation", item.created_at, desk.policy, desk.calendar):
            raise
        revoked = False
    async with desk.store.transaction() as tx:
        refund = await refund_for(tx, item.key, None, lock=True)
        if refund.revocation != "asked":
            return
        refund.revocation = "revoked" if revoked else "failed"
        if not revoked and refund.state not in UNDONE:
            await _to_people(desk, tx, refund)
        give_back(desk, tx, refund)  # where the case has come to nothing meanwhile
        await _publish(desk, tx, refund)


async def hurry(desk: Desk, refund_no: str) -> None:
    """Somebody waits for the answer: the supplier is asked now, if the outbox has not come to it yet."""
    async with desk.store.reading() as tx:
        waiting = await tx.outbox.find(topic="code.revoke", key=refund_no, done_at=None, limit=1)
    for item in waiting:
        with contextlib.suppress(SupplierSilent):
            await revoke(desk, item)


async def _to_people(desk: Desk, tx: Tx, refund: Refund) -> None:
    """Decided again on the same facts but this one, under the version of then; the ordinary review becomes a manual
    one."""
    assert refund.decision_input is not None
    claim, facts, version, _ = recall(refund.decision_input)
    policy = desk.policies.get(version) or desk.policy
    remember(refund, decide(claim, replace(facts, revocation_failed=True), policy, desk.calendar))
    refund.path = "manual"
    if refund.state == "under_review":
        assert refund.submitted_at is not None
        assert refund.review_due_at is not None
        due = escalated_due_at(refund.submitted_at, refund.review_due_at, policy, desk.calendar)
        await move(desk, tx, refund, "escalate", SYSTEM, note="卡密撤销失败，转人工复核", review_due_at=due)


async def restore(desk: Desk, item: Any) -> None:
    """Outbox `code.restore`: the code works again; repeated until the supplier has said so."""
    async with desk.store.reading() as tx:
        refund = await tx.refunds.get(item.key)
        order = await tx.orders.get(refund.order_no) if refund else None
    if refund is None or order is None or refund.revocation != "restoring":
        return
    await desk.supplier.restore(order, refund.refund_no)
    async with desk.store.transaction() as tx:
        refund = await refund_for(tx, item.key, None, lock=True)
        refund.revocation = "restored"
        await _publish(desk, tx, refund)


async def _publish(desk: Desk, tx: Tx, refund: Refund) -> None:
    """In the trail, under the order whose code it is, and told to the host."""
    await record(
        desk, tx, "order", refund.order_no, "code", "", refund.revocation or "", SYSTEM,
        note=refund.refund_no, rule_ids=["R21", "A6", "S17"], policy_version=refund.policy_version,
    )  # fmt: skip
    data = {"revocation": refund.revocation, "state": refund.state}
    await publish(
        desk, tx, "refund.code", refund.customer_id, refund_no=refund.refund_no, order_no=refund.order_no, data=data
    )
