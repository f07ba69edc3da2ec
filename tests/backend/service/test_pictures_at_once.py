"""Pictures that come at the same moment, on SQLite and on PostgreSQL: never too many, and one file is one evidence."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.domain.actor import Actor
from backend.service import evidence
from backend.service.drafts import attach, open_draft
from backend.service.threads import open_conversation
from tests.backend.desk import build
from tests.backend.office import BUYER, Office
from tests.drawn import order_screenshot

from .test_at_once import together

ME = Actor("customer", BUYER)


@pytest.fixture
async def office(either: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(evidence, "WAIT_S", 0.0)
    made = Office(build(either, tmp_path))
    yield made
    await made.close()


async def test_the_twentieth_picture_is_added_once(office: Office) -> None:
    """Four people's hands on one case, and room for one more picture."""
    order_no = await office.order()
    most = office.desk.policy.number("pictures_max")
    shown = [await office.picture("order_screenshot") for _ in range(most + 3)]

    async def add(*evidence_ids: str) -> None:
        async with office.desk.store.transaction() as tx:
            await attach(office.desk, tx, await open_draft(office.desk, tx, ME, BUYER, order_no), evidence_ids)

    await add(*shown[: most - 1])
    done = await together(*(lambda one=one: add(one) for one in shown[most - 1 :]))
    assert done == {"ok": 1, "not_allowed": 3}
    (refund,) = await office.read("refunds")
    assert len(await office.read("evidence", refund_no=refund.refund_no)) == most


@pytest.mark.parametrize("names", [("m1", "m2", "m3"), ("m1", "m1", "m1")], ids=["sent-thrice", "one-sending-repeated"])
async def test_the_same_file_at_once_is_one_evidence(office: Office, names: tuple[str, ...]) -> None:
    order_no = await office.order()
    shot = order_screenshot(order_no, "98.00", "2026-11-24 09:00:00")
    async with office.desk.store.transaction() as tx:
        talk = (await open_conversation(office.desk, tx, BUYER, None)).conversation_id
    told: list[dict[str, object]] = []

    async def send(name: str) -> None:
        told.append(await evidence.upload(office.desk, ME, talk, name, shot, order_no, None))

    assert await together(*(lambda name=name: send(name) for name in names)) == {"ok": 3}
    (kept,) = await office.read("evidence")
    assert {each["evidence_id"] for each in told} == {kept.evidence_id}
    assert len({each["seq"] for each in told}) == len(set(names))
    folder = office.desk.files._root  # type: ignore[attr-defined]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2
    await office.drain()
    entries = [entry.kind for entry in await office.read("entries", conversation_id=talk)]
    assert entries.count("evidence.attached") == len(set(names))
