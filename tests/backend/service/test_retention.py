"""Pictures go when their days are over, to the second; what was decided by them stays."""

from datetime import datetime, timedelta

import pytest

from backend.domain.actor import TIMER, Actor
from backend.domain.errors import NotFound
from backend.domain.evidence_item import EvidenceItem
from backend.domain.moment import iso
from backend.service import chargebacks, evidence, retention
from backend.service.desk import Desk
from backend.service.drafts import attach, open_draft
from backend.service.refund_moves import move
from backend.service.threads import open_conversation
from tests.backend.office import BUYER, Office
from tests.drawn import order_screenshot

DAYS = timedelta(days=365)
SECOND = timedelta(seconds=1)
ME = Actor("customer", BUYER)


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "WAIT_S", 0.0)


async def send(office: Office, order_no: str, message: str = "m1") -> EvidenceItem:
    desk = office.desk
    async with desk.store.transaction() as tx:
        talk = await open_conversation(desk, tx, BUYER, None)
    data = order_screenshot(order_no, "98.00", "2026-11-24 09:00:00")
    told = await evidence.upload(desk, ME, talk.conversation_id, message, data, order_no, None)
    await office.drain()
    return await row(office, told["evidence_id"])


async def row(office: Office, evidence_id: str) -> EvidenceItem:
    found: list[EvidenceItem] = await office.read("evidence", evidence_id=evidence_id)
    return found[0]


async def kept(desk: Desk, item: EvidenceItem) -> list[bool]:
    found = []
    for name in (item.file, item.thumbnail):
        try:
            found.append(bool(await desk.files.load(name)))
        except FileNotFoundError:
            found.append(False)
    return found


async def sweep_at(office: Office, moment: datetime) -> None:
    await office.clock.set(moment)
    while await retention.sweep(office.desk):
        pass


async def test_one_that_was_never_used_goes_on_its_day(office: Office) -> None:
    item = await send(office, await office.order())
    await sweep_at(office, item.uploaded_at + DAYS - SECOND)
    assert await kept(office.desk, item) == [True, True]
    await sweep_at(office, item.uploaded_at + DAYS)
    assert await kept(office.desk, item) == [False, False]
    gone = await row(office, item.evidence_id)
    assert (gone.removed_at, gone.page) == (item.uploaded_at + DAYS, None)
    assert (gone.sha256, gone.check, gone.state) == (item.sha256, item.check, item.state)
    assert evidence.evidence_json(item)["removed_at"] is None
    assert evidence.evidence_json(gone)["removed_at"] == iso(gone.removed_at)
    told = await office.read("audit", machine="evidence", key=item.evidence_id)
    assert [(step.event, step.source, step.target) for step in told] == [("expired", "kept", "removed")]


async def test_it_stays_while_its_case_goes_on_and_counts_from_the_end(office: Office) -> None:
    order_no = await office.order()
    item = await send(office, order_no)
    async with office.desk.store.transaction() as tx:
        refund = await open_draft(office.desk, tx, ME, BUYER, order_no)
        await attach(office.desk, tx, refund, [item.evidence_id])
    later = item.uploaded_at + 2 * DAYS
    await sweep_at(office, later)
    assert await kept(office.desk, item) == [True, True]
    async with office.desk.store.transaction() as tx:
        held = await tx.refunds.get(refund.refund_no, lock=True)
        assert held is not None
        await move(office.desk, tx, held, "draft_ttl", TIMER)
    await sweep_at(office, later + DAYS - SECOND)
    assert await kept(office.desk, item) == [True, True]
    await sweep_at(office, later + DAYS)
    assert await kept(office.desk, item) == [False, False]


async def test_a_chargeback_on_an_old_case_keeps_its_pictures_until_it_ends(office: Office) -> None:
    order_no = await office.order()
    item = await send(office, order_no)
    async with office.desk.store.transaction() as tx:
        refund = await open_draft(office.desk, tx, ME, BUYER, order_no)
        await attach(office.desk, tx, refund, [item.evidence_id])
        await move(office.desk, tx, refund, "draft_ttl", TIMER)
        order = await tx.orders.get(order_no)
        assert order is not None
        paid_by = order.body["payments"][0]["transaction_id"]
        await chargebacks.report(office.desk, tx, Actor("platform", "host"), order_no, "CB1", paid_by, 100)
    later = item.uploaded_at + 2 * DAYS
    await sweep_at(office, later)
    assert await kept(office.desk, item) == [True, True]
    async with office.desk.store.transaction() as tx:
        await chargebacks.fire_staff_event(office.desk, tx, Actor("finance", "f"), "CB1", "lift", "银行支持商家")
    await sweep_at(office, later + DAYS - SECOND)
    assert await kept(office.desk, item) == [True, True]
    await sweep_at(office, later + DAYS)
    assert await kept(office.desk, item) == [False, False]


async def test_a_death_between_the_file_and_the_row_is_made_good(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = await send(office, await office.order())

    async def dies(*_: object, **__: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(retention, "record", dies)
        with pytest.raises(ConnectionError):
            await sweep_at(office, item.uploaded_at + DAYS)
    assert await kept(office.desk, item) == [False, False]
    assert (await row(office, item.evidence_id)).removed_at is None
    await sweep_at(office, item.uploaded_at + DAYS)
    assert (await row(office, item.evidence_id)).removed_at is not None
    assert len(await office.read("audit", machine="evidence", key=item.evidence_id)) == 1


async def test_what_was_deleted_proves_nothing_anew(office: Office) -> None:
    order_no = await office.order()
    item = await send(office, order_no)
    await sweep_at(office, item.uploaded_at + DAYS)
    again = await send(office, order_no, "m2")
    assert again.evidence_id != item.evidence_id
    async with office.desk.store.transaction() as tx:
        refund = await open_draft(office.desk, tx, ME, BUYER, order_no)
        with pytest.raises(NotFound):
            await attach(office.desk, tx, refund, [item.evidence_id])
