"""From the door to the reviewer: one file is one evidence, reuse is flagged, a dead reader costs nothing."""

import asyncio
import io
import os
import signal
from dataclasses import replace

import pytest
import structlog
from PIL import Image, ImageDraw

from backend.domain.actor import Actor
from backend.domain.errors import NotAllowed
from backend.domain.evidence import Line, Page
from backend.domain.evidence_item import EvidenceItem
from backend.gateways.ocr import OcrPool
from backend.service import evidence, evidence_check, worker
from backend.service.drafts import attach, open_draft
from backend.service.threads import open_conversation
from tests.backend.desk import Reader, order_page, statement_page
from tests.backend.office import BUYER, Office
from tests.drawn import order_screenshot

MESSAGE = Page((
    Line("【示例银行】您尾号0000的储蓄卡于2026年11月24日09:00", (60, 100, 900, 30), 0.99),
    Line("网上支付支出人民币98.00元，活期余额8989.71元。", (60, 138, 700, 30), 0.99),
    Line("请勿向任何人透露短信验证码", (60, 300, 500, 30), 0.99),
), 1080, 700)  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "WAIT_S", 0.0)


def drawn(seed: int, quality: int = 90) -> bytes:
    """A picture like no other, by its seed."""
    made = Image.new("RGB", (400, 700), "white")
    pen = ImageDraw.Draw(made)
    for row in range(20, 660, 30):
        pen.rectangle((20, row, 60 + row * seed % 300, row + 14), fill=(row % 200, seed % 256, 80))
    out = io.BytesIO()
    made.save(out, "JPEG", quality=quality)
    return out.getvalue()


class Sender:
    """Sends pictures as a buyer; `page` is what the reader will read."""

    def __init__(self, office: Office) -> None:
        self.office, self._sent = office, 0

    async def __call__(
        self, data: bytes, page: Page | None, order_no: str | None = None, who: str = BUYER, kind: str | None = None
    ) -> EvidenceItem:
        desk, self._sent = self.office.desk, self._sent + 1
        async with desk.store.transaction() as tx:
            talk = await open_conversation(desk, tx, who, None)
        if isinstance(desk.pages, Reader):
            desk.pages.next = [page] if page else []
        told = await evidence.upload(
            desk, Actor("customer", who), talk.conversation_id, f"m{self._sent}", data, order_no, kind
        )
        await self.office.drain()
        found: list[EvidenceItem] = await self.office.read("evidence", evidence_id=told["evidence_id"])
        return found[0]

    async def entries(self, who: str = BUYER) -> list[str]:
        async with self.office.desk.store.reading() as tx:
            talk = (await tx.conversations.find(customer_id=who))[0]
            found = await tx.entries.after(talk.conversation_id, 0)
            return [entry.kind for entry in found if entry.kind.startswith("evidence.")]


@pytest.fixture
def send(office: Office) -> Sender:
    return Sender(office)


async def test_the_same_file_is_the_same_evidence(office: Office, send: Sender) -> None:
    order_no = await office.order()
    one = await send(drawn(1), order_page(order_no), order_no)
    two = await send(drawn(1), None, order_no)
    assert (one.state, two.evidence_id) == ("accepted", one.evidence_id)
    assert await send.entries() == ["evidence.attached", "evidence.checked"] * 2  # and the buyer is answered again
    folder = office.desk.files._root  # type: ignore[attr-defined]
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 2


async def test_the_same_file_for_another_order_is_not(office: Office, send: Sender) -> None:
    first, second = await office.order(), await office.order()
    one = await send(drawn(1), order_page(first), first)
    two = await send(drawn(1), order_page(first), second)
    assert two.evidence_id != one.evidence_id
    assert (two.state, two.check["facts"]["order_no"]["status"]) == ("retake", "differs")


async def test_a_picture_used_before_proves_nothing_anew(office: Office, send: Sender) -> None:
    """A bank's message names no order: the second order it is sent for is asked to name itself; nobody is accused."""
    first, second = await office.order(), await office.order("u-2")
    await send(drawn(1), MESSAGE, first)
    again = await send(drawn(1), MESSAGE, second, who="u-2")
    assert again.state == "refused"
    assert [finding["code"] for finding in again.check["findings"]] == ["used_elsewhere"]
    assert [(flag["code"], flag["order_no"]) for flag in again.flags] == [("same_file", first)]
    assert "flags" not in again.check
    assert first not in str(again.check)


async def test_one_that_was_saved_anew_is_known_too(office: Office, send: Sender) -> None:
    first, second = await office.order(), await office.order()
    one = await send(drawn(1), MESSAGE, first)
    again = await send(drawn(1, quality=60), MESSAGE, second)
    assert one.sha256 != again.sha256
    assert (again.state, [flag["code"] for flag in again.flags]) == ("refused", ["same_picture"])


async def test_one_that_failed_before_may_be_right_now(office: Office, send: Sender) -> None:
    """Sent for the wrong order first: that is no reuse."""
    wrong, right = await office.order(fen=5000), await office.order()
    assert (await send(drawn(1), MESSAGE, wrong)).state == "retake"
    assert (await send(drawn(1), MESSAGE, right)).state == "accepted"


