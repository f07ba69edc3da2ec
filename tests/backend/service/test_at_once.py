"""Many at once, on SQLite and on PostgreSQL: nobody gets more than was paid, nothing happens twice (I1, I2, I12)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from backend.domain.actor import Actor
from backend.domain.errors import Refusal
from backend.gateways.channel_answer import Answer
from backend.service import payouts
from backend.service.ports import Clash
from backend.service.threads import open_conversation
from backend.service.worker import fire_next, send_next
from tests.backend.desk import DAY, HOUR, build, payment
from tests.backend.invariants import check
from tests.backend.office import BUYER, Office


@pytest.fixture
async def office(either: str, tmp_path: Path) -> AsyncIterator[Office]:
    made = Office(build(either, tmp_path))
    yield made
    await check(made.desk)
    await made.close()


async def again(act: Callable[[], Awaitable[Any]]) -> Any:
    """As the doors do: once more when another transaction was in the way."""
    for _ in range(8):
        try:
            return await act()
        except Clash:
            continue
    raise AssertionError("never got through")


async def together(*acts: Callable[[], Awaitable[Any]]) -> Counter[str]:
    """What came of them: "ok" or the refusal's code. Anything else is a fault."""
    done = Counter[str]()
    for result in await asyncio.gather(*(again(act) for act in acts), return_exceptions=True):
        if isinstance(result, BaseException) and not isinstance(result, Refusal):
            raise result
        done[result.code if isinstance(result, Refusal) else "ok"] += 1
    return done


async def test_one_case_approved_by_six_people(office: Office) -> None:
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    number = refund.refund_no
    done = await together(*(lambda n=n: office.staff("reviewer", number, "approve", who=f"r{n}") for n in range(6)))
    assert done == {"ok": 1, "not_allowed": 5}
    assert len(await office.read("obligations")) == 1


async def test_parts_of_one_order_filed_at_once(office: Office) -> None:
    """Six wishes for 60 of 98 yuan: one is filed, the others find the order taken."""
    order_no = await office.order(product={"express_capable": True})
    done = await together(*(lambda: office.file(order_no, amount_fen=6000) for _ in range(6)))
    assert done == {"ok": 6}  # kept, as cases that are ineligible (S9)
    states = Counter(r.state for r in await office.read("refunds"))
    assert states == {"payout_pending": 1, "ineligible": 5}


async def test_an_override_beside_an_approval(office: Office) -> None:
    """Two cases of one order race for the same money by different doors."""
    order_no = await office.order(shipped=HOUR, confirmed_at=office.clock.now().isoformat())
    first = await office.file(order_no, "product_invalid", "activation_failure")
    second = await office.file(order_no, "product_invalid", "activation_failure")
    ruling = {"reason_code": "goodwill", "note": "特批"}
    done = await together(*(
        lambda number=number: office.staff("agent", number, "agent_override", **ruling)
        for number in (first.refund_no, second.refund_no)
    ))  # fmt: skip
    assert done == {"ok": 1, "not_allowed": 1}


async def test_approval_rejection_cancellation_and_dispute(office: Office) -> None:
    for _ in range(3):
        refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
        number = refund.refund_no
        done = await together(
            lambda number=number: office.staff("reviewer", number, "approve"),
            lambda number=number: office.staff("reviewer", number, "reject", reason_code="no_liability"),
            lambda number=number: office.buyer(number, "cancel"),
            lambda number=number: office.buyer(number, "open_dispute", reason="不理人"),
        )
        assert done["ok"] >= 1
        await check(office.desk)


async def test_the_merchants_answer_beside_the_timer(office: Office) -> None:
    """At the last instant the answer and the default race: exactly one of them decides (I20)."""
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    number = refund.refund_no
    await office.buyer(number, "open_dispute", reason="不理人")
    await office.picture("merchant_statement", merchant_id="m-1")
    await office.clock.set(office.clock.now() + 48 * HOUR)
    await together(
        lambda: office.merchant_answers(number, "merchant_contests"),
        lambda: fire_next(office.desk),
        lambda: office.merchant_answers(number, "merchant_accepts"),
    )
    dispute = await office.dispute(number)
    assert dispute.state in {"adjudication", "resolved_user"}
    assert (dispute.state == "resolved_user") == bool(await office.payouts(number))


