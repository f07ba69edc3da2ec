"""Pictures: admitted at the door and kept; the verdict (`evidence_check`) is an entry the assistant reacts to."""

import asyncio
import contextlib
from typing import Any

from ..domain.actor import Actor
from ..domain.conversation import Conversation
from ..domain.errors import Conflict, Invalid, NotAllowed, NotFound
from ..domain.evidence_item import EvidenceItem
from ..domain.moment import iso
from ..domain.wording import EVIDENCE_KINDS
from .desk import Desk
from .events import send_later
from .facts import order_for
from .ports import Clash, Tx
from .threads import append, conversation_of

WAIT_S = 3.0
MAX_PER_CONVERSATION = 300


async def upload(
    desk: Desk,
    actor: Actor,
    conversation_id: str,
    client_msg_id: str,
    data: bytes,
    order_no: str | None,
    kind: str | None,
) -> dict[str, Any]:
    """Admit a buyer's picture into the conversation and wait a moment for its verdict.

    Raises `TooLarge`, `Unsupported`, `Invalid` for what is no acceptable picture; nothing of it is kept.
    """
    if kind is not None and kind not in EVIDENCE_KINDS:
        raise Invalid(errors=[{"field": "kind", "code": "unknown"}])
    async with desk.store.reading() as tx:
        conversation = await conversation_of(tx, conversation_id, actor.id)
        known = await _sent_before(tx, conversation_id, client_msg_id)
        if order_no is not None:
            await order_for(tx, order_no, actor.id)
    picture = await desk.admit(data)
    if known is not None:
        item = await _item(desk, known.body["evidence_id"])
        if item.sha256 != picture.sha256 or item.hint_kind != kind or order_no not in (None, item.order_no):
            raise Conflict()
        return evidence_json(item) | {"seq": known.seq}
    file = await desk.files.save(picture.data, picture.suffix)
    thumbnail = await desk.files.save(picture.thumbnail, ".jpg")
    try:
        item, seq = await _keep(desk, conversation, picture, file, thumbnail, client_msg_id, order_no, kind, actor)
        if item.file != file:  # sent before: the files of then are kept
            await desk.files.delete(file)
            await desk.files.delete(thumbnail)
    except BaseException as error:
        await desk.files.delete(file)
        await desk.files.delete(thumbnail)
        if isinstance(error, Clash):
            return await upload(desk, actor, conversation_id, client_msg_id, data, order_no, kind)
        raise
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_verdict(desk, item.evidence_id), WAIT_S)
    return evidence_json(await _item(desk, item.evidence_id)) | {"seq": seq}


async def _sent_before(tx: Tx, conversation_id: str, client_msg_id: str) -> Any:
    """The entry that the customer's id made before. Raises `Conflict` if that was no picture."""
    found = await tx.entries.find(
        conversation_id=conversation_id, client_msg_id=client_msg_id, author_type="customer", limit=1
    )
    if found and "evidence_id" not in found[0].body:
        raise Conflict()
    return found[0] if found else None


