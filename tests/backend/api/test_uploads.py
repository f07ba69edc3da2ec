"""Pictures at the door: what is no picture leaves nothing behind; what is one is checked, and told in the thread."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backend.service import evidence
from tests.backend.desk import HOUR, order_page
from tests.drawn import page

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
PICTURE = page("订单详情", [("订单编号", "LY00000001"), ("实付", "¥98.00")])


def kept(doors: Doors) -> int:
    folder: Path = doors.house.settings.data_dir / "evidence"
    return sum(path.is_file() for path in folder.rglob("*"))


def tiny() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"hello", 415),
        (b"%PDF-1.7 " + b"x" * 100, 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"GIF89a" + b"\0" * 100, 415),
        (PICTURE[:400], 422),
        (tiny(), 422),
        (PICTURE + b"\0" * (10 * 1024 * 1024), 413),
        (b"x" * (13 * 1024 * 1024), 413),
    ],
    ids=["empty", "text", "pdf", "svg", "gif", "broken", "tiny", "large", "too large for any body"],
)
async def test_what_is_no_picture_leaves_nothing(doors: Doors, me: Caller, data: bytes, status: int) -> None:
    talk = await doors.talk(me)
    before, last = kept(doors), (await me.get(f"{talk}/entries"))["last_seq"]
    answer = await me.upload(f"{talk}/evidence", data, client_msg_id="p1")
    assert answer.problem[0] == status
    assert (kept(doors), (await me.get(f"{talk}/entries"))["last_seq"]) == (before, last)
    async with doors.house.desk.store.reading() as tx:
        assert await tx.evidence.count(customer_id=me.id) == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [({}, "client_msg_id"), ({"client_msg_id": "p", "kind": "selfie"}, "kind"),
     ({"client_msg_id": "p", "mood": "x"}, "mood"), ({"client_msg_id": "x" * 200}, "client_msg_id")],
)  # fmt: skip
async def test_fields_beside_the_file(doors: Doors, me: Caller, fields: dict[str, str], field: str) -> None:
    talk = await doors.talk(me)
    answer = await me.upload(f"{talk}/evidence", PICTURE, **fields)
    assert answer.problem == (422, "invalid")
    assert [error["field"] for error in answer["errors"]] == [field]


async def test_no_file_at_all(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    for data, kind in ((b"{}", "application/json"), (b"", "multipart/form-data; boundary=x"), (b"junk", "text/plain")):
        assert (await me.raw(f"{talk}/evidence", data, kind)).problem == (422, "invalid")


async def test_a_picture_is_checked_and_told(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me)
    talk = await doors.talk(me)
    doors.reader.next = [order_page(order_no)]
    sent = await me.upload(f"{talk}/evidence", PICTURE, client_msg_id="p1", order_no=order_no)
    assert sent.status == 201
    check = sent["check"]
    assert (check["state"], "order_screenshot" in check["kinds"]) == ("accepted", True)
    assert check["facts"]["order_no"]["status"] == "seen"
    entries = (await me.get(f"{talk}/entries", after_seq=sent["seq"] - 1, settled="true", wait_ms=5000))["entries"]
    assert [e["kind"] for e in entries] == ["evidence.attached", "evidence.checked", "bot.said"]
    assert doors.xiaoyun.heard[-1][1].startswith("/evidence_checked")
    assert (await me.get(f"/v1/customer/evidence/{sent['evidence_id']}"))["check"] == check


async def test_a_picture_of_another_order_is_asked_for_again(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me)
    talk = await doors.talk(me)
    doors.reader.next = [order_page(order_no[:-3] + "999")]
    sent = await me.upload(f"{talk}/evidence", PICTURE, client_msg_id="p1", order_no=order_no)
    assert (sent["check"]["state"], sent["check"]["facts"]["order_no"]["status"]) == ("retake", "differs")
    finding = next(f for f in sent["check"]["findings"] if f.get("field") == "order_no")
    assert finding["advice"]
    late = await me.post(
        "/v1/customer/refunds", {"order_no": order_no, "reason": "other", "evidence_ids": [sent["evidence_id"]]}
    )
    assert late.problem == (409, "not_allowed")  # what was sent back proves nothing


async def test_a_slow_reader_is_not_waited_for_for_ever(
    doors: Doors, me: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evidence.WAIT_S == 3.0  # as the contract says; nobody should wait that long for a test
    monkeypatch.setattr(evidence, "WAIT_S", 0.1)
    talk = await doors.talk(me)
    doors.reader.gate = asyncio.Event()
    sent = await me.upload(f"{talk}/evidence", PICTURE, client_msg_id="p1")
    assert (sent.status, sent["check"]["state"]) == (201, "pending")
    doors.reader.gate.set()
    entries: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while "evidence.checked" not in [e["kind"] for e in entries]:
            entries = (await me.get(f"{talk}/entries", after_seq=sent["seq"], wait_ms=2000))["entries"]
    doors.reader.gate = None


async def test_the_picture_is_ours_not_the_senders(doors: Doors, me: Caller) -> None:
    """Re-encoded, without a word of what was hidden in it; served so that nobody takes it for a page."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(PICTURE)).convert("RGB")
    image.save(out, "JPEG", comment=b"<script>alert(1)</script>")
    talk = await doors.talk(me)
    sent = await me.upload(f"{talk}/evidence", out.getvalue(), client_msg_id="p1")
    place = f"{doors.base}/v1/customer/evidence/{sent['evidence_id']}/picture"
    for size in ("", "?size=small"):
        headers = {"Authorization": f"Bearer {doors.token(me.id)}"}
        async with doors._session.get(place + size, headers=headers) as answer:
            data = await answer.read()
            assert answer.headers["Content-Type"] in {"image/jpeg", "image/png"}
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert b"script" not in data
        assert Image.open(io.BytesIO(data)).width > 0


