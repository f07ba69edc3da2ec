"""Facts for the host platform: numbered, re-readable, and pushed by the outbox where a webhook is set."""

from datetime import datetime
from typing import Any

from ..domain.journal import OutboxItem, PlatformEvent
from .desk import Desk
from .ports import Tx


async def publish(
    desk: Desk,
    tx: Tx,
    event: str,
    customer_id: str,
    *,
    refund_no: str | None = None,
    order_no: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Number the event, keep it, and queue its delivery to the platform's webhook (skipped there if none is set)."""
    seq = await tx.next_number("events")
    tx.events.add(PlatformEvent(seq, event, desk.now(), customer_id, refund_no, order_no, data or {}))
    tx.after_commit(lambda: desk.bell.ring("events"))
    if "platform.webhook" in desk.senders:
        send_later(desk, tx, "platform.webhook", str(seq), {})


async def notify(desk: Desk, tx: Tx, customer_id: str, text: str, refund_no: str | None = None) -> None:
    """`customer.notice`: the Chinese text for the host to push when the buyer is not in the window."""
    await publish(desk, tx, "customer.notice", customer_id, refund_no=refund_no, data={"text": text})


def send_later(
    desk: Desk, tx: Tx, topic: str, key: str, payload: dict[str, Any], due_at: datetime | None = None
) -> OutboxItem:
    """Write an outbox item in this transaction, due now or then; the relay is woken once it has committed."""
    now = desk.now()
    item = OutboxItem(desk.number("X"), topic, key, payload, due_at=due_at or now, created_at=now)
    tx.outbox.add(item)
    tx.after_commit(lambda: desk.bell.ring("work"))
    return item
