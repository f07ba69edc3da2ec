"""Money out: legs, channels that misbehave, arrival, and what happens when it does not come (S12, S14, S20–S22)."""

from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest

from backend.domain.errors import Forbidden, NotAllowed
from backend.gateways.channel_answer import Answer
from backend.service import payouts
from tests.backend.desk import HOUR, MINUTE, SECOND, at, payment
from tests.backend.office import Office

QUICK = {"product": {"express_capable": True}}


async def paid(office: Office, behaviour: str | None = None, **change: Any) -> str:
    """An express refund, on its way as the channel pleases."""
    order_no = await office.order(**(QUICK | change))
    if behaviour is not None:
        office.behave(order_no, behaviour)
    refund = await office.file(order_no)
    await office.drain()
    return refund.refund_no


async def test_the_last_paid_goes_back_first(office: Office) -> None:
    legs = [payment("alipay", "wallet_balance", 5000, "A"), payment("wechat", "debit_card", 3000, "B"),
            payment("balance", "wallet_balance", 1800, "C")]  # fmt: skip
    order_no = await office.order(payments=legs)
    first = await office.file(order_no, amount_fen=4000)
    await office.staff("reviewer", first.refund_no, "approve")
    found = sorted((p.channel, p.amount_fen) for p in await office.payouts(first.refund_no))
    assert found == [("balance", 1800), ("wechat", 2200)]
    await office.drain()
    rest = await office.file(order_no)
    await office.staff("reviewer", rest.refund_no, "approve")
    found = sorted((p.channel, p.amount_fen) for p in await office.payouts(rest.refund_no))
    assert found == [("alipay", 5000), ("wechat", 800)]
    await office.drain()
    assert await office.state(rest.refund_no) == "refunded"


@pytest.mark.parametrize("behaviour", ["processing", "timeout_after", "timeout_before", "drop_notify",
                                       "duplicate_notify", "reorder_notify"])  # fmt: skip
async def test_one_number_whatever_the_channel_does(office: Office, behaviour: str) -> None:
    """Silence is asked about, never answered with a second number (I4, I5)."""
    number = await paid(office, behaviour)
    await office.wait(minutes=10)
    assert await office.state(number) == "refunded"
    assert [p.attempt for p in await office.payouts(number)] == [1]


async def test_the_slow_channel_is_asked_ever_more_slowly(office: Office) -> None:
    order_no = await office.order(**QUICK)
    channel = office.desk.channels["alipay"]
    asked: list[datetime] = []

    async def under_way(payout: Any) -> Any:
        asked.append(office.clock.now())
        return Answer("processing")

    channel.refund = channel.query = under_way  # type: ignore[method-assign]
    refund = await office.file(order_no)
    await office.wait(minutes=75)
    gaps = [(b - a) // MINUTE for a, b in pairwise(asked)]
    assert gaps == [1, 1, 1, 1, 1, 5, 10, 20, 30]
    assert await office.state(refund.refund_no) == "payout_pending"


@pytest.mark.parametrize(("behaviour", "state"), [("refused", "failed"), ("closed", "closed_unpaid")])
async def test_a_new_number_only_after_proof_of_no_payment(office: Office, behaviour: str, state: str) -> None:
    number = await paid(office, behaviour)
    await office.wait(minutes=5)
    assert await office.state(number) == "payout_exception"
    assert [p.state for p in await office.payouts(number)] == [state]
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, "retry_payout")
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    tries = await office.payouts(number)
    assert await office.state(number) == "refunded"
    assert [(p.attempt, p.state) for p in tries] == [(1, state), (2, "succeeded")]
    assert tries[0].out_refund_no != tries[1].out_refund_no


async def test_an_abnormal_one_is_sent_on_not_sent_again(office: Office) -> None:
    """A void card is no proof: finance redirects under the same number, and the case goes on (S21)."""
    number = await paid(office, "abnormal")
    await office.wait(minutes=5)
    assert await office.state(number) == "payout_exception"
    with pytest.raises(NotAllowed):
        await office.staff("finance", number, "retry_payout")
    (payout,) = await office.payouts(number)
    with pytest.raises(Forbidden):
        await office.redirect(payout.payout_no, role="agent")
    await office.redirect(payout.payout_no)
    assert await office.state(number) == "payout_pending"
    await office.wait(minutes=30)
    assert await office.state(number) == "refunded"
    assert [p.out_refund_no for p in await office.payouts(number)] == [payout.out_refund_no]


