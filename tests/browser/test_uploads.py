"""Uploads over a slow line: the bar moves, a picture can be taken back, a line that drops costs a second try only."""

import io
import random
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import opened

pytestmark = pytest.mark.browser
SLOW = 60_000  # bytes a second


@pytest.fixture
def desk() -> Iterator[WindowDesk]:
    found = WindowDesk()
    found.say(text="您好，我是小云。")
    yield found
    found.close()


def throttle(page: Page, upload: int) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 40, "downloadThroughput": -1, "uploadThroughput": upload,
    })  # fmt: skip


def begin(page: Page) -> None:
    """Sends a picture of some 240 KB that no compression makes smaller."""
    noise = Image.frombytes("RGB", (300, 270), random.Random(5).randbytes(300 * 270 * 3))
    out = io.BytesIO()
    noise.save(out, "PNG")
    page.get_by_test_id("upload-input").set_input_files(
        {"name": "order.png", "mimeType": "image/png", "buffer": out.getvalue()}
    )


def halfway(page: Page) -> int:
    """Waits until some of it, but not all, has left; the percentage."""
    bar = page.get_by_test_id("upload-progress")
    expect(bar).to_have_attribute("value", re.compile(r"^(?:[6-9]|[1-8]\d)$"), timeout=20_000)
    return int(bar.get_attribute("value") or 0)


def attached(desk: WindowDesk) -> list[str]:
    return [entry["client_msg_id"] for entry in desk.entries if entry["kind"] == "evidence.attached"]


def test_the_bar_moves_while_the_picture_travels(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        throttle(page, SLOW)
        begin(page)
        first = halfway(page)
        expect(page.get_by_test_id("upload-progress")).not_to_have_attribute("value", str(first))
        expect(page.get_by_test_id("unsent")).to_have_count(0, timeout=30_000)
        assert len(attached(desk)) == 1


def test_a_picture_taken_back_on_the_way_never_arrives(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        throttle(page, SLOW)
        begin(page)
        halfway(page)
        page.get_by_test_id("upload-cancel").click()
        expect(page.get_by_test_id("unsent")).to_have_count(0)
        throttle(page, -1)
        begin(page)  # the line is free again, and what comes is the second one alone
        expect(page.get_by_test_id("unsent")).to_have_count(0, timeout=30_000)
        assert len(attached(desk)) == 1


def test_a_line_that_drops_on_the_way_is_tried_again_without_a_double(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        throttle(page, SLOW)
        begin(page)
        halfway(page)
        assert desk.served.drop() >= 2  # the stream's and the upload's
        assert attached(desk) == []
        expect(page.get_by_test_id("unsent")).to_have_count(0, timeout=30_000)
        assert len(set(attached(desk))) == len(attached(desk)) == 1
