"""Every state of the buyer's window, one after the other, on desks of memory."""

from collections.abc import Callable, Iterator
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser import window_scenes as scenes
from tests.browser import window_thread as thread
from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import PHONE, opened
from tests.drawn import order_screenshot

SHOT = order_screenshot("LY2026112300018", "399.00", "2026-11-22 10:00:00")
RATING = {"type": "rating", "rating_no": "G1", "about": "handoff"}
LATER = thread.choices(
    "继续排队|request_human", "预约电话回拨|request_callback", "给客服留言|request_human:choice=message"
)


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


def _thanked(desk: WindowDesk) -> None:
    _rated(desk)
    desk.say("handoff.rated", None, "customer", facts={"score": 5})


def _closed(desk: WindowDesk) -> None:
    _greeted(desk)
    desk.become(status="closed")


def _busy(desk: WindowDesk) -> None:
    desk.faults["conversations"] = (99, 503)


def _offline(desk: WindowDesk, page: Page) -> None:
    page.context.set_offline(True)
    expect(page.get_by_test_id("offline-banner")).to_be_visible()
    _unsent(page, "waiting")


def _gone(desk: WindowDesk, page: Page) -> None:
    desk.faults["stream"] = (99, 503)
    desk.cut()
    expect(page.get_by_test_id("offline-banner")).to_be_visible()


def _trying(desk: WindowDesk, page: Page) -> None:
    desk.faults["messages"] = (99, 503)
    _unsent(page, "waiting")


def _unsaid(desk: WindowDesk, page: Page) -> None:
    desk.faults["messages"] = (1, 422)
    _unsent(page, "failed")


def _unsent(page: Page, state: str) -> None:
    page.get_by_test_id("composer").fill("卡密激活不了，一直提示失效")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator(f"[data-testid='unsent'][data-state='{state}']")).to_be_visible()


def _no_picture(desk: WindowDesk, page: Page) -> None:
    page.get_by_test_id("upload-input").set_input_files(
        {"name": "聊天记录.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"}
    )


def _large(desk: WindowDesk, page: Page) -> None:
    page.locator(".thumbnail").last.click()
    expect(page.get_by_test_id("viewer").locator("img")).to_be_visible()


def _mine(desk: WindowDesk, page: Page) -> None:
    page.get_by_test_id("mine").click()
    expect(page.get_by_test_id("mine-refund")).to_have_count(len(desk.refunds))


def _mine_failed(desk: WindowDesk, page: Page) -> None:
    desk.faults["refunds"] = (99, 503)
    page.get_by_test_id("mine").click()
    expect(page.locator(".dialog .blocked, dialog .blocked")).to_be_visible()


def _refund(desk: WindowDesk, page: Page) -> None:
    _mine(desk, page)
    page.get_by_test_id("mine-refund").first.click()
    expect(page.get_by_test_id("payout")).to_be_visible()


def _rejected(desk: WindowDesk, page: Page) -> None:
    _mine(desk, page)
    page.get_by_test_id("mine-refund").last.click()
    expect(page.get_by_test_id("decision")).to_be_visible()


STATES: dict[str, tuple[Callable[[WindowDesk], None], str, Callable[[WindowDesk, Page], None] | None]] = {
    "empty": (_greeted, "entry", None),
    "confirm": (_asked, "confirm-card", None),
    "refund-card": (thread.whole, "queue-card", None),
    "uploading": (scenes.wanted, "needs-card", scenes.uploading),
    "checking": (scenes.checking, "evidence-state", None),
    "judged": (scenes.judged, "evidence-card", None),
    "viewer": (scenes.judged, "evidence-card", _large),
    "no-picture": (scenes.wanted, "needs-card", _no_picture),
    "call-time": (scenes.booking, "choice", None),
    "call-confirm": (scenes.proposed, "confirm-card", None),
    "call": (scenes.booked, "callback-card", None),
    "call-moved": (scenes.moved, "callback-card", None),
    "call-cancelled": (scenes.cancelled, "callback-card", None),
    "queue": (_queued, "queue-card", None),
    "limit": (_limit, "choice", None),
    "agent": (_helped, "entry", None),
    "agent-moves": (scenes.moves, "entry", None),
    "rating": (_rated, "rating-card", None),
    "rated": (_thanked, "rating-note", None),
    "closed": (_closed, "entry", None),
    "offline": (_greeted, "entry", _offline),
    "reconnecting": (_greeted, "entry", _gone),
    "trying": (_greeted, "entry", _trying),
    "unsent": (_greeted, "entry", _unsaid),
    "busy": (_busy, "blocked", None),
    "mine": (thread.whole, "queue-card", _mine),
    "mine-none": (_greeted, "entry", _mine),
    "mine-failed": (_greeted, "entry", _mine_failed),
    "refund": (thread.whole, "queue-card", _refund),
    "refund-rejected": (thread.whole, "queue-card", _rejected),
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
                do(desk, page)
            yield name, page
        desk.close()
    desk = WindowDesk()
    with opened(browser, desk, size, path="/window", **more) as page:
        expect(page.get_by_test_id("blocked")).to_be_visible()
        yield "signed-out", page
    desk.close()
