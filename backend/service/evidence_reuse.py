"""Pictures that were used before: flagged for the reviewer, never told as an accusation."""

from ..domain.evidence import Verdict
from ..domain.evidence.advice import finding
from ..domain.evidence.reuse import STRONG, marks, shared
from ..domain.evidence_item import EvidenceItem, EvidenceMark
from .ports import Tx

MOST_EARLIER = 20
REUSED = {
    "same_file": "与另一笔订单的图片是同一个文件", "same_card": "与另一笔订单的图片是同一个卡号",
    "same_transaction": "与另一笔订单的图片是同一个交易号", "same_picture": "与另一笔订单的图片高度相似，号码也相同",
    "same_numbers": "与另一笔订单的图片有相同的号码和时间",
}  # fmt: skip


async def used_before(tx: Tx, item: EvidenceItem, verdict: Verdict) -> Verdict:
    """Flag what was used for another order; one that names no order proves only the first."""
    assert item.fingerprint is not None
    mine = marks(item.fingerprint)
    found = [mark.evidence_id for mark in await tx.marks.find(mark=mine, limit=10 * MOST_EARLIER)]
    known = {mark.mark for mark in await tx.marks.find(evidence_id=item.evidence_id)}
    for mark in set(mine) - known:
        tx.marks.add(EvidenceMark(mark, item.evidence_id))
    others = [other for other in dict.fromkeys(found) if other != item.evidence_id][:MOST_EARLIER]
    earlier = await tx.evidence.find(evidence_id=others, order="-uploaded_at") if others else []
    editor = item.fingerprint.get("editor")
    item.flags = [{"code": "edited", "text": f"文件信息里写着用 {editor} 保存过"}] if editor else []
    item.flags += [
        {"code": code, "text": f"{REUSED[code]}（{other.order_no or '未指定订单'}）", "evidence_id": other.evidence_id,
         "order_no": other.order_no, "same_customer": other.customer_id == item.customer_id,
         "rotation": (other.check or {}).get("rotation", 0)}
        for other in earlier if _elsewhere(item, other) and other.fingerprint
        for code in shared(item.fingerprint, other.fingerprint)
    ]  # fmt: skip
    used = {flag.get("evidence_id") for flag in item.flags if flag["code"] in STRONG}
    proved = [other for other in earlier if other.evidence_id in used and other.state == "accepted"]
    bound = any(verdict.facts.get(name, {}).get("status") == "seen" for name in ("order_no", "transaction_id"))
    if proved and not bound and verdict.state == "accepted":
        return Verdict("refused", verdict.kinds, verdict.facts, (finding("used_elsewhere"),), verdict.rotation)
    return verdict


def _elsewhere(item: EvidenceItem, other: EvidenceItem) -> bool:
    """Used by somebody else, or for another order; a picture sent without an order says nothing of either."""
    if other.merchant_id is not None:
        return False
    return other.customer_id != item.customer_id or (other.order_no or item.order_no) != item.order_no