async def test_unknown_is_not_unpaid(office: Office) -> None:
    order_no = await office.order(**QUICK)
    office.behave(order_no, "timeout_after")
    refund = await office.file(order_no)
    await office.drain()
    assert [p.state for p in await office.payouts(refund.refund_no)] == ["unknown"]
    with pytest.raises(NotAllowed):
        await office.staff("finance", refund.refund_no, "retry_payout")


@pytest.mark.parametrize("when", ["refunded", "arrival_inquiry"])
async def test_the_bank_sends_it_back(office: Office, when: str) -> None:
    number = await paid(office)
    if when == "arrival_inquiry":
        await office.buyer(number, "not_received", statement="没到")
    (payout,) = await office.payouts(number)
    assert office.desk.channels["alipay"].reverse(payout.out_refund_no)  # type: ignore[attr-defined]
    await office.wait(minutes=2)
    assert await office.state(number) == "payout_exception"
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    assert await office.state(number) == "refunded"


@pytest.mark.parametrize(
    ("channel", "funding", "earliest", "latest", "basis"),
    [
        ("balance", "wallet_balance", "2026-11-24 10:00", "2026-11-24 10:00", "platform_balance_success"),
        ("alipay", "wallet_balance", "2026-11-24 11:00", "2026-11-24 12:00", "channel_success"),
        ("wechat", "debit_card", "2026-11-26 00:00", "2026-11-28 00:00", "channel_acceptance"),
        ("bank", "debit_card", "2026-11-26 00:00", "2026-11-28 00:00", "channel_acceptance"),
        ("bank", "credit_card", "2026-11-28 00:00", "2026-12-02 00:00", "channel_acceptance"),
    ],
)
async def test_arrival_and_closing(
    office: Office, channel: str, funding: str, earliest: str, latest: str, basis: str
) -> None:
    """The window counts from the success for wallets, from the acceptance for cards (S22); a day after it the case
    closes, presumed (S14)."""
    number = await paid(office, payments=[payment(channel, funding, 9800, "T")])
    arrival = (await office.json(number))["arrival"]
    found = [datetime.fromisoformat(arrival[name]) for name in ("earliest_at", "latest_at")]
    assert found == [at(earliest), at(latest)]
    assert arrival["basis"] == basis
    await office.wait_until(at(latest) + 24 * HOUR - SECOND)
    assert await office.state(number) == "refunded"
    await office.wait(2 * SECOND)
    refund = await office.refund(number)
    assert (refund.state, refund.presumed) == ("closed", True)


async def test_confirmed_arrival_closes(office: Office) -> None:
    number = await paid(office)
    await office.buyer(number, "arrival_confirmed")
    refund = await office.refund(number)
    assert (refund.state, refund.presumed) == ("closed", False)


@pytest.mark.parametrize(("event", "state"), [("trace_found", "closed"), ("trace_failed", "payout_exception")])
async def test_not_received(office: Office, event: str, state: str) -> None:
    """Always accepted in `refunded`, even before the window ends (S20); traced within a working day."""
    number = await paid(office)
    await office.buyer(number, "not_received", statement="还没到")
    assert await office.state(number) == "arrival_inquiry"
    assert await office.timers(number) == [("inquiry_overdue", at("2026-11-26 00:00"))]
    with pytest.raises(Forbidden):
        await office.staff("reviewer", number, event)
    await office.staff("agent", number, event)
    assert await office.state(number) == state


async def test_ten_minutes_for_express(office: Office) -> None:
    """Missed, the case stays approved, the buyer is told and the promise is flagged (A21); kept, nobody is bothered."""
    order_no = await office.order(**QUICK)
    number = (await office.file(order_no)).refund_no
    await office.clock.set(office.clock.now() + 10 * MINUTE)
    await office.fire_due()  # the sender is dead
    assert await office.state(number) == "payout_pending"
    assert await _overdue(office, number) == [f"退款单 {number}：退款超时，已督办。"]
    kept = await paid(office, "processing")
    await office.wait(minutes=30)
    assert await _overdue(office, kept) == []


