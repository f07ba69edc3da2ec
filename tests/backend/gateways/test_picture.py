"""The door for pictures: what is refused and with which code, and that of what is let in only the pixels remain."""

import io
import os
import resource
import signal
from pathlib import Path

import pytest
from PIL import Image

from backend.domain.errors import Refusal
from backend.gateways.picture import PictureDoor, admit
from backend.gateways.picture_bytes import payload_behind
from backend.gateways.picture_worker import answer, ask_admit, ask_blacken, both_of, picture_of

from .hostile import CHARGE, corpus, exif, page, saved

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::PIL.Image.DecompressionBombWarning")
STATUS = {"too_large": 413, "unsupported": 415, "heic": 415, "animated": 415, "polyglot": 415, "empty_file": 422,
          "broken_file": 422, "too_small": 422}  # fmt: skip
CORPUS = {name: (data, code) for name, data, code in corpus()}


@pytest.mark.parametrize("name", [name for name, (_, code) in CORPUS.items() if code])
def test_refused_with_a_code_and_a_sentence(name: str) -> None:
    data, code = CORPUS[name]
    with pytest.raises(Refusal) as refused:
        admit(data)
    assert refused.value.code == code
    assert refused.value.status == STATUS[str(code)]
    assert any("一" <= letter <= "鿿" for letter in refused.value.detail)


@pytest.mark.parametrize("name", [name for name, (_, code) in CORPUS.items() if code is None])
def test_made_harmless(name: str) -> None:
    data, _ = CORPUS[name]
    made = admit(data)
    for kept in (made.data, made.thumbnail):
        assert CHARGE not in kept
        assert b"charge" not in kept
        with Image.open(io.BytesIO(kept)) as shown:
            assert shown.format == "JPEG"
            assert shown.mode == "RGB"
            assert not shown.getexif()
            assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert not payload_behind(kept, "JPEG")
    assert made.width * made.height <= 16_000_000


def test_the_corpus_is_large() -> None:
    assert len(CORPUS) >= 80
    assert {code for _, code in CORPUS.values()} == {*STATUS, None}


def test_turned_upright_by_its_own_notes() -> None:
    lying = page(size=(900, 640))
    stood = admit(saved(lying, "JPEG", exif=exif(x0112=6)))
    assert (stood.width, stood.height) == (640, 900)
    assert pixels(stood.data)[0] == pytest.approx(pixels(saved(lying.rotate(-90, expand=True), "JPEG"))[0], abs=3)


def test_see_through_is_white() -> None:
    made = admit(saved(Image.new("RGBA", (300, 300), (9, 9, 9, 0)), "PNG"))
    assert pixels(made.data) == [255.0, 255.0, 255.0]


def test_sixteen_bits_keep_their_light() -> None:
    grey = Image.new("I;16", (300, 300), 128 * 256)
    assert pixels(admit(saved(grey, "PNG")).data) == pytest.approx([128.0] * 3, abs=1)


def test_a_long_screenshot_stays_readable() -> None:
    made = admit(saved(page(size=(1080, 12_000)), "JPEG"))
    assert (made.width, made.height) == (1080, 12_000)


def test_a_photograph_is_shrunk_to_what_the_reader_can_use() -> None:
    made = admit(saved(page(size=(4000, 3000)), "JPEG"))
    assert (made.width, made.height) == (3200, 2400)


def test_one_picture_one_hash_whichever_way_it_lies() -> None:
    upright, sizes = page(), {"quality": 40}
    one = admit(saved(upright, "JPEG"))
    for turned, place in ((upright.rotate(90, expand=True), 3), (upright.rotate(180), 2), (upright, 0)):
        other = admit(saved(turned.resize((turned.width // 2, turned.height // 2)), "JPEG", **sizes))
        assert (int(one.hashes[0], 16) ^ int(other.hashes[place], 16)).bit_count() <= 6
        assert other.sha256 != one.sha256


def test_the_editor_is_a_hint() -> None:
    assert admit(saved(page(), "JPEG", exif=exif(x0131="Adobe Photoshop 26.1"))).editor == "Adobe Photoshop"
    assert admit(saved(page(), "JPEG", exif=exif(x0131="Camera 3.1"))).editor is None


def test_what_the_process_answers_is_the_picture_or_its_refusal() -> None:
    plain = saved(page(), "PNG")
    made = admit(plain)
    assert picture_of(answer(ask_admit() + plain)) == made
    with pytest.raises(ValueError, match="cut short"):
        picture_of(answer(ask_admit() + plain)[:-1])
    with pytest.raises(Refusal) as refused:
        picture_of(answer(ask_admit() + plain[:900]))
    assert refused.value.code == "broken_file"
    everything = both_of(answer(ask_blacken([(0.0, 0.0, 1.0, 1.0)]) + made.data))
    assert all(max(pixels(part)) < 3 for part in everything)


@pytest.mark.processes
async def test_one_that_is_killed_is_replaced_and_the_service_keeps_its_memory() -> None:
    """The whole hostile corpus by way of the door: each as `admit` answers it, and nothing of it stays here."""
    door = PictureDoor()
    try:
        await door.admit(saved(page(), "PNG"))
        before, first = resident_mb(), door.pid
        for name, (data, told) in CORPUS.items():
            found = "picture"
            try:
                await door.admit(data)
            except Refusal as refusal:
                found = refusal.code
            assert (found == "picture") == (told is None), name
        assert resident_mb() - before <= 150
        assert first is not None
        assert door.pid is not None
        os.kill(door.pid, signal.SIGKILL)
        assert await door.admit(saved(page(), "PNG")) == admit(saved(page(), "PNG"))
    finally:
        await door.close()


@pytest.mark.processes
async def test_one_that_takes_too_long_is_given_up_and_the_next_is_admitted() -> None:
    door = PictureDoor(limit_s=0.0)
    try:
        with pytest.raises(Refusal) as refused:
            await door.admit(saved(page(), "PNG"))
        assert refused.value.code == "broken_file"
        door._limit_s = 30.0
        assert (await door.admit(saved(page(), "PNG"))).width
    finally:
        await door.close()


def resident_mb() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


def pixels(data: bytes) -> list[float]:
    """The mean of each colour."""
    with Image.open(io.BytesIO(data)) as shown:
        grey = shown.resize((1, 1), Image.Resampling.BOX)
        red, green, blue = grey.getpixel((0, 0))
        return [float(red), float(green), float(blue)]
