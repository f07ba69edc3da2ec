"""The real readers: what they read and which way up, and that one killed in the middle costs no picture its check."""

import asyncio
import io
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image, ImageFilter

from backend.domain.evidence import Page
from backend.gateways.ocr import OcrPool, ReaderBusy
from backend.gateways.picture import admit
from tests.drawn import order_screenshot

pytestmark = [pytest.mark.processes, pytest.mark.asyncio(loop_scope="module")]
NUMBER, YUAN, PAID = "LY20261118-81866201", "110.05", "2026-11-18 12:11:53"
SHOT = order_screenshot(NUMBER, YUAN, PAID)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[OcrPool]:
    """One reader, so that what waits and what is killed is certain."""
    made = OcrPool(1, waiting=1, limit_s=120)
    await made.warm_up()
    yield made
    await made.close()


def changed(turn: int = 0, blur: float = 0, width: int | None = None, quality: int = 85) -> bytes:
    """The screenshot turned counter-clockwise, blurred, resized and compressed, as the door keeps it."""
    with Image.open(io.BytesIO(SHOT)) as opened:
        picture = opened.convert("RGB").rotate(turn, expand=True)
    if width:
        picture = picture.resize((width, picture.height * width // picture.width))
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(blur)).save(out, "JPEG", quality=quality)
    return admit(out.getvalue()).data


def words(page: Page) -> str:
    return page.text.replace(" ", "")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
async def test_whichever_way_it_lies(pool: OcrPool, turn: int) -> None:
    page = await pool.read(changed(turn=turn))
    assert page.rotation == (360 - turn) % 360
    assert all(part in words(page) for part in (NUMBER, YUAN, "订单详情"))
    assert page.lines[0].text == "订单详情"
    assert page.height > page.width * 0.9


@pytest.mark.parametrize("how", [{"quality": 20}, {"width": 320}, {"blur": 2.5}], ids=["squeezed", "small", "soft"])
async def test_what_a_person_could_read(pool: OcrPool, how: dict[str, float]) -> None:
    assert NUMBER in words(await pool.read(changed(**how)))  # type: ignore[arg-type]


async def test_what_nobody_could_read(pool: OcrPool) -> None:
    assert NUMBER not in words(await pool.read(changed(blur=14)))


async def test_a_long_screenshot_is_read_to_its_end(pool: OcrPool) -> None:
    with Image.open(io.BytesIO(SHOT)) as opened:
        one = opened.convert("RGB")
    long = Image.new("RGB", (one.width, one.height * 7), "white")
    for place in range(7):
        long.paste(one, (0, one.height * place))
    out = io.BytesIO()
    long.save(out, "JPEG", quality=85)
    page = await pool.read(admit(out.getvalue()).data)
    assert words(page).count(NUMBER) == 7
    assert max(line.bottom for line in page.lines) > 6.5 * one.height


async def test_a_line_at_the_edge_says_so(pool: OcrPool) -> None:
    with Image.open(io.BytesIO(SHOT)) as opened:
        out = io.BytesIO()
        opened.convert("RGB").crop((0, 0, 400, opened.height)).save(out, "JPEG", quality=90)
    page = await pool.read(admit(out.getvalue()).data)
    cut = next(line for line in page.lines if line.text.startswith("LY2026"))
    assert "r" in cut.edges
    assert "l" not in cut.edges


async def test_killed_in_the_middle_it_is_read_after_all(pool: OcrPool) -> None:
    (reader,) = pool.pids
    os.kill(reader, signal.SIGSTOP)  # it takes the picture in and cannot answer
    reading = asyncio.create_task(pool.read(changed()))
    for _ in range(20):
        await asyncio.sleep(0)
    os.kill(reader, signal.SIGKILL)
    page = await reading
    assert not page.failed
    assert words(page).count(NUMBER) == 1
    assert pool.pids != [reader]


async def test_a_reader_that_hangs_is_replaced(pool: OcrPool) -> None:
    (reader,) = pool.pids
    pool._limit_s, before = 0.3, pool._limit_s
    os.kill(reader, signal.SIGSTOP)
    try:
        page = await pool.read(changed())
    finally:
        pool._limit_s = before
    assert page.failed
    assert NUMBER in words(await pool.read(changed()))
    assert pool.pids != [reader]


async def test_more_than_may_wait_are_turned_away(pool: OcrPool) -> None:
    readings = [asyncio.create_task(pool.read(changed())) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(ReaderBusy):
        await pool.read(changed())
    assert all(NUMBER in words(page) for page in await asyncio.gather(*readings))


async def test_once_closed_nothing_is_read_and_no_reader_starts() -> None:
    closed = OcrPool(1)
    await closed.warm_up()
    readings = [asyncio.create_task(closed.read(changed())) for _ in range(2)]
    await asyncio.sleep(0)  # one is being read, one waits
    await closed.close()
    assert [type(end) for end in await asyncio.gather(*readings, return_exceptions=True)] == [ReaderBusy, ReaderBusy]
    with pytest.raises(ReaderBusy):
        await closed.read(changed())
    assert closed.pids == []


async def test_what_is_no_picture_ends_no_reader(pool: OcrPool) -> None:
    (reader,) = pool.pids
    assert (await pool.read(b"no picture at all")).failed
    assert pool.pids == [reader]
    assert NUMBER in words(await pool.read(changed()))


async def test_a_reader_knows_no_secret(pool: OcrPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUSTOMER_JWT_SECRET", "of-the-house")
    other = OcrPool(1)
    try:
        await other.warm_up()
        told = await asyncio.to_thread(Path(f"/proc/{other.pids[0]}/environ").read_bytes)
        assert b"PATH=" in told
        assert b"of-the-house" not in told
    finally:
        await other.close()