async def _overdue(office: Office, number: str) -> list[str]:
    told = [e.data["text"] for e in await office.read("events", event="customer.notice", refund_no=number)]
    return [text for text in told if "超时" in text]


async def test_an_exception_that_nobody_mends_is_told(office: Office) -> None:
    number = await paid(office, "refused")
    await office.wait(days=4)
    rows = await office.read("audit", machine="refund", key=number, event="exception_overdue")
    assert [row.at for row in rows] == [at("2026-11-26 00:00"), at("2026-11-28 00:00")]


async def test_two_legs_both_must_arrive(office: Office) -> None:
    legs = [payment("alipay", "wallet_balance", 5000, "A"), payment("wechat", "wallet_balance", 4800, "B")]
    number = await paid(office, "refused", payments=legs)
    states = {p.channel: p.state for p in await office.payouts(number)}
    assert states == {"alipay": "failed", "wechat": "succeeded"}
    assert await office.state(number) == "payout_exception"
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    assert await office.state(number) == "refunded"
    assert sorted((p.channel, p.attempt) for p in await office.payouts(number)) == [
        ("alipay", 1), ("alipay", 2), ("wechat", 1),
    ]  # fmt: skip


async def test_taken_back_after_the_case_was_closed_it_is_open_again(office: Office) -> None:
    """I11: a reversal is the one way out of an end, however late it comes."""
    number = await paid(office)
    await office.buyer(number, "arrival_confirmed")
    assert await office.state(number) == "closed"
    payout = (await office.payouts(number))[0]
    assert office.desk.channels["alipay"].reverse(payout.out_refund_no)  # type: ignore[attr-defined]
    await office.wait(minutes=2)
    assert await office.state(number) == "payout_exception"
    assert [event for event, _ in await office.timers(number)] == ["exception_overdue"]
    await office.staff("finance", number, "retry_payout")
    await office.drain()
    assert [p.state for p in await office.payouts(number)] == ["reversed", "succeeded"]


class Forgetful:
    """Takes every request on and knows of none until it has been asked `tries` times; then it pays."""

    def __init__(self, tries: int) -> None:
        self.tries = tries
        self.numbers: list[str] = []

    async def refund(self, payout: Any) -> Any:
        self.numbers.append(payout.out_refund_no)
        return _answer("success" if len(self.numbers) >= self.tries else "processing")

    async def query(self, payout: Any) -> Any:
        return _answer("success" if len(self.numbers) >= self.tries else "not_found")

    def close(self) -> None: ...


def _answer(kind: str) -> Any:
    return Answer(kind)


@pytest.mark.parametrize(("tries", "state", "sends"), [(2, "refunded", 2), (3, "refunded", 3),
                                                       (4, "payout_exception", 3)])  # fmt: skip
async def test_taken_on_and_never_carried_out_is_sent_again_and_then_a_persons(
    office: Office, tries: int, state: str, sends: int
) -> None:
    """Alipay's `fund_change=N` that no query knows of (2.9): the same number again, three times in all; then finance,
    never a second number."""
    channel = Forgetful(tries)
    office.desk.channels = {**office.desk.channels, "alipay": channel}
    number = await paid(office)
    await office.wait(minutes=90)
    assert await office.state(number) == state
    payout = (await office.payouts(number))[0]
    assert (payout.sends, channel.numbers) == (sends, [payout.out_refund_no] * sends)
    if state == "payout_exception":
        assert (payout.state, payout.failure) == ("abnormal", "not_found")


async def test_the_banks_own_estimate_is_shown(office: Office) -> None:
    """A14: kept from whatever answer names it, and not lost with one that does not."""
    number, told = await paid(office, "processing"), at("2026-11-25 18:00")
    payout = (await office.payouts(number))[0]
    for answer in (Answer("processing", expected_at=told), Answer("processing")):
        async with office.desk.store.transaction() as tx:
            await payouts.apply(office.desk, tx, payout.payout_no, answer)
    assert (await office.json(number))["payouts"][0]["expected_at"] == "2026-11-25T18:00:00+08:00"
