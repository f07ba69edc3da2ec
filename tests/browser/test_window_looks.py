"""The window as it is seen: every card, narrow and wide, light and dark, without a fault that axe can find."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import window_thread as thread
from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import PHONE, opened, violations

pytestmark = pytest.mark.browser
OVERFLOWING = """() => [...document.querySelectorAll('#window *')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 0.5 || box.left < -0.5) && !e.closest('.quick, .hidden-text');
}).map(e => e.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll('button, a, textarea')].filter(e => {
  const box = e.getBoundingClientRect(), beyond = getComputedStyle(e, '::after');
  const more = beyond.content === 'none' ? 0 : -2 * parseFloat(beyond.top);
  return box.height && box.height + more < 44 && !e.classList.contains('link');
}).map(e => `${e.className} ${e.textContent}`)"""


@pytest.fixture(scope="module")
def desk() -> Iterator[WindowDesk]:
    found = WindowDesk()
    thread.whole(found)
    yield found
    found.close()


@pytest.mark.parametrize("size", [(320, 640), PHONE, (1440, 900)])
def test_nothing_is_wider_than_the_screen_and_targets_are_large(
    browser: Browser, desk: WindowDesk, size: tuple[int, int]
) -> None:
    with opened(browser, desk, size) as page:
        expect(page.get_by_test_id("queue-card")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(SMALL) == []
        page.get_by_test_id("mine").click()
        page.get_by_test_id("mine-refund").last.click()
        expect(page.get_by_test_id("decision")).to_be_visible()
        assert page.evaluate(OVERFLOWING) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_the_thread_or_the_panels(browser: Browser, desk: WindowDesk, scheme: str) -> None:
    with opened(browser, desk, color_scheme=scheme) as page:
        expect(page.get_by_test_id("queue-card")).to_be_visible()
        assert violations(page) == []
        page.get_by_test_id("mine").click()
        expect(page.get_by_test_id("mine-refund")).to_have_count(3)
        assert violations(page) == []
        page.get_by_test_id("mine-refund").first.click()
        expect(page.get_by_test_id("payout")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_when_signed_out(browser: Browser, desk: WindowDesk, scheme: str) -> None:
    with opened(browser, desk, path="/window", color_scheme=scheme) as page:
        expect(page.get_by_test_id("blocked")).to_contain_text("请重新登录")
        assert violations(page) == []


def test_every_card_is_drawn(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        for kind in ("order", "orders", "needs", "evidence", "confirm", "refund", "callback", "queue"):
            expect(page.get_by_test_id(f"{kind}-card").first).to_be_attached()
        queue = page.get_by_test_id("queue-card")
        expect(queue).to_contain_text("前面还有 3 位，预计等待 4 分钟")
        desk.become(queue={"position": 1, "expected_wait_s": 40})
        expect(queue).to_contain_text("下一位就是您，预计等待 1 分钟内")


def test_only_the_newest_choices_can_be_taken(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        taken = page.get_by_test_id("confirm-card").get_by_text("确认提交")
        expect(taken).to_be_disabled()
        expect(taken).to_contain_text("已选")
        expect(page.locator("[data-testid=choice]:enabled")).to_have_text(["取消排队", "改为电话回拨"])