async def test_the_same_upload_again(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    answers = await asyncio.gather(*(me.upload(f"{talk}/evidence", PICTURE, client_msg_id="p1") for _ in range(3)))
    assert len({answer["evidence_id"] for answer in answers}) == 1
    other = page("另一张", [("编号", "2")])
    assert (await me.upload(f"{talk}/evidence", other, client_msg_id="p1")).problem == (409, "conflict")
    said = await me.post(f"{talk}/messages", {"client_msg_id": "p1", "text": "在吗"})
    assert said.problem == (409, "conflict")


async def test_a_picture_serves_one_case(doors: Doors, me: Caller) -> None:
    first, second = await doors.order(me, shipped=HOUR), await doors.order(me, shipped=HOUR)
    talk = await doors.talk(me)
    doors.reader.next = [order_page(first, at="2026-11-24 08:00:00")]
    sent = await doors.picture(me, talk, order_no=first)
    assert sent["check"]["state"] == "accepted"
    wish = {"reason": "other", "evidence_ids": [sent["evidence_id"]]}
    assert (await me.post("/v1/customer/refunds", {"order_no": first, **wish})).status == 201
    assert (await me.post("/v1/customer/refunds", {"order_no": second, **wish})).problem == (409, "not_allowed")


async def test_only_its_sender_sees_it_before_it_is_checked(
    doors: Doors, me: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To others it is 409 with words to show, then the picture."""
    monkeypatch.setattr(evidence, "WAIT_S", 0.0)
    order_no = await doors.order(me, shipped=HOUR)
    talk, shop, staff = await doors.talk(me), doors.merchant("m-1"), await doors.staff("adjudicator")
    doors.reader.gate = asyncio.Event()
    put = await me.upload(f"{talk}/evidence", PICTURE, client_msg_id="p1", order_no=order_no)
    sent = put["evidence_id"]
    for size in ({}, {"size": "small"}):
        assert (await me.get(f"/v1/customer/evidence/{sent}/picture", **size)).status == 200
        held = await staff.get(f"/v1/agent/evidence/{sent}/picture", **size)
        assert (held.problem, "正在检查" in held["detail"]) == ((409, "being_checked"), True)
    doors.reader.gate.set()
    entries: list[dict[str, Any]] = []
    async with asyncio.timeout(5):
        while "evidence.checked" not in [e["kind"] for e in entries]:
            entries = (await me.get(f"{talk}/entries", after_seq=put["seq"], wait_ms=2000))["entries"]
    doors.reader.gate = None
    assert (await staff.get(f"/v1/agent/evidence/{sent}/picture")).status == 200
    assert (await shop.get(f"/v1/merchant/evidence/{sent}/picture")).problem == (404, "not_found")  # no dispute of its
