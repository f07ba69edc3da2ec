"""A merchant's pictures for a dispute: admitted, read and blackened as a buyer's are, and judged by people alone."""

from ..domain.actor import Actor
from ..domain.dispute import Dispute
from ..domain.errors import NotAllowed
from ..domain.evidence_item import EvidenceItem
from .desk import Desk
from .events import send_later
from .ports import Tx

MOST = 20  # pictures that one dispute takes from its merchant


async def supply(desk: Desk, actor: Actor, dispute: Dispute, data: bytes) -> EvidenceItem:
    """Keep a picture for the merchant's own dispute; the same file again is the same evidence.

    Raises `TooLarge`, `Unsupported`, `Invalid` for what is no acceptable picture, `NotAllowed` for one too many.
    """
    picture = await desk.admit(data)
    async with desk.store.reading() as tx:
        if known := await _known(tx, dispute, picture.sha256):
            return known
    file = await desk.files.save(picture.data, picture.suffix)
    thumbnail = await desk.files.save(picture.thumbnail, ".jpg")
    kept: EvidenceItem | None = None
    try:
        async with desk.store.transaction() as tx:
            await tx.disputes.get(dispute.dispute_no, lock=True)  # the same file twice at once comes here one by one
            kept = await _known(tx, dispute, picture.sha256)
            if kept is None:
                kept = EvidenceItem(
                    desk.number("E"), f"merchant:{actor.id}", picture.sha256, file, thumbnail, picture.media_type,
                    picture.width, picture.height, len(picture.data), desk.now(), order_no=dispute.order_no,
                    dispute_no=dispute.dispute_no, merchant_id=actor.id, hint_kind="merchant_statement",
                )  # fmt: skip
                await _room(tx, dispute)
                tx.evidence.add(kept)
                send_later(desk, tx, "evidence.check", kept.evidence_id, {})
    except BaseException:
        kept = None
        raise
    finally:
        if kept is None or kept.file != file:
            await desk.files.delete(file)
            await desk.files.delete(thumbnail)
    return kept


async def _known(tx: Tx, dispute: Dispute, sha256: str) -> EvidenceItem | None:
    found = await tx.evidence.find(
        dispute_no=dispute.dispute_no, merchant_id=dispute.merchant_id, sha256=sha256, removed_at=None, limit=1
    )
    return found[0] if found else None


async def _room(tx: Tx, dispute: Dispute) -> None:
    if await tx.evidence.count(dispute_no=dispute.dispute_no, merchant_id=dispute.merchant_id) >= MOST:
        raise NotAllowed(f"一个纠纷最多传 {MOST} 张图片。", rule_ids=["R26"])
