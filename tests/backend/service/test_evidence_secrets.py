"""Card secrets that a picture shows are blackened in what is stored, the thumbnail too; the verdict stays."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from PIL import Image

from backend.domain.evidence import Line, Page
from backend.domain.evidence_item import EvidenceItem
from backend.gateways.ocr import OcrPool
from backend.service import evidence, evidence_check, worker
from tests.backend.desk import SECOND, Reader
from tests.backend.office import BUYER, Office
from tests.drawn import page as drawn_page

from .test_evidence import Sender

SECRET, CARD = "QK7P2MXW99AB", "8866712345699"
ROWS = [
    ("兑换结果", "激活失败，卡密无效"), ("卡号", CARD), ("卡密", SECRET), ("充值账号", "13800001234"),
]  # fmt: skip
SHOT = drawn_page("兑换卡密", ROWS)


@pytest.fixture
def send(office: Office, monkeypatch: pytest.MonkeyPatch) -> Sender:
    monkeypatch.setattr(evidence, "WAIT_S", 0.0)
    return Sender(office)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults are put off, as they should be."""
    monkeypatch.setattr(worker, "log", structlog.get_logger())


class Broken:
    """No reader can be started."""

    async def read(self, picture: bytes) -> Page:
        raise OSError("no reader")

    async def warm_up(self) -> None: ...

    async def close(self) -> None: ...


def read() -> Page:
    """What a reader finds on `SHOT`, where it is drawn."""
    lines = [Line("兑换卡密", (40, 38, 160, 44), 0.99)]
    for at, (label, value) in enumerate(ROWS):
        top = 172 + 84 * at
        lines += [Line(label, (52, top, 112, 34), 0.99), Line(value, (250, top, 18.0 * len(value), 34), 0.99)]
    return Page(tuple(lines), 720, 240 + 84 * len(ROWS))


async def stored(office: Office, item: EvidenceItem) -> tuple[Image.Image, Image.Image]:
    files = office.desk.files
    kept = [Image.open(io.BytesIO(await files.load(name))) for name in (item.file, item.thumbnail)]
    return kept[0].convert("L"), kept[1].convert("L")


def dark(picture: Image.Image, row: int, left: int = 250, right: int = 400) -> float:
    """How much of that row's value is black, of 1."""
    scale = picture.width / 720
    top = 178 + 84 * row
    part = picture.crop((round(left * scale), round(top * scale), round(right * scale), round((top + 24) * scale)))
    return sum(level < 60 for level in part.tobytes()) / (part.width * part.height)


async def test_secrets_are_blackened_on_the_picture_and_its_thumbnail(office: Office, send: Sender) -> None:
    order_no = await office.order()
    item = await send(SHOT, read(), order_no, kind="activation_failure")
    assert item.check["facts"]["failure"]["status"] == "seen"
    for picture in await stored(office, item):
        assert dark(picture, 1) > 0.95
        assert dark(picture, 2) > 0.95
        assert dark(picture, 0) < 0.5
    assert not any(hidden in str(item.page) + str(item.check) for hidden in (SECRET, CARD))


async def test_a_phone_is_told_by_its_ends(office: Office, send: Sender) -> None:
    order_no = await office.order()
    item = await send(SHOT, read(), order_no, kind="activation_failure")
    assert item.check["facts"]["account"]["value"] in (None, "138****1234")
    assert "13800001234" not in str(item.check)


async def test_nobody_else_sees_it_before_it_is_blackened(office: Office, send: Sender) -> None:
    """Held until the verdict, and with the verdict it is blackened: there is no moment between the two."""
    paint, seen = office.desk.blacken, []

    async def looking(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
        (held,) = await office.read("evidence", customer_id=BUYER)
        seen.append((held.state, held.held(office.desk.now())))
        return await paint(data, places)

    office.desk.blacken = looking
    item = await send(SHOT, read(), await office.order())
    assert seen == [("pending", True)]
    assert not item.held(office.desk.now())
    assert dark((await stored(office, item))[0], 2) > 0.95


@pytest.mark.usefixtures("quiet")
async def test_a_verdict_that_fails_to_be_kept_is_made_again(office: Office, send: Sender) -> None:
    """The blackening breaks once: nothing is told, and the next attempt does it all."""
    paint, broken = office.desk.blacken, [True]

    async def breaking(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
        if broken.pop() if broken else False:
            raise OSError("no space left")
        return await paint(data, places)

    office.desk.blacken = breaking
    item = await send(SHOT, read(), await office.order())
    assert (item.state, item.held(office.desk.now())) == ("pending", True)
    assert isinstance(office.desk.pages, Reader)
    office.desk.pages.next = [read()]
    await office.wait(3 * SECOND)
    (item,) = await office.read("evidence", evidence_id=item.evidence_id)
    assert item.check["facts"]["failure"]["status"] == "seen"
    assert dark((await stored(office, item))[0], 2) > 0.95
    assert await send.entries() == ["evidence.attached", "evidence.checked"]


@pytest.mark.usefixtures("quiet")
async def test_one_that_no_check_comes_through_for_is_held_for_five_minutes(office: Office, send: Sender) -> None:
    office.desk.pages = Broken()
    item = await send(SHOT, None, await office.order())
    assert (item.state, item.held(office.desk.now())) == ("pending", True)
    assert item.held(item.uploaded_at + timedelta(seconds=299))
    assert not item.held(item.uploaded_at + timedelta(seconds=300))


async def test_a_picture_deleted_while_it_is_blackened_does_not_come_back(office: Office, send: Sender) -> None:
    paint = office.desk.blacken

    async def meanwhile(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
        async with office.desk.store.transaction() as tx:
            (held,) = await tx.evidence.find(customer_id=BUYER)
            await office.desk.files.delete(held.file)
            held.removed_at = office.desk.now()
        return await paint(data, places)

    office.desk.blacken = meanwhile
    item = await send(SHOT, read(), await office.order())
    with pytest.raises(FileNotFoundError):
        await office.desk.files.load(item.file)


async def test_one_used_for_another_order_meanwhile_is_judged_against_that(office: Office, send: Sender) -> None:
    first, second = await office.order(), await office.order()
    paint = office.desk.blacken

    async def meanwhile(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
        async with office.desk.store.transaction() as tx:
            (held,) = await tx.evidence.find(customer_id=BUYER)
            await evidence_check.hold_against(tx, held, second)
        return await paint(data, places)

    office.desk.blacken = meanwhile
    page = read()
    page = replace(page, lines=(*page.lines, Line(f"订单号：{second}", (52, 600, 400, 34), 0.99)))
    item = await send(SHOT, page, first)
    assert (item.order_no, item.check["facts"]["order_no"]["status"]) == (second, "seen")


@pytest.mark.processes
@pytest.mark.parametrize("turn", [0, 90, 4])
async def test_as_a_real_reader_finds_them(office: Office, send: Sender, turn: int) -> None:
    """Straight, lying and slanted: read again, the stored picture shows neither half of the pair."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(SHOT)) as opened:
        opened.convert("RGB").rotate(turn, expand=True, fillcolor="#f4f5f7", resample=3).save(out, "PNG")
    pool = OcrPool(1, limit_s=120)
    office.desk.pages = pool
    try:
        item = await send(out.getvalue(), None, await office.order(), kind="activation_failure")
        again = (await pool.read(await office.desk.files.load(item.file))).text
    finally:
        await pool.close()
    assert "兑换结果" in again
    assert "激活失败" in again
    assert not any(piece in again.replace(" ", "") for piece in (SECRET[2:8], SECRET[-6:], CARD[2:8], CARD[-6:]))
