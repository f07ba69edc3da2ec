"""Compensation: malice found, two people, the deposit first, an advance for the rest; never more than is held (A25)."""

import asyncio
from typing import Any

import pytest

from backend.domain.actor import Actor
from backend.domain.compensation import Compensation
from backend.domain.errors import Forbidden, Invalid, NotAllowed, Refusal
from backend.service import compensations
from tests.backend.desk import HOUR
from tests.backend.office import MERCHANT, Office

DEPOSIT = 100_000  # what `office.merchant` holds


async def won(office: Office, event: str = "decide_user") -> str:
    """The number of a dispute that was decided, the merchant's forged record among its evidence."""
    await office.merchant()
    refund = await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")
    await office.buyer(refund.refund_no, "open_dispute", reason="伪造记录")
    await office.merchant_answers(refund.refund_no, "merchant_contests")
    await office.adjudicate(refund.refund_no, event)
    return (await office.dispute(refund.refund_no)).dispute_no


async def propose(office: Office, dispute_no: str, amount: int = 5000, **change: Any) -> Compensation:
    async with office.desk.store.transaction() as tx:
        dispute = await tx.disputes.get(dispute_no)
        cited = [item.evidence_id for item in await tx.evidence.find(dispute_no=dispute_no)]
        said = {"finding": "交易记录是伪造的", "evidence_ids": cited, "note": "买家多付的损失"} | change
        actor = Actor(said.pop("role", "adjudicator"), "wu")
        return await compensations.propose(office.desk, tx, actor, dispute, amount, **said)


async def rule(
    office: Office, found: Compensation, event: str, role: str = "senior_adjudicator", who: str = "sun"
) -> str:
    async with office.desk.store.transaction() as tx:
        held = await tx.compensations.get(found.compensation_no, lock=True)
        await compensations.fire_staff_event(office.desk, tx, Actor(role, who), held, event, "同意")
        return held.state


async def now(office: Office, found: Compensation) -> Compensation:
    return (await office.read("compensations", compensation_no=found.compensation_no))[0]


async def test_two_people_then_the_deposit_pays(office: Office) -> None:
    found = await propose(office, await won(office))
    assert found.state == "proposed"
    with pytest.raises(Forbidden):
        await rule(office, found, "second_approve", who="wu")  # the one who proposed, however senior
    with pytest.raises(Forbidden):
        await rule(office, found, "second_approve", role="adjudicator")
    assert await rule(office, found, "second_approve") == "deposit_held"
    await office.drain()
    paid = await now(office, found)
    assert (paid.state, paid.approved_by, paid.held_fen, paid.advanced_fen) == ("paid", "sun", 5000, 0)
    assert (await office.read("merchants", merchant_id=MERCHANT))[0].deposit_fen == DEPOSIT - 5000
    journal = await office.read("ledger", journal=f"compensate:{paid.compensation_no}")
    lines = {line.account: line.amount_fen for line in journal}
    assert lines == {f"deposit:{MERCHANT}": 5000, "channel:balance": -5000}
    assert paid.out_bill_no not in {p.out_refund_no for p in await office.read("payouts")}


async def test_what_the_deposit_lacks_is_advanced_by_finance(office: Office) -> None:
    found = await propose(office, await won(office), DEPOSIT + 1)
    assert await rule(office, found, "second_approve") == "approved"
    with pytest.raises(Forbidden):
        await rule(office, found, "deposit_short")
    assert await rule(office, found, "deposit_short", role="finance", who="zheng") == "advanced"
    await office.drain()
    paid = await now(office, found)
    assert (paid.state, paid.held_fen, paid.advanced_fen) == ("paid", DEPOSIT, 1)
    assert (await office.read("merchants", merchant_id=MERCHANT))[0].deposit_fen == 0


async def test_holds_never_exceed_the_deposit(office: Office) -> None:
    """Two that fit alone and not together, approved at once: one waits for finance (I6)."""
    both = [await propose(office, await won(office), 60_000) for _ in range(2)]
    await asyncio.gather(*(rule(office, found, "second_approve") for found in both))
    held = [await now(office, found) for found in both]
    assert sorted(found.state for found in held) == ["approved", "deposit_held"]
    assert sum(found.held_fen for found in held) <= DEPOSIT
    await office.wait(minutes=5)
    assert sorted([(await now(office, found)).state for found in both]) == ["approved", "paid"]


async def test_a_deposit_that_grows_is_held_by_the_sweep(office: Office) -> None:
    from backend.service.customers import put_merchant

    found = await propose(office, await won(office), DEPOSIT + 1)
    await rule(office, found, "second_approve")
    async with office.desk.store.transaction() as tx:
        await put_merchant(tx, MERCHANT, "商家", 2 * DEPOSIT, None, None)
    await office.wait(days=2)
    assert (await now(office, found)).state == "paid"


async def test_refused(office: Office) -> None:
    dispute_no = await won(office)
    found = await propose(office, dispute_no)
    assert await rule(office, found, "refuse") == "refused"
    with pytest.raises(NotAllowed):
        await rule(office, found, "second_approve")
    assert (await propose(office, dispute_no)).state == "proposed"  # another may be proposed


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"evidence_ids": []}, Invalid),
        ({"evidence_ids": ["E-of-another"]}, Invalid),
        ({"finding": "  "}, Invalid),
        ({"role": "reviewer"}, Forbidden),
        ({"role": "agent"}, Forbidden),
    ],
)
async def test_what_a_proposal_needs(office: Office, change: dict[str, Any], refusal: type[Refusal]) -> None:
    dispute_no = await won(office)
    with pytest.raises(refusal):
        await propose(office, dispute_no, **change)


async def test_only_after_a_ruling_for_the_buyer_and_once(office: Office) -> None:
    lost = await won(office, "decide_merchant")
    with pytest.raises(NotAllowed):
        await propose(office, lost)
    dispute_no = await won(office)
    await propose(office, dispute_no)
    with pytest.raises(NotAllowed):
        await propose(office, dispute_no)


async def test_a_proposal_that_waits_too_long_is_told(office: Office) -> None:
    found = await propose(office, await won(office))
    await office.wait(days=4)
    rows = await office.read("audit", machine="compensation", key=found.compensation_no, event="propose_overdue")
    assert rows