async def _keep(
    desk: Desk, conversation: Conversation, picture: Any, file: str, thumbnail: str, client_msg_id: str,
    order_no: str | None, kind: str | None, actor: Actor,
) -> tuple[EvidenceItem, int]:  # fmt: skip
    async with desk.store.transaction() as tx:
        held = await conversation_of(tx, conversation.conversation_id, actor.id, lock=True)
        if await _sent_before(tx, held.conversation_id, client_msg_id) is not None:
            raise Clash(client_msg_id)  # the same upload twice at once: this one comes second
        if await tx.evidence.count(conversation_id=held.conversation_id) >= MAX_PER_CONVERSATION:
            raise NotAllowed("这个会话里的图片已经够多了，请找人工客服帮忙。", rule_ids=["R26"])
        order_no = order_no or (held.agenda or {}).get("order_no")
        twin = await _twin(tx, actor.id, picture.sha256, order_no, kind)
        item = twin or EvidenceItem(
            desk.number("E"), actor.id, picture.sha256, file, thumbnail, picture.media_type, picture.width,
            picture.height, len(picture.data), desk.now(), conversation_id=held.conversation_id,
            order_no=order_no, hint_kind=kind,
            fingerprint={"hashes": list(picture.hashes), "editor": picture.editor},
        )  # fmt: skip
        customer = await tx.customers.get(actor.id)
        entry = await append(
            desk, tx, held, "evidence.attached", "customer", customer.name if customer else "买家",
            body={"evidence_id": item.evidence_id, "card": evidence_card(item)}, client_msg_id=client_msg_id,
        )  # fmt: skip
        if twin is None:
            tx.evidence.add(item)
            send_later(desk, tx, "evidence.check", item.evidence_id, {})
        elif twin.state != "pending":
            await tell(desk, tx, held, twin)
    return item, entry.seq


async def _twin(
    tx: Tx, customer_id: str, sha256: str, order_no: str | None, kind: str | None
) -> EvidenceItem | None:
    """The same file sent before for the same order: it is the same evidence, unless it could not be read then."""
    found = await tx.evidence.find(
        customer_id=customer_id, sha256=sha256, removed_at=None, order="-uploaded_at", limit=20
    )
    for item in found:
        read = all(finding["code"] != "not_read" for finding in (item.check or {}).get("findings", ()))
        case = await tx.refunds.get(item.refund_no) if item.refund_no else None
        free = case is None or case.active  # what proved a finished case is not taken out of it
        if read and free and order_no in (None, item.order_no) and kind in (None, item.hint_kind, *item.kinds):
            return item
    return None


async def _verdict(desk: Desk, evidence_id: str) -> None:
    while (await _item(desk, evidence_id)).state == "pending":
        await desk.bell.wait(f"evidence:{evidence_id}", desk.bell.count(f"evidence:{evidence_id}"), WAIT_S)


async def _item(desk: Desk, evidence_id: str) -> EvidenceItem:
    async with desk.store.reading() as tx:
        return await evidence_for(tx, evidence_id, None)


async def tell(desk: Desk, tx: Tx, conversation: Conversation, item: EvidenceItem) -> None:
    """The verdict as an entry, which the assistant reacts to as to words. The caller holds the conversation locked."""
    await append(
        desk, tx, conversation, "evidence.checked", "system", "系统",
        body={
            "evidence_id": item.evidence_id, "check": item.check, "card": evidence_card(item),
            "facts": {"evidence_id": item.evidence_id, "state": item.state, "kinds": item.kinds},
        },
    )  # fmt: skip


async def evidence_for(tx: Tx, evidence_id: str, customer_id: str | None, lock: bool = False) -> EvidenceItem:
    """The picture, if it is this customer's (or anybody's, for None). Raises `NotFound`."""
    item = await tx.evidence.get(evidence_id, lock=lock)
    if item is None or (customer_id is not None and item.customer_id != customer_id):
        raise NotFound("没有找到这张图片。")
    return item


def evidence_json(item: EvidenceItem) -> dict[str, Any]:
    """The contract's answer to an upload."""
    blank = {"state": item.state, "kinds": item.kinds, "facts": {}, "findings": []}
    return {
        "evidence_id": item.evidence_id,
        "order_no": item.order_no,
        "refund_no": item.refund_no,
        "uploaded_at": iso(item.uploaded_at),
        "removed_at": iso(item.removed_at),
        "check": item.check or blank,
    }


def evidence_card(item: EvidenceItem) -> dict[str, Any]:
    return {
        "type": "evidence",
        "evidence_id": item.evidence_id,
        "picture": f"/v1/customer/evidence/{item.evidence_id}/picture",
        "kinds": item.kinds,
        "state": item.state,
        "findings": (item.check or {}).get("findings", []),
    }
