"""A small world for the stateful test: two buyers, their orders and cases, and everything that anybody can do."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from backend.domain.actor import Actor
from backend.domain.dispute import DISPUTE
from backend.domain.errors import Refusal
from backend.domain.refund import REFUND
from backend.gateways.sandbox_channel import Answer
from backend.service import chargebacks, payouts
from backend.service.events import send_later
from backend.store.tables import metadata
from tests.backend.desk import CHANNELS, HOUR, build, payment
from tests.backend.office import Office

WHO = ("u-1", "u-2")
CURABLE, FINAL = "evidence_incomplete", "no_liability"
# What a buyer's events are called where the table has its own word.
BUYERS = {"evidence_supplied": "supply_evidence", "evidence_supplied_manual": "supply_evidence"}
ACTORS = ("customer", "reviewer", "senior_reviewer", "agent", "finance", "merchant", "adjudicator")
NOT_ALONE = {"open_draft", "submit", "user_leaves", "open"}  # these come with filing, or with another machine's step


# The newest transaction that wrote a row, and how many rows there are, table by table, as PostgreSQL knows it.
STAMPS = text(" UNION ALL ".join(f"SELECT '{t}', max(xmin::text::bigint), count(*) FROM {t}" for t in metadata.tables))


class World:
    """One database, files in one folder, lived in `loop`; `legal` says who may do what to a case, `do` does it.
    `refused` counts what was refused, by code."""

    def __init__(self, url: str, folder: Path, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.office = Office(build(url, folder))
        self._side = sqlite3.connect(url.partition("///")[2]) if url.startswith("sqlite") else None
        self.orders: dict[str, str] = {}
        self.refused: Counter[str] = Counter()

    def close(self) -> None:
        if self._side is not None:
            self._side.close()
        self.run(self.office.close())

    def run(self, act: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(act)

    def read(self, noun: str, **where: Any) -> list[Any]:
        return self.run(self.office.read(noun, **where))

    def attempt(self, act: Coroutine[Any, Any, Any]) -> Any:
        """The result, or None for what is refused; then nothing at all was written (I13)."""
        before = self._written()
        try:
            return self.run(act)
        except Refusal as refusal:
            self.refused[refusal.code] += 1
        assert self._written() == before, "I13: what was refused has written something"
        return None

    def _written(self) -> Any:
        """Something else after anything was written."""
        if self._side is not None:
            return self._side.execute("PRAGMA data_version").fetchone()
        return self.run(self._stamps())

    async def _stamps(self) -> list[Any]:
        async with self.office.desk.store.reading() as tx:
            return list(await tx.session.execute(STAMPS))

    # Cases.

    def order(self, fen: int, legs: int, express: bool, shipped: bool, who: str) -> str:
        paid = [payment(CHANNELS[n], "wallet_balance", fen, f"T{len(self.orders)}{n}") for n in range(legs)]
        more: dict[str, Any] = {"shipped": HOUR} if shipped else {}
        product = {"express_capable": express, "appraisal": fen == 1_000_000, "revocable": shipped and legs == 1}
        order_no = self.run(self.office.order(who, product=product, payments=paid, **more))
        self.orders[order_no] = who
        return order_no

    def file(self, order_no: str, reason: str, share: int = 1) -> None:
        owner = self.orders[order_no]
        ids = [self.picture(kind, owner) for kind in ("order_screenshot", "payment_statement", "merchant_chat")]
        whole = sum(leg["amount_fen"] for leg in self.read("orders", order_no=order_no)[0].body["payments"])
        amount = max(1, whole // share) if share > 1 else None
        self.attempt(self.office.file(order_no, reason, customer_id=owner, amount_fen=amount, evidence_ids=ids))

    def picture(self, kind: str, customer_id: str) -> str:
        return self.run(self.office.picture(kind, customer_id=customer_id))

    def live(self, n: int, *states: str) -> Any:
        """One of the cases that have not ended, the n-th; of these states, where states are given."""
        found = [r for r in self.read("refunds", order="created_at") if r.state not in REFUND.terminal]
        fitting = [r for r in found if r.state in states] if states else found
        return fitting[n % len(fitting)] if fitting else None

    def dispute_of(self, refund: Any) -> Any:
        found = [d for d in self.read("disputes", refund_no=refund.refund_no) if d.state not in DISPUTE.terminal]
        return found[0] if found else None

    # Chargebacks.

    def charge_back(self, order_no: str, n: int) -> None:
        """The bank takes a payment of the order back, or a part of it."""
        legs = self.read("orders", order_no=order_no)[0].body["payments"]
        leg, number = legs[n % len(legs)], f"CB{len(self.read('chargebacks'))}"
        fen = max(1, leg["amount_fen"] // (1 + n % 3))
        host = Actor("platform", "platform")
        self.attempt(self._in(lambda tx: chargebacks.report(
            self.office.desk, tx, host, order_no, number, leg["transaction_id"], fen)))  # fmt: skip

    def end_chargeback(self, number: str, event: str) -> None:
        finance = Actor("finance", "finance")
        self.attempt(self._in(lambda tx: chargebacks.fire_staff_event(
            self.office.desk, tx, finance, number, event, "银行回函")))  # fmt: skip

    async def _in(self, act: Callable[[Any], Coroutine[Any, Any, Any]]) -> Any:
        async with self.office.desk.store.transaction() as tx:
            return await act(tx)

    # Acts.

    def legal(self, refund: Any) -> list[tuple[str, str]]:
        """(role, event) that the tables have for this case or its open dispute."""
        dispute = self.dispute_of(refund)
        found = []
        for role in ACTORS:
            actor = Actor(role, role)
            events = REFUND.events_for(refund.state, actor)
            events += DISPUTE.events_for(dispute.state, actor) if dispute else []
            found += [(role, event) for event in events if event not in NOT_ALONE]
        return found

    def do(self, refund: Any, role: str, event: str, amount_fen: int | None = None) -> None:
        """Attempt the event, with everything that it needs to be accepted."""
        self.attempt(self.act(refund, role, event, amount_fen))

    def act(self, refund: Any, role: str, event: str, amount_fen: int | None = None) -> Coroutine[Any, Any, Any]:
        office, number = self.office, refund.refund_no
        if role == "customer":
            ids = [self.picture("order_screenshot", refund.customer_id)]
            event = {"withdraw": "withdraw_dispute", "pull_logs": "request_logs", "supplied": "supply_evidence"}.get(
                event, BUYERS.get(event, event)
            )
            return office.buyer(
                number, event, customer_id=refund.customer_id, evidence_ids=ids, statement="请再看看", reason=None
            )
        if role == "merchant":
            self.run(office.picture("merchant_statement", merchant_id=refund.merchant_id))
            return self._merchant(refund, event)
        if event in DISPUTE.events and role == "adjudicator":
            return office.adjudicate(number, event, amount_fen=amount_fen or 1)
        code = {"reject": CURABLE, "agent_override": "goodwill"}.get(event, FINAL)
        return office.staff(
            role, number, event, who=f"{role}-2" if event in {"overturn", "uphold"} else None, reason_code=code,
            note="看过了", amount_fen=amount_fen, items=({"kind": "order_screenshot"},),
            due_at=office.clock.now() + timedelta(days=20),
        )  # fmt: skip

    async def _merchant(self, refund: Any, event: str) -> Any:
        pictures = await self.office.read("evidence", merchant_id=refund.merchant_id)
        dispute = await self.office.dispute(refund.refund_no)
        async with self.office.desk.store.transaction() as tx:
            from backend.service.disputes import merchant_answers

            held = await tx.disputes.get(dispute.dispute_no)
            actor = Actor("merchant", refund.merchant_id)
            ids = [pictures[-1].evidence_id]
            return await merchant_answers(self.office.desk, tx, actor, held, event, "不同意", ids)

    # The outside world.

    def behave(self, order_no: str, behaviour: str, channel: str = "alipay") -> None:
        """How the channel treats the order's next refund."""
        self.office.behave(order_no, behaviour, channel)

    def callback(self, payout_no: str, word: str) -> None:
        self.run(self._callback(payout_no, word))

    async def _callback(self, payout_no: str, word: str) -> None:
        async with self.office.desk.store.transaction() as tx:
            await payouts.apply(self.office.desk, tx, payout_no, Answer(word, "X1", None, self.office.clock.now()))

    def bank_returns(self, payout: Any) -> None:
        """The channel takes the money back, and we ask it."""
        self.office.desk.channels[payout.channel].reverse(payout.out_refund_no)  # type: ignore[attr-defined]
        self.run(self._query(payout.payout_no))

    async def _query(self, payout_no: str) -> None:
        async with self.office.desk.store.transaction() as tx:
            send_later(self.office.desk, tx, "payout.query", payout_no, {})

    def race(self, refund: Any, first: tuple[str, str], second: tuple[str, str]) -> None:
        """Two acts at once: one of them may be refused, neither may break anything."""
        acts = [self.act(refund, *first), self.act(refund, *second)]
        for result in self.run(_together(acts)):
            if isinstance(result, BaseException) and not isinstance(result, Refusal):
                raise result


async def _together(acts: list[Coroutine[Any, Any, Any]]) -> list[Any]:
    return await asyncio.gather(*acts, return_exceptions=True)