async def test_a_timer_is_held_after_its_case(office: Office) -> None:
    """Who decides a case holds its rows and then takes the timer away; what fires the timer goes the same way round."""
    await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    await office.clock.set(office.clock.now() + 9 * DAY)
    engine, held = office.desk.store.engine.sync_engine, list[str]()  # type: ignore[attr-defined]

    def heard(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "FOR UPDATE" in statement:
            held.append(statement.partition("FROM ")[2].split()[0])

    event.listen(engine, "before_cursor_execute", heard)
    try:
        assert await fire_next(office.desk) is not None
    finally:
        event.remove(engine, "before_cursor_execute", heard)
    wanted = ["conversations", "orders", "refunds", "timers"]
    assert held[:4] == (wanted if engine.dialect.name == "postgresql" else [])


async def test_workers_side_by_side(office: Office) -> None:
    """Several senders and several sweepers: each promise is fired once, each payment made once (I4)."""
    for who in ("u-1", "u-2", "u-3", "u-4"):
        order_no = await office.order(product={"express_capable": True}, customer_id=who)
        await office.file(order_no, customer_id=who)

    async def worker() -> None:
        while await send_next(office.desk) or await fire_next(office.desk):
            pass

    await asyncio.gather(*(worker() for _ in range(4)))
    assert Counter(r.state for r in await office.read("refunds")) == {"refunded": 4}
    assert {item.attempts for item in await office.read("outbox", topic="payout.send")} == {1}


async def test_the_channels_word_arrives_six_times_at_once(office: Office) -> None:
    legs = [payment("alipay", "wallet_balance", 5000, "A"), payment("wechat", "wallet_balance", 4800, "B")]
    order_no = await office.order(payments=legs, product={"express_capable": True})
    for channel in ("alipay", "wechat"):
        office.behave(order_no, "processing", channel)
    number = (await office.file(order_no)).refund_no
    while await send_next(office.desk):
        pass
    answer = Answer("success", "X", at=office.clock.now())

    async def word(payout_no: str) -> None:
        async with office.desk.store.transaction() as tx:
            await payouts.apply(office.desk, tx, payout_no, answer)

    numbers = [payout.payout_no for payout in await office.payouts(number)]
    await together(*(lambda no=no: word(no) for no in numbers * 3), lambda: office.buyer(number, "cancel"))
    assert await office.state(number) == "refunded"
    assert len({line.journal for line in await office.read("ledger")}) == 3


async def test_one_conversation_whoever_opens_it(office: Office) -> None:
    async def enter() -> str:
        async with office.desk.store.transaction() as tx:
            return (await open_conversation(office.desk, tx, BUYER, None)).conversation_id

    await together(*(enter for _ in range(6)))
    assert len(await office.read("conversations")) == 1


async def test_a_talk_and_its_case_move_at_once(office: Office) -> None:
    """The talk locks itself and then the books, a case the books and then the talk: nobody may stand in the way."""
    from backend.service.handoffs import request
    from backend.service.threads import conversation_of, proxy

    async with office.desk.store.transaction() as tx:
        talk = (await open_conversation(office.desk, tx, BUYER, None)).conversation_id
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")

    async def ask() -> None:
        async with office.desk.store.transaction() as tx:
            conversation = await conversation_of(tx, talk, BUYER, lock=True)
            await request(office.desk, tx, proxy(BUYER), conversation, "customer_request")

    done = await together(
        *(ask for _ in range(4)),
        lambda: office.staff("reviewer", refund.refund_no, "approve"),
        lambda: office.buyer(refund.refund_no, "supply_evidence", "order_screenshot"),
    )
    assert done["ok"] >= 5
    seqs = [entry.seq for entry in await office.read("entries", conversation_id=talk, order="seq")]
    assert seqs == list(range(1, len(seqs) + 1))
    assert Actor("customer", BUYER).roles == {"customer"}