async def test_two_orders_of_one_shop_raise_no_flag(office: Office, send: Sender) -> None:
    for seed in (1, 2, 3):
        order_no = await office.order()
        sent = await send(drawn(seed), order_page(order_no), order_no)
        assert (sent.state, sent.flags) == ("accepted", [])


async def test_without_an_order_it_is_held_against_the_one_it_speaks_of(office: Office, send: Sender) -> None:
    await office.order()
    meant = await office.order()
    sent = await send(drawn(1), statement_page(f"T{meant}1"))
    assert (sent.order_no, sent.state) == (meant, "accepted")


async def test_used_for_an_order_it_was_not_held_against(office: Office, send: Sender) -> None:
    first, second = await office.order(), await office.order()
    sent = await send(drawn(1), order_page(first), first)
    async with office.desk.store.transaction() as tx:
        refund = await open_draft(office.desk, tx, Actor("customer", BUYER), BUYER, second)
        await attach(office.desk, tx, refund, [sent.evidence_id])
    moved = (await office.read("evidence", evidence_id=sent.evidence_id))[0]
    assert (moved.order_no, moved.state) == (second, "retake")
    assert moved.check["facts"]["order_no"] | {"box": None} == {"value": first, "status": "differs", "box": None}


async def test_what_is_kept_of_the_words_has_no_secrets(office: Office, send: Sender) -> None:
    order_no = await office.order()
    rows = (
        *order_page(order_no).lines,
        Line("卡密", (52, 900, 60, 28), 0.99), Line("QK7P2MXW99AB", (250, 900, 200, 28), 0.99),
        Line("付款卡 6222021234567890", (52, 980, 400, 28), 0.99),
        Line("充值失败：兑换码是 X9Y8Z7W6 无效", (52, 1060, 400, 28), 0.99),
    )  # fmt: skip
    sent = await send(drawn(1), replace(order_page(order_no), lines=rows, height=1200), order_no)
    kept = str(sent.page) + str(sent.check)
    assert order_no in kept
    assert not any(secret in kept for secret in ("QK7P2MXW99AB", "6222021234567890", "X9Y8Z7W6"))


async def test_a_picture_no_reader_finished_is_read_again_and_then_given_up(
    office: Office, send: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "log", structlog.get_logger())  # these faults are put off, as they should be
    order_no = await office.order()
    dead = Page((), failed=True)
    sent = await send(drawn(1), dead, order_no)
    assert sent.state == "pending"
    office.desk.pages.next = [order_page(order_no)]  # type: ignore[attr-defined]
    await office.wait(seconds=5)
    assert (await office.read("evidence", evidence_id=sent.evidence_id))[0].state == "accepted"
    assert await send.entries() == ["evidence.attached", "evidence.checked"]
    office.desk.pages.next = [dead] * evidence_check.READINGS  # type: ignore[attr-defined]
    given_up = await send(drawn(2), dead, order_no)
    office.desk.pages.next = [dead] * evidence_check.READINGS  # type: ignore[attr-defined]
    await office.wait(minutes=1)
    given_up = (await office.read("evidence", evidence_id=given_up.evidence_id))[0]
    assert [finding["code"] for finding in given_up.check["findings"]] == ["not_read"]
    better = await send(drawn(2), order_page(order_no), order_no)
    assert (better.state, better.evidence_id != given_up.evidence_id) == ("accepted", True)


@pytest.mark.processes
async def test_a_reader_killed_in_the_middle_is_replaced_and_the_picture_judged_once(
    office: Office, send: Sender
) -> None:
    order_no = await office.order()
    pool = OcrPool(1)
    office.desk.pages = pool
    try:
        await pool.warm_up()
        (reader,) = pool.pids
        os.kill(reader, signal.SIGSTOP)
        sending = asyncio.create_task(send(order_screenshot(order_no, "98.00", "2026-11-24 09:00:00"), None, order_no))
        while not pool.busy:
            await office.desk.bell.wait(f"evidence:{order_no}", 0, 0.02)
        os.kill(reader, signal.SIGKILL)
        sent = await sending
    finally:
        await pool.close()
    assert sent.state == "accepted"
    assert await send.entries() == ["evidence.attached", "evidence.checked"]


async def test_an_edited_file_is_a_hint_for_the_reviewer_alone(office: Office, send: Sender) -> None:
    order_no = await office.order()
    notes = Image.Exif()
    notes[0x0131] = "Adobe Photoshop 26.1"
    out = io.BytesIO()
    with Image.open(io.BytesIO(drawn(1))) as plain:
        plain.save(out, "JPEG", exif=notes)
    sent = await send(out.getvalue(), order_page(order_no), order_no)
    assert (sent.state, [flag["code"] for flag in sent.flags]) == ("accepted", ["edited"])
    assert "Photoshop" not in str(evidence.evidence_json(sent))


async def test_what_proved_another_case_is_not_taken_out_of_it(office: Office, send: Sender) -> None:
    first, second = await office.order(), await office.order()
    sent = await send(drawn(1), order_page(first), first)
    await office.file(first, "other", evidence_ids=(sent.evidence_id,))
    with pytest.raises(NotAllowed):
        await office.file(second, "other", evidence_ids=(sent.evidence_id,))
    assert (await office.read("evidence", evidence_id=sent.evidence_id))[0].order_no == first


