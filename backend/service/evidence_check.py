"""What the check makes of a picture: read, held against the order, looked up among earlier ones, told to the thread.

Until it is through, only who sent the picture may see it (`EvidenceItem.held`): it may show card secrets. They are
blackened in the step that ends the wait, so nobody else ever sees them.
"""

from collections.abc import Sequence
from typing import Any

from ..domain.evidence import Page, Verdict, covered, judge, page_of, secret_places, speaks_of
from ..domain.evidence.reuse import fingerprint
from ..domain.evidence_item import EvidenceItem
from ..domain.order import Order
from .desk import Desk
from .evidence import evidence_for, tell
from .evidence_reuse import used_before
from .facts import order_of
from .ports import Tx
from .privacy import mask, scrub

READINGS = 3  # a picture that readers could not finish so often will not be read
ORDERS = 50
PRIVATE = ("account", "failure", "merchant_words")  # facts whose words may hold a phone: its ends will do
STATEMENT = ("merchant_statement",)
UNREAD = {"code": "not_read", "text": "这张图没能读出文字，请直接看图"}


class NotRead(Exception):
    """No reader could finish the picture; the outbox tries again."""


async def check(desk: Desk, outbox: Any) -> None:
    """Outbox `evidence.check`. Judges once, whoever died on the way: only a pending picture is judged."""
    item = await _now(desk, outbox.key)
    if not _waits(item):
        return
    data = await desk.files.load(item.file)
    page: Page = await desk.pages.read(data)
    if page.failed and outbox.attempts < READINGS:
        raise NotRead(item.evidence_id)
    while _waits(item) and not await _judged(desk, item, data, page):
        item = await _now(desk, outbox.key)


async def _now(desk: Desk, evidence_id: str) -> EvidenceItem:
    async with desk.store.reading() as tx:
        return await evidence_for(tx, evidence_id, None)


def _waits(item: EvidenceItem) -> bool:
    return item.state == "pending" and item.removed_at is None


async def _judged(desk: Desk, seen: EvidenceItem, data: bytes, page: Page) -> bool:
    """Blackened, judged and told in one step. False when it has become another order's meanwhile."""
    async with desk.store.reading() as tx:
        order = await _order(tx, seen, page)
    hide = scrub if seen.merchant_id else mask
    places = secret_places(page, hide, _own(order))
    dark: Sequence[bytes] = await desk.blacken(data, places) if places else ()
    async with desk.store.transaction() as tx:
        item = await evidence_for(tx, seen.evidence_id, None, lock=True)
        if not _waits(item):
            return True
        if item.order_no != seen.order_no:
            return False
        item.order_no = item.order_no or (order.order_no if order else None)
        item.checked_at = desk.now()
        item.page = covered(page, hide, _own(order)).as_json()
        verdict = judge(page, order, item.hint_kind)
        if item.merchant_id is None:
            await _for_buyer(desk, tx, item, page, verdict)
        else:
            _for_merchant(item, verdict, page.failed)
            tx.after_commit(lambda: desk.bell.ring("events"))  # the adjudicator may be looking at it
        for name, picture in zip((item.file, item.thumbnail), dark, strict=False):
            await desk.files.replace(name, picture)
        bell = f"evidence:{item.evidence_id}"
        tx.after_commit(lambda: desk.bell.ring(bell))
    return True


async def _for_buyer(desk: Desk, tx: Tx, item: EvidenceItem, page: Page, verdict: Verdict) -> None:
    notes = item.fingerprint or {}
    item.fingerprint = notes | fingerprint(page, item.sha256, notes.get("hashes", ()))
    _settle(item, await used_before(tx, item, verdict))
    conversation = await tx.conversations.get(item.conversation_id, lock=True) if item.conversation_id else None
    if conversation is not None:
        await tell(desk, tx, conversation, item)


def _for_merchant(item: EvidenceItem, verdict: Verdict, unread: bool) -> None:
    """What was read is for the adjudicator; nothing is held against who sent it."""
    kinds = verdict.kinds if verdict.kinds not in ((), ("other",)) else STATEMENT
    _settle(item, Verdict("accepted", kinds, verdict.facts, (), verdict.rotation))
    item.flags = [UNREAD] if unread else []


async def hold_against(tx: Tx, item: EvidenceItem, order_no: str) -> None:
    """A picture is used for an order that it was not held against before: judged anew, from the words kept of it."""
    if item.order_no == order_no:
        return
    item.order_no = order_no
    row = await tx.orders.get(order_no)
    if row is not None and item.page is not None and item.state != "pending":
        verdict = judge(page_of(item.page), order_of(row), item.hint_kind)
        _settle(item, await used_before(tx, item, verdict))


async def _order(tx: Tx, item: EvidenceItem, page: Page) -> Order | None:
    """The order it is for: the one named at the upload, else the buyer's own order that the page speaks of."""
    if item.order_no is not None:
        row = await tx.orders.get(item.order_no)
        return order_of(row) if row else None
    mine = [order_of(row) for row in await tx.orders.find(customer_id=item.customer_id, order="-paid_at", limit=ORDERS)]
    return mine[0] if len(mine) == 1 else next((order for order in mine if speaks_of(page, order)), None)


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
