"""The demo's past: every case stands where the story left it, and its pictures were checked like a buyer's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from backend import demo_pictures
from backend.demo_pictures import PAGES, drawn
from backend.demo_story import load_story
from backend.domain.evidence import judge
from backend.service.audit import inspect
from backend.service.facts import order_of
from backend.store.demo.cast import script
from tests.backend.desk import START, Watch, build
from tests.backend.office import Office


@asynccontextmanager
async def told(fresh: str, folder: Path) -> AsyncIterator[Office]:
    clock = Watch(START - timedelta(days=20))
    office = Office(build(fresh, folder, clock))
    assert await load_story(office.desk, clock, START)  # type: ignore[arg-type]
    assert not await load_story(office.desk, clock, START)  # type: ignore[arg-type]
    yield office
    await office.close()


@pytest.fixture
async def story(fresh: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with told(fresh, tmp_path) as office:
        yield office


async def test_every_picture_was_read_and_accepted_with_its_facts(story: Office) -> None:
    items = await story.read("evidence")
    assert len(items) == sum(len(step.get("pictures", ())) for step in script()["story"])
    for item in items:
        assert (item.state, item.kinds) == ("accepted", [item.hint_kind])
        assert item.check["findings"] == []
        seen = {name for name, fact in item.check["facts"].items() if fact["status"] == "seen"}
        assert seen, item.hint_kind
        assert item.page is not None
        assert item.fingerprint is not None
    assert (await inspect(story.desk.store)).violations == ()


async def test_what_a_reviewer_missed_is_missing(story: Office) -> None:
    """Rejected because its number cannot be seen; asked for because it does not show the transaction."""
    shown = {(item.order_no[-3:], item.hint_kind): item.check["facts"] for item in await story.read("evidence")}
    assert shown["401", "activation_failure"]["order_no"]["status"] == "missing"
    assert shown["403", "payment_statement"]["transaction_id"]["status"] == "missing"
    assert shown["302", "payment_statement"]["transaction_id"]["status"] == "seen"


async def test_the_cases_stand_where_the_story_left_them(story: Office) -> None:
    states = {r.order_no[-3:]: r.state for r in await story.read("refunds")}
    assert states["401"] == states["402"] == "rejected"
    assert (states["403"], states["103"], states["506"]) == ("evidence_required", "refunded", "closed")


async def test_without_a_font_the_rest_is_told(
    fresh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_pictures, "FONTS", ())
    async with told(fresh, tmp_path) as office:
        assert await office.read("evidence") == []
        assert [r.order_no[-3:] for r in await office.read("refunds")] == ["103"]


@pytest.mark.parametrize("kind", [*PAGES, "merchant_chat"])
async def test_a_drawn_page_is_its_kind(office: Office, kind: str) -> None:
    order = order_of((await office.read("orders", order_no=await office.order()))[0])
    _, page = drawn(kind, order)
    assert (judge(page, order).state, judge(page, order).kinds) == ("accepted", (kind,))
