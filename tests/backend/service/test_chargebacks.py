"""The bank takes a payment back on its own: the order is frozen, and nobody is paid twice (A26)."""

from typing import Any

import pytest

from backend.domain.actor import Actor
from backend.domain.errors import Conflict, Forbidden, Invalid, NotAllowed, NotFound
from backend.service import chargebacks
from tests.backend.desk import DAY, HOUR, SECOND, at, payment
from tests.backend.office import Office

HOST, FINANCE = Actor("platform", "platform"), Actor("finance", "finance")


async def report(office: Office, order_no: str, fen: int = 9800, number: str = "CB1", of: str | None = None) -> Any:
    async with office.desk.store.transaction() as tx:
        return await chargebacks.report(office.desk, tx, HOST, order_no, number, of or f"T{order_no}1", fen)


async def end(
    office: Office, event: str, number: str = "CB1", who: Actor = FINANCE, note: str | None = "银行回函"
) -> Any:
    async with office.desk.store.transaction() as tx:
        return await chargebacks.fire_staff_event(office.desk, tx, who, number, event, note)


async def in_review(office: Office, **order: Any) -> tuple[str, str]:
    order_no = await office.order(**order)
    return order_no, (await office.file(order_no)).refund_no


async def due(office: Office) -> int:
    """What the ledger still owes buyers, in fen."""
    return -sum(line.amount_fen for line in await office.read("ledger", account="refunds_due"))


async def test_while_it_is_open_nothing_is_filed_and_nothing_approved(office: Office) -> None:
    order_no, number = await in_review(office)
    await report(office, order_no, fen=1)
    with pytest.raises(NotAllowed) as refused:
        await office.staff("reviewer", number, "approve")
    assert refused.value.extra["rule_ids"] == ["A26"]
    await office.buyer(number, "cancel")
    again = await office.file(order_no)
    assert (again.state, (again.outcome or {})["blocked_by"]) == ("ineligible", ["chargeback"])
    assert await office.payouts(number) == []


async def test_lifted_all_goes_on(office: Office) -> None:
    order_no, number = await in_review(office)
    await report(office, order_no)
    await end(office, "lift")
    await office.staff("reviewer", number, "approve")
    await office.drain()
    assert await office.state(number) == "refunded"


async def test_what_has_not_gone_out_is_held_back_and_paid_once_lifted(office: Office) -> None:
    """It was never sent, so it is proven unpaid: finance sends it under a new number when the bank has let go."""
    order_no, number = await in_review(office)
    await office.staff("reviewer", number, "approve")
    await report(office, order_no)
    await office.drain()
    assert await office.state(number) == "payout_exception"
    assert [(p.state, p.sends) for p in await office.payouts(number)] == [("failed", 0)]
    with pytest.raises(NotAllowed):
        await office.staff("finance", number, "retry_payout")
    await end(office, "lift")
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    assert [p.state for p in await office.payouts(number)] == ["failed", "succeeded"]
    assert (await office.state(number), await due(office)) == ("refunded", 0)


async def test_lost_the_bank_has_paid_and_we_do_not(office: Office) -> None:
    order_no, number = await in_review(office)
    await office.staff("reviewer", number, "approve")
    await report(office, order_no)
    await end(office, "lose")
    assert (await office.state(number), await due(office)) == ("closed", 0)
    assert (await office.order_view(order_no))["eligibility"]["blocked_by"] == ["already_refunded"]
    with pytest.raises(NotAllowed):
        await office.staff("finance", number, "retry_payout")


async def test_one_payment_lost_the_other_is_still_ours_to_pay(office: Office) -> None:
    legs = [payment("alipay", "wallet_balance", 5000, "A"), payment("wechat", "debit_card", 3000, "B")]
    order_no, number = await in_review(office, payments=legs)
    await office.staff("reviewer", number, "approve")
    await report(office, order_no, 3000, of="B")
    await end(office, "lose")
    assert (await office.state(number), await due(office)) == ("payout_exception", 5000)
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    paid = [(p.channel, p.amount_fen) for p in await office.payouts(number) if p.state == "succeeded"]
    assert (await office.state(number), paid, await due(office)) == ("refunded", [("alipay", 5000)], 0)


@pytest.mark.parametrize(("bank", "ours"), [(1, 8000), (1800, 8000), (1801, 7999), (7999, 1801), (9799, 1)])
async def test_a_part_that_the_bank_has_paid_is_not_paid_again(office: Office, bank: int, ours: int) -> None:
    """80 of 98 yuan were owed: what the bank has paid beyond the other 18 comes off, to the fen."""
    order_no = await office.order()
    number = (await office.file(order_no, amount_fen=8000)).refund_no
    await office.staff("reviewer", number, "approve")
    await report(office, order_no, bank)
    await end(office, "lose")
    assert await due(office) == ours
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    assert [p.amount_fen for p in await office.payouts(number) if p.state == "succeeded"] == [ours]
    assert (await office.state(number), await due(office)) == ("refunded", 0)


async def test_lost_before_any_refund_the_rest_may_still_be_claimed(office: Office) -> None:
    order_no = await office.order()
    await report(office, order_no, 9000)
    await end(office, "lose")
    assert (await office.order_view(order_no))["eligibility"]["refundable_fen"] == 800
    lines = {line.account: line.amount_fen for line in await office.read("ledger")}
    assert lines == {"merchant_due": 9000, "channel:alipay": -9000}


async def test_a_silent_merchant_does_not_pay_what_the_bank_holds(office: Office) -> None:
    """Default judgement needs money that is ours to pay; else a person decides."""
    await office.merchant()
    order_no = await office.order(shipped=HOUR)
    number = (await office.file(order_no, "service_fault", "merchant_chat")).refund_no
    await office.buyer(number, "open_dispute", reason="商家不理人")
    await report(office, order_no)
    await office.wait(48 * HOUR + SECOND)
    assert ((await office.dispute(number)).state, await office.state(number)) == ("adjudication", "disputed")
    await end(office, "lift")
    await office.adjudicate(number, "decide_user")
    await office.drain()
    assert await office.state(number) == "refunded"


async def test_what_is_reported_must_be(office: Office) -> None:
    order_no = await office.order()
    first = await report(office, order_no)
    assert (await report(office, order_no)).reported_at == first.reported_at
    with pytest.raises(Conflict):
        await report(office, order_no, fen=1)
    wrong: Any
    for wrong in ({"of": "T0"}, {"fen": 9801}, {"fen": 0}):
        with pytest.raises(Invalid):
            await report(office, order_no, number="CB2", **wrong)
    with pytest.raises(NotFound):
        await report(office, "LY99999999")
    with pytest.raises(NotFound):
        await end(office, "lift", "CB9")


async def test_only_finance_ends_it_and_says_why(office: Office) -> None:
    await report(office, await office.order())
    with pytest.raises(Forbidden):
        await end(office, "lift", who=Actor("supervisor", "supervisor"))
    with pytest.raises(Invalid):
        await end(office, "lift", note=None)
    await end(office, "lift")
    with pytest.raises(NotAllowed):
        await end(office, "lose")


async def test_left_lying_it_is_told_each_working_day(office: Office) -> None:
    await report(office, await office.order())  # a Tuesday
    told = "chargeback.open"
    await office.wait_until(at("2026-11-26 00:00") - SECOND)
    assert len(await office.read("events", event=told)) == 1
    await office.wait(SECOND)
    assert len(await office.read("events", event=told)) == 2
    await office.wait(2 * DAY)
    assert len(await office.read("events", event=told)) == 3
