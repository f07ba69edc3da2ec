"""People at a desk, for tests: a buyer files, a reviewer rules, a merchant answers, time passes. A call, a commit."""

import itertools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from backend.domain.actor import Actor
from backend.domain.dispute import Dispute
from backend.domain.evidence_item import EvidenceItem
from backend.domain.payout import Payout
from backend.domain.refund import Refund
from backend.service import customers, disputes, payouts
from backend.service.buyer_events import Wish, fire_buyer_event
from backend.service.desk import Desk
from backend.service.drafts import Amendment
from backend.service.orders import order_json
from backend.service.refunds import file
from backend.service.reviews import Ruling, fire_staff_event
from backend.service.views import refund_json
from backend.service.worker import advance, drain, fire_next

from .desk import Watch, order_body

BUYER, MERCHANT = "u-1", "m-1"


class Office:
    """`desk` with its `clock`. Whatever refuses raises the domain's own refusal."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        assert isinstance(desk.clock, Watch)
        self.clock: Watch = desk.clock
        self._numbers = itertools.count(1)

    # Time.

    async def drain(self) -> None:
        await drain(self.desk)

    async def fire_due(self) -> None:
        """Timers alone: what would be sent stays in the outbox, as if the sender had died."""
        while await fire_next(self.desk) is not None:
            pass

    async def wait(self, span: timedelta | None = None, **units: float) -> None:
        await advance(self.desk, self.clock, self.clock.now() + (span or timedelta(**units)))

    async def wait_until(self, moment: datetime) -> None:
        await advance(self.desk, self.clock, moment)

    # Facts.

    async def order(self, customer_id: str = BUYER, merchant_id: str = MERCHANT, **changes: Any) -> str:
        order_no = f"LY{next(self._numbers):08}"
        body = order_body(customer_id, merchant_id, order_no, self.clock.now(), **changes)
        async with self.desk.store.transaction() as tx:
            await customers.put_order(self.desk, tx, order_no, body)
        return order_no

    async def change_order(self, order_no: str, **changes: Any) -> None:
        async with self.desk.store.transaction() as tx:
            row = await tx.orders.get(order_no)
            await customers.put_order(self.desk, tx, order_no, row.body | changes)

    async def restrict(self, customer_id: str = BUYER) -> None:
        async with self.desk.store.transaction() as tx:
            await customers.put_customer(tx, customer_id, "买家", "restricted")

    async def merchant(self, merchant_id: str = MERCHANT, webhook: bool = False) -> None:
        async with self.desk.store.transaction() as tx:
            url = f"http://{merchant_id}.example" if webhook else None
            await customers.put_merchant(tx, merchant_id, "商家", 100_000, url, "s")

    async def picture(self, kind: str, *, customer_id: str = BUYER, merchant_id: str | None = None) -> str:
        """An accepted picture of that kind; its bytes do not matter here."""
        number = self.desk.number("E")
        item = EvidenceItem(
            number, f"merchant:{merchant_id}" if merchant_id else customer_id, number, "f.png", "t.jpg", "image/png",
            540, 720, 1000, self.clock.now(), merchant_id=merchant_id, state="accepted", kinds=[kind],
        )  # fmt: skip
        async with self.desk.store.transaction() as tx:
            tx.evidence.add(item)
        return number

    # Acts.

    async def file(
        self, order_no: str, reason: str = "undelivered", *kinds: str, customer_id: str = BUYER, **claim: Any
    ) -> Refund:
        ids = tuple([await self.picture(kind, customer_id=customer_id) for kind in kinds])
        change = Amendment(reason, evidence_ids=ids + tuple(claim.pop("evidence_ids", ())), **claim)
        async with self.desk.store.transaction() as tx:
            return await file(self.desk, tx, Actor("customer", customer_id), customer_id, order_no, change)

    async def buyer(self, refund_no: str, event: str, *kinds: str, customer_id: str = BUYER, **wish: Any) -> Refund:
        ids = tuple([await self.picture(kind, customer_id=customer_id) for kind in kinds])
        said = Wish(evidence_ids=ids + tuple(wish.pop("evidence_ids", ())), **wish)
        async with self.desk.store.transaction() as tx:
            actor = Actor("customer", customer_id)
            return await fire_buyer_event(self.desk, tx, actor, customer_id, refund_no, event, said)

    async def staff(self, role: str, refund_no: str, event: str, *, who: str | None = None, **ruling: Any) -> Refund:
        async with self.desk.store.transaction() as tx:
            return await fire_staff_event(self.desk, tx, Actor(role, who or role), refund_no, event, Ruling(**ruling))

    async def merchant_answers(
        self, refund_no: str, event: str, *, pictures: int = 1, reason: str = "已发货"
    ) -> Dispute:
        merchant_id = (await self.refund(refund_no)).merchant_id
        ids = [await self.picture("merchant_statement", merchant_id=merchant_id) for _ in range(pictures)]
        found = await self.dispute(refund_no)
        async with self.desk.store.transaction() as tx:
            held = await tx.disputes.get(found.dispute_no)
            actor = Actor("merchant", merchant_id)
            await disputes.merchant_answers(self.desk, tx, actor, held, event, reason, ids)
            return held

    async def adjudicate(self, refund_no: str, event: str, note: str | None = "看过双方证据", **more: Any) -> Dispute:
        found = await self.dispute(refund_no)
        async with self.desk.store.transaction() as tx:
            held = await tx.disputes.get(found.dispute_no)
            actor = Actor("adjudicator", "adjudicator")
            await disputes.fire_staff_event(self.desk, tx, actor, held, event, note, more.get("amount_fen"))
            return held

    async def redirect(self, payout_no: str, role: str = "finance") -> Payout:
        async with self.desk.store.transaction() as tx:
            return await payouts.redirect(self.desk, tx, payout_no, Actor(role, role), "已核实新账户")

    def behave(self, order_no: str, behaviour: str, channel: str = "alipay") -> None:
        self.desk.channels[channel].behave(behaviour, order_no)  # type: ignore[attr-defined]

    # Reading.

    async def read(self, noun: str, **where: Any) -> list[Any]:
        async with self.desk.store.reading() as tx:
            return await getattr(tx, noun).find(**where)

    async def refund(self, refund_no: str) -> Refund:
        return (await self.read("refunds", refund_no=refund_no))[0]

    async def state(self, refund_no: str) -> str:
        return (await self.refund(refund_no)).state

    async def dispute(self, refund_no: str) -> Dispute:
        return (await self.read("disputes", refund_no=refund_no, order="-opened_at"))[0]

    async def payouts(self, refund_no: str) -> list[Payout]:
        return await self.read("payouts", refund_no=refund_no, order="attempt")

    async def json(self, refund_no: str) -> dict[str, Any]:
        async with self.desk.store.reading() as tx:
            return await refund_json(tx, await tx.refunds.get(refund_no))

    async def order_view(self, order_no: str) -> dict[str, Any]:
        async with self.desk.store.reading() as tx:
            return await order_json(self.desk, tx, await tx.orders.get(order_no))

    async def timers(self, key: str) -> list[tuple[str, datetime]]:
        """The armed ones: (event, due)."""
        return [(t.event, t.due_at) for t in await self.read("timers", key=key, fired_at=None)]

    async def close(self) -> None:
        for channel in self.desk.channels.values():
            channel.close()  # type: ignore[attr-defined]
        await self.desk.store.close()  # type: ignore[attr-defined]


Build = Callable[..., Office]
