"""Every state of the buyer's window, one after the other, on desks of memory."""

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import window_thread as thread
from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import PHONE, opened
from tests.drawn import order_screenshot

SHOT = order_screenshot("LY2026112300018", "399.00", "2026-11-22 10:00:00")
RATING = {"type": "rating", "rating_no": "G1", "about": "handoff"}
LATER = thread.choices("继续排队|request_human", "预约电话回拨|request_callback", "先和小云聊|cancel_handoff")


def _greeted(desk: WindowDesk) -> None:
    desk.say(text="您好，我是智能客服小云。请问遇到了什么问题？", choices=thread.choices("申请退款|file_refund"))


def _asked(desk: WindowDesk) -> None:
    thread.ordering(desk)
    thread.filing(desk)


def _queued(desk: WindowDesk) -> None:
    thread.ordering(desk)
    thread.queueing(desk)


def _limit(desk: WindowDesk) -> None:
    _queued(desk)
    desk.say("handoff.deferred", None, "system", choices=LATER)
    desk.become(owner="bot", queue=None)


def _helped(desk: WindowDesk) -> None:
    _queued(desk)
    thread.helping(desk)


def _rated(desk: WindowDesk) -> None:
    _helped(desk)
    desk.say("handoff.resolved", None, "system", card=RATING)
    desk.become(owner="bot")


def _offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_test_id("offline-banner")).to_be_visible()


def _mine(page: Page) -> None:
    page.get_by_test_id("mine").click()
    expect(page.get_by_test_id("mine-refund")).to_have_count(3)


def _refund(page: Page) -> None:
    _mine(page)
    page.get_by_test_id("mine-refund").first.click()
    expect(page.get_by_test_id("payout")).to_be_visible()


STATES: dict[str, tuple[Callable[[WindowDesk], None], str, Callable[[Page], None] | None]] = {
    "empty": (_greeted, "entry", None),
    "confirm": (_asked, "confirm-card", None),
    "refund-card": (thread.whole, "queue-card", None),
    "queue": (_queued, "queue-card", None),
    "limit": (_limit, "choice", None),
    "agent": (_helped, "entry", None),
    "rating": (_rated, "rating-card", None),
    "offline": (_greeted, "entry", _offline),
    "mine": (thread.whole, "queue-card", _mine),
    "refund": (thread.whole, "queue-card", _refund),
}


def each(browser: Browser, size: tuple[int, int] = PHONE, **more: Any) -> Iterator[tuple[str, Page]]:
    """Name and page of every state; the page lives until the next is asked for."""
    for name, (tell, shows, do) in STATES.items():
        desk = WindowDesk()
        desk.picture = SHOT
        tell(desk)
        with opened(browser, desk, size, **more) as page:
            expect(page.get_by_test_id(shows).last).to_be_visible()
            if do is not None:
                do(page)
            yield name, page
        desk.close()
    desk = WindowDesk()
    with opened(browser, desk, size, path="/window", **more) as page:
        expect(page.get_by_test_id("blocked")).to_be_visible()
        yield "signed-out", page
    desk.close()
