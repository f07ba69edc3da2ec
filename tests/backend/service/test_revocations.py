"""退货退款: an unused code is taken back before its money goes back (S17)."""

from typing import Any

import pytest

from backend.domain.errors import NotAllowed
from backend.domain.people import OrderRow
from backend.domain.replay import replay
from backend.service.ports import SupplierSilent
from backend.service.revocations import hurry
from tests.backend.desk import BOOK, HOUR, SECOND
from tests.backend.office import Office


class Supplier:
    """Says what a test tells it to: True, False, or nothing (None)."""

    def __init__(self, says: bool | None) -> None:
        self.says = says
        self.heard: list[str] = []

    async def revoke(self, order: OrderRow, refund_no: str) -> bool:
        self.heard.append("revoke")
        if self.says is None:
            raise SupplierSilent("nobody there")
        return self.says

    async def restore(self, order: OrderRow, refund_no: str) -> None:
        self.heard.append("restore")
        if self.says is None:
            raise SupplierSilent("nobody there")


async def filed(office: Office, says: bool | None, **order: Any) -> str:
    office.desk.supplier = Supplier(says)
    order_no = await office.order(shipped=HOUR, product={"revocable": True}, **order)
    found = await office.file(order_no, "service_fault", "merchant_chat")
    assert (found.type, found.revocation) == ("return_and_refund", "asked")
    return found.refund_no


async def code(office: Office, number: str) -> str | None:
    return (await office.refund(number)).revocation


async def test_first_the_code_then_the_approval(office: Office) -> None:
    number = await filed(office, True)
    with pytest.raises(NotAllowed) as refused:
        await office.staff("reviewer", number, "approve")
    assert "S17" in refused.value.extra["rule_ids"]
    await office.drain()
    assert (await code(office, number), await office.state(number)) == ("revoked", "under_review")
    await office.staff("reviewer", number, "approve")
    await office.drain()
    assert await office.state(number) == "refunded"
    assert office.desk.supplier.heard == ["revoke"]  # type: ignore[attr-defined]


async def test_who_waits_for_the_answer_gets_it(office: Office) -> None:
    """Asked once, whoever asks first; the outbox then finds nothing to do."""
    number = await filed(office, True)
    await hurry(office.desk, number)
    assert await code(office, number) == "revoked"
    await office.drain()
    assert office.desk.supplier.heard == ["revoke"]  # type: ignore[attr-defined]
    silent = await filed(office, None)
    await hurry(office.desk, silent)
    assert await code(office, silent) == "asked"


async def test_neither_merchant_nor_platform_pays_before_the_code_is_back(office: Office) -> None:
    await office.merchant()
    number = await filed(office, True)
    await office.buyer(number, "open_dispute", reason="商家不理人")
    with pytest.raises(NotAllowed) as refused:
        await office.merchant_answers(number, "merchant_accepts")
    assert "S17" in refused.value.extra["rule_ids"]
    await office.drain()
    await office.merchant_answers(number, "merchant_accepts")
    assert await office.state(number) == "payout_pending"


async def test_a_code_that_cannot_be_taken_back_goes_to_people(office: Office) -> None:
    number = await filed(office, False)
    before = (await office.refund(number)).review_due_at
    await office.drain()
    refund = await office.refund(number)
    assert (refund.state, refund.path, refund.revocation) == ("manual_review", "manual", "failed")
    assert refund.decision is not None
    assert refund.decision["manual_causes"] == ["revocation_failed"]
    assert "S17" in refund.decision["rule_ids"]
    assert refund.review_due_at is not None
    assert before is not None
    assert refund.review_due_at > before
    assert refund.decision_input is not None
    assert replay(refund.decision_input, BOOK).as_json() == refund.decision
    await office.staff("reviewer", number, "approve")  # a person may, all the same


async def test_a_silent_supplier_is_asked_for_a_day_and_then_people_decide(office: Office) -> None:
    number = await filed(office, None)
    await office.wait(24 * HOUR - SECOND)
    assert await code(office, number) == "asked"
    await office.wait(2 * HOUR)  # the next time it is asked
    assert (await code(office, number), await office.state(number)) == ("failed", "manual_review")


@pytest.mark.parametrize("ends", ["cancel", "reject"])
async def test_a_refund_that_comes_to_nothing_gives_the_code_back(office: Office, ends: str) -> None:
    number = await filed(office, True)
    await office.drain()
    if ends == "cancel":
        await office.buyer(number, "cancel")
    else:
        await office.staff("reviewer", number, "reject", reason_code="no_liability")
        assert await code(office, number) == "revoked"  # an appeal may still come
        await office.wait(days=12)
    await office.drain()
    assert await code(office, number) == "restored"
    assert office.desk.supplier.heard == ["revoke", "restore"]  # type: ignore[attr-defined]
    assert [r.target for r in await office.read("audit", machine="order", order="seq")] == ["revoked", "restored"]


async def test_cancelled_before_the_supplier_was_asked_nothing_is_taken(office: Office) -> None:
    number = await filed(office, True)
    await office.buyer(number, "cancel")
    await office.drain()
    assert office.desk.supplier.heard == []  # type: ignore[attr-defined]


async def test_giving_back_is_repeated_until_it_is_done(office: Office) -> None:
    number = await filed(office, True)
    await office.drain()
    await office.buyer(number, "cancel")
    supplier: Any = office.desk.supplier
    supplier.says = None
    await office.wait(60 * SECOND)
    assert await code(office, number) == "restoring"
    supplier.says = True
    await office.wait(HOUR)
    assert await code(office, number) == "restored"


async def test_the_twin_takes_back_what_the_record_does_not_call_used(office: Office) -> None:
    order_no = await office.order(shipped=HOUR, product={"revocable": True})
    number = (await office.file(order_no, "service_fault", "merchant_chat")).refund_no
    await office.change_order(order_no, supplier_record="used")
    await office.drain()
    assert (await code(office, number), await office.state(number)) == ("failed", "manual_review")


async def test_goods_that_cannot_be_returned_are_not(office: Office) -> None:
    order_no = await office.order(shipped=HOUR)
    found = await office.file(order_no, "service_fault", "merchant_chat")
    assert (found.type, found.revocation) == ("refund_only", None)
