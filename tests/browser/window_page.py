"""A window opened on a desk of `window_desk`, and what can be asked of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops.setup import browser
from tests.browser.window_desk import WindowDesk
from tests.served import Served

PHONE = (390, 844)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=browser() or None, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@contextmanager
def opened(
    chromium: Browser, desk: WindowDesk | Served, size: tuple[int, int] = PHONE, path: str = "", **more: Any
) -> Iterator[Page]:
    """A page of its own on the window, signed in unless `path` says otherwise; closed at the end."""
    context = chromium.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", locale="zh-CN", **more
    )
    page = context.new_page()
    page.goto(desk.url + (path or _signed_in(desk)))
    yield page
    context.close()


def _signed_in(desk: WindowDesk | Served) -> str:
    assert isinstance(desk, WindowDesk)
    return f"/window#token={desk.token()}"


def words(page: Page, *texts: str) -> None:
    """The thread shows these entries and no others."""
    expect(page.get_by_test_id("entry").locator(".bubble")).to_have_text(list(texts))


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def violations(page: Page) -> list[str]:
    """What axe finds of serious or critical weight, as `rule: the node`; also in rows that are out of sight."""
    page.evaluate("document.styleSheets[0]?.insertRule('.row { content-visibility: visible }')")
    found = Axe().run(page).response["violations"]
    grave = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [f"{one['id']}: {node['html'][:160]}" for one in grave for node in one["nodes"]]
