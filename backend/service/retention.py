"""Pictures are kept for so many days after they were last needed; then only the verdict and its trace remain."""

from datetime import datetime, timedelta

from ..domain.actor import SYSTEM
from ..domain.compensation import COMPENSATION
from ..domain.evidence_item import EvidenceItem
from .desk import Desk
from .engine import record
from .ports import Tx

BATCH = 20  # pictures that one pass looks at, so that other work gets its turn


async def sweep(desk: Desk) -> bool:
    """Delete the files of pictures whose days are over. True when there was something to look at."""
    limit = desk.now() - timedelta(days=desk.evidence_days)
    async with desk.store.reading() as tx:
        oldest = await tx.evidence.find(removed_at=None, order="kept_from_at", limit=BATCH)
        due = [item.evidence_id for item in oldest if _over(item, limit)]
    for evidence_id in due:
        async with desk.store.transaction() as tx:
            item = await tx.evidence.get(evidence_id, lock=True)
            if item is not None and item.removed_at is None and _over(item, limit):
                await _look_at(desk, tx, item, limit)
    return bool(due)


def _over(item: EvidenceItem, limit: datetime) -> bool:
    return item.kept_from_at is not None and item.kept_from_at <= limit


async def _look_at(desk: Desk, tx: Tx, item: EvidenceItem, limit: datetime) -> None:
    """Remove it, or note until when it was needed. The files go first: a death before the commit does it all again,
    and a file that is gone already is no error."""
    item.kept_from_at = await _needed_until(desk, tx, item)
    if not _over(item, limit):
        return
    await desk.files.delete(item.file)
    await desk.files.delete(item.thumbnail)
    item.removed_at, item.page = desk.now(), None
    await record(
        desk, tx, "evidence", item.evidence_id, "expired", "kept", "removed", SYSTEM,
        inputs={"sha256": item.sha256, "kept_from_at": item.kept_from_at},
    )  # fmt: skip


async def _needed_until(desk: Desk, tx: Tx, item: EvidenceItem) -> datetime:
    """Now while a case that it belongs to goes on, else the end of the last one, else its upload."""
    ends = [item.uploaded_at]
    if item.refund_no is not None:
        refund = await tx.refunds.get(item.refund_no)
        if refund is not None:
            if refund.active:
                return desk.now()
            ends += [at for at in (refund.resubmit_until_at, refund.appeal_until_at) if at is not None]
            for charged in await tx.chargebacks.find(order_no=refund.order_no):
                ends.append(charged.ended_at or desk.now())
            for owed in await tx.compensations.find(refund_no=refund.refund_no):
                ends += [desk.now()] if owed.state in COMPENSATION.waits else []
                ends += await _last_step(tx, "compensation", owed.compensation_no)
        ends += await _last_step(tx, "refund", item.refund_no)
    disputes = await tx.disputes.find(refund_no=item.refund_no) if item.refund_no is not None else []
    if item.dispute_no is not None:
        disputes += await tx.disputes.find(dispute_no=item.dispute_no)
    for dispute in disputes:
        if dispute.resolved_at is None:
            return desk.now()
        ends += [dispute.resolved_at, *await _last_step(tx, "dispute", dispute.dispute_no)]
    return max(ends)


async def _last_step(tx: Tx, machine: str, key: str) -> list[datetime]:
    return [row.at for row in await tx.audit.find(machine=machine, key=key, allowed=True, order="-seq", limit=1)]
