"""What the check makes of a picture: read, held against the order, looked up among earlier ones, told to the thread."""

from typing import Any

from ..domain.evidence import Page, Verdict, covered, judge, page_of, secret_places, speaks_of
from ..domain.evidence.advice import finding
from ..domain.evidence.reuse import STRONG, fingerprint, marks, shared
from ..domain.evidence_item import EvidenceItem, EvidenceMark
from ..domain.order import Order
from .desk import Desk
from .events import send_later
from .evidence import evidence_for, tell
from .facts import order_of
from .ports import Tx
from .privacy import mask, scrub

READINGS = 3  # a picture that readers could not finish so often will not be read
ORDERS = 50
PRIVATE = ("account", "failure", "merchant_words")  # facts whose words may hold a phone: its ends will do
MOST_EARLIER = 20
REUSED = {
    "same_file": "与另一笔订单的图片是同一个文件", "same_card": "与另一笔订单的图片是同一个卡号",
    "same_transaction": "与另一笔订单的图片是同一个交易号", "same_picture": "与另一笔订单的图片高度相似，号码也相同",
    "same_numbers": "与另一笔订单的图片有相同的号码和时间",
}  # fmt: skip


class NotRead(Exception):
    """No reader could finish the picture; the outbox tries again."""


async def check(desk: Desk, outbox: Any) -> None:
    """Outbox `evidence.check`. Judges once, whoever died on the way: only a pending picture is judged."""
    async with desk.store.reading() as tx:
        item = await evidence_for(tx, outbox.key, None)
    if item.state != "pending":
        return
    page: Page = await desk.pages.read(await desk.files.load(item.file))
    if page.failed and outbox.attempts < READINGS:
        raise NotRead(item.evidence_id)
    async with desk.store.transaction() as tx:
        item = await evidence_for(tx, outbox.key, None, lock=True)
        if item.state != "pending":
            return
        order = await _order(tx, item, page)
        verdict = judge(page, order, item.hint_kind)
        item.checked_at = desk.now()
        item.page = covered(page, mask, _own(order)).as_json()
        if places := secret_places(page, mask, _own(order)):
            send_later(desk, tx, "evidence.blacken", item.evidence_id, {"places": places})
        notes = item.fingerprint or {}
        item.fingerprint = notes | fingerprint(page, item.sha256, notes.get("hashes", ()))
        verdict = await _used_before(tx, item, verdict)
        _settle(item, verdict)
        conversation = await tx.conversations.get(item.conversation_id, lock=True) if item.conversation_id else None
        if conversation is not None:
            await tell(desk, tx, conversation, item)
        name = f"evidence:{item.evidence_id}"
        tx.after_commit(lambda: desk.bell.ring(name))


async def blacken(desk: Desk, outbox: Any) -> None:
    """Outbox `evidence.blacken`: nobody sees the card secrets on a stored picture any more. Twice does no harm."""
    async with desk.store.reading() as tx:
        item = await evidence_for(tx, outbox.key, None)
    try:
        picture, thumbnail = await desk.blacken(await desk.files.load(item.file), outbox.payload["places"])
    except FileNotFoundError:
        return  # its days of keeping are over
    async with desk.store.transaction() as tx:
        item = await evidence_for(tx, outbox.key, None, lock=True)
        if item.removed_at is None:  # a file that was deleted meanwhile must not come back
            await desk.files.replace(item.file, picture)
            await desk.files.replace(item.thumbnail, thumbnail)


async def hold_against(tx: Tx, item: EvidenceItem, order_no: str) -> None:
    """A picture is used for an order that it was not held against before: judged anew, from the words kept of it."""
    if item.order_no == order_no:
        return
    item.order_no = order_no
    row = await tx.orders.get(order_no)
    if row is not None and item.page is not None and item.state != "pending":
        verdict = judge(page_of(item.page), order_of(row), item.hint_kind)
        _settle(item, await _used_before(tx, item, verdict))


async def _order(tx: Tx, item: EvidenceItem, page: Page) -> Order | None:
    """The order it is for: the one named at the upload, else the buyer's own order that the page speaks of."""
    if item.order_no is not None:
        row = await tx.orders.get(item.order_no)
        return order_of(row) if row else None
    mine = [order_of(row) for row in await tx.orders.find(customer_id=item.customer_id, order="-paid_at", limit=ORDERS)]
    order = mine[0] if len(mine) == 1 else next((order for order in mine if speaks_of(page, order)), None)
    item.order_no = order.order_no if order else None
    return order


def _own(order: Order | None) -> list[str]:
    return [order.order_no, *(payment.transaction_id for payment in order.payments)] if order else []


def _settle(item: EvidenceItem, verdict: Verdict) -> None:
    item.state, item.kinds, item.check = verdict.state, list(verdict.kinds), verdict.as_json()
    for field in PRIVATE:
        fact = item.check["facts"].get(field)
        if fact and fact["value"]:
            fact["value"] = scrub(fact["value"])
    for told in item.check["findings"]:
        if told.get("field") in PRIVATE and "found" in told:
            told |= {side: scrub(told[side]) for side in ("expected", "found") if told[side]}


async def _used_before(tx: Tx, item: EvidenceItem, verdict: Verdict) -> Verdict:
    """Flag for the reviewer what was used for another order; one that names no order proves only the first."""
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
