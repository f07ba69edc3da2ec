"""What leaves the house by webhook: events to the host platform, notices to merchants; signed, repeated until 2xx."""

from typing import Any

from ..domain.dispute import DISPUTE
from ..domain.moment import iso
from .desk import Desk
from .disputes import notice_delivered
from .ports import Webhooks


class Notices:
    """The outbox's senders `platform.webhook` and `merchant.notice`. An exception puts the item off, never loses it."""

    def __init__(self, webhooks: Webhooks, url: str | None, secret: str | None, sandbox: bool) -> None:
        self._webhooks = webhooks
        self._url, self._secret = url, secret
        self._sandbox = sandbox

    def install(self, desk: Desk) -> None:
        desk.senders["merchant.notice"] = self.to_merchant
        if self._url:
            desk.senders["platform.webhook"] = self.to_platform

    async def to_platform(self, desk: Desk, item: Any) -> None:
        """One event, by its number: the receiver drops what it has seen."""
        async with desk.store.reading() as tx:
            event = await tx.events.get(int(item.key))
        assert event is not None
        assert self._url is not None
        body = {
            "seq": event.seq, "event": event.event, "at": iso(event.at), "refund_no": event.refund_no,
            "order_no": event.order_no, "customer_id": event.customer_id, "data": event.data,
        }  # fmt: skip
        await self._webhooks.post(self._url, self._secret or "", item.item_id, desk.now(), body)

    async def to_merchant(self, desk: Desk, item: Any) -> None:
        """A dispute is notified; the merchant's 2xx starts its 48 hours (A24, S16)."""
        async with desk.store.reading() as tx:
            dispute = await tx.disputes.get(item.key)
            merchant = await tx.merchants.get(dispute.merchant_id) if dispute else None
        if dispute is None or merchant is None or merchant.webhook_url is None:
            return
        if dispute.state in DISPUTE.terminal:
            return  # over before it could be told
        body = {
            "event": item.payload["event"], "dispute_no": dispute.dispute_no, "order_no": dispute.order_no,
            "refund_no": dispute.refund_no, "state": dispute.state, "opened_at": iso(dispute.opened_at),
        }  # fmt: skip
        await self._webhooks.post(
            merchant.webhook_url, merchant.webhook_secret or "", item.item_id, desk.now(), body
        )
        async with desk.store.transaction() as tx:
            await notice_delivered(desk, tx, dispute.dispute_no)
