"""A merchant's pictures in a dispute: read for the adjudicator, blackened for everybody, held against nobody."""

import asyncio

import pytest
import structlog

from backend.domain.actor import Actor
from backend.domain.dispute import Dispute
from backend.domain.errors import NotAllowed
from backend.domain.evidence import Line, Page
from backend.domain.evidence_item import EvidenceItem
from backend.service import merchant_evidence, worker
from tests.backend.desk import SECOND, Reader
from tests.backend.office import MERCHANT, Office

from .test_disputes import disputed
from .test_evidence import drawn
from .test_evidence_secrets import CARD, SECRET, SHOT, dark, read, stored

SHOP = Actor("merchant", MERCHANT)


async def a_dispute(office: Office) -> Dispute:
    return await office.dispute(await disputed(office))


async def sent(office: Office, dispute: Dispute, data: bytes, page: Page | None) -> EvidenceItem:
    assert isinstance(office.desk.pages, Reader)
    office.desk.pages.next = [page] if page else []
    item = await merchant_evidence.supply(office.desk, SHOP, dispute, data)
    assert (item.state, item.held(office.desk.now())) == ("pending", True)
    await office.drain()
    (item,) = await office.read("evidence", evidence_id=item.evidence_id)
    return item


async def test_what_was_read_is_for_the_adjudicator(office: Office) -> None:
    """Another order's number is said to differ, and nothing follows from it."""
    dispute = await a_dispute(office)
    page = Page(
        (
            Line("发货记录", (40, 30, 200, 40), 0.99), Line("订单编号：LY99990000", (40, 120, 400, 30), 0.99),
            Line("充值账号：13800001234", (40, 170, 400, 30), 0.99),
            Line("充值失败，账号异常", (40, 420, 260, 30), 0.99),
        ), 720, 900,
    )  # fmt: skip
    rung = office.desk.bell.count("events")
    item = await sent(office, dispute, drawn(1), page)
    assert office.desk.bell.count("events") > rung  # who looks at the dispute is told to look again
    assert (item.state, item.check["findings"]) == ("accepted", [])
    facts = item.check["facts"]
    assert (facts["order_no"]["status"], facts["failure"]["value"]) == ("differs", "充值失败，账号异常")
    assert facts["order_no"]["box"]
    assert "13800001234" not in str(item.check) + str(item.page)


async def test_secrets_and_phones_are_blackened(office: Office) -> None:
    item = await sent(office, await a_dispute(office), SHOT, read())
    for picture in await stored(office, item):
        assert dark(picture, 1) > 0.95
        assert dark(picture, 2) > 0.95
        assert dark(picture, 3, 306, 376) > 0.9  # the middle of the phone
        assert dark(picture, 0) < 0.5
    assert not any(hidden in str(item.page) + str(item.check) for hidden in (SECRET, CARD, "13800001234"))


async def test_the_buyers_own_picture_sent_by_the_merchant_is_no_reuse(office: Office) -> None:
    dispute = await a_dispute(office)
    item = await sent(office, dispute, SHOT, read())
    assert item.flags == []
    assert await office.read("marks", evidence_id=item.evidence_id) == []


async def test_one_that_cannot_be_read_stays_evidence_and_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "log", structlog.get_logger())  # these faults are put off, as they should be
    dispute = await a_dispute(office)
    assert isinstance(office.desk.pages, Reader)
    office.desk.pages.next = [Page((), failed=True)] * 3
    item = await merchant_evidence.supply(office.desk, SHOP, dispute, drawn(2))
    for _ in range(4):
        await office.wait(5 * SECOND)
    (item,) = await office.read("evidence", evidence_id=item.evidence_id)
    assert (item.state, [flag["code"] for flag in item.flags]) == ("accepted", ["not_read"])
    assert not item.held(office.desk.now())


async def test_the_same_file_is_the_same_evidence_also_at_once(office: Office) -> None:
    dispute = await a_dispute(office)
    told = await asyncio.gather(*(merchant_evidence.supply(office.desk, SHOP, dispute, drawn(3)) for _ in range(3)))
    assert len({item.evidence_id for item in told}) == 1
    folder = office.desk.files._root  # type: ignore[attr-defined]
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert {told[0].file, told[0].thumbnail} <= names
    assert len(await office.read("evidence", merchant_id=MERCHANT)) == 1


async def test_a_dispute_takes_so_many(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merchant_evidence, "MOST", 2)
    dispute = await a_dispute(office)
    for seed in (1, 2):
        await merchant_evidence.supply(office.desk, SHOP, dispute, drawn(seed))
    with pytest.raises(NotAllowed):
        await merchant_evidence.supply(office.desk, SHOP, dispute, drawn(4))
    assert len(await office.read("evidence", merchant_id=MERCHANT)) == 2
