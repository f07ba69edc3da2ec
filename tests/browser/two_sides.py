"""Both sides of a talk at once, each in a browser context of its own: the buyer's window and the desk."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.staff_desk import PATIENCE_MS
from tests.browser.window_page import PHONE
from tests.live import Caller, LiveHouse

TABS_MOST = 150


@contextmanager
def buying(chromium: Browser, house: LiveHouse, customer_id: str) -> Iterator[Page]:
    """This buyer's window, greeted."""
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, reduced_motion="reduce", locale="zh-CN"
    )
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(f"{house.base}/window#token={house.customer(customer_id).token}")
    expect(page.get_by_test_id("composer")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()
    assert broken == []


def talk_of(house: LiveHouse, customer_id: str) -> str:
    """The number of this buyer's conversation."""
    found = house.customer(customer_id).post("/v1/customer/conversations")
    return str(found["conversation_id"])


def on_duty(house: LiveHouse, *roles: str) -> None:
    """These are online, everybody else who serves is away."""
    for role in ("agent", "supervisor"):
        state = "online" if role in roles else "offline"
        house.staff(role).post("/v1/agent/presence", {"state": state})


def ask_person(house: LiveHouse, talk: str, reason: str = "customer_request") -> None:
    """小云 hands over."""
    Caller(house, house.env["ACTIONS_API_KEY"]).post(
        f"/v1/actions/conversations/{talk}/handoff", {"reason_code": reason}
    )


def advance(house: LiveHouse, seconds: int) -> None:
    house.platform.post("/v1/platform/clock", {"advance_seconds": seconds})


def until_gone(house: LiveHouse, customer_id: str) -> None:
    """A minute, counted from when the backend has noticed the closed page; it is the time of day that moves."""
    me, talk = house.customer(customer_id), talk_of(house, customer_id)
    seq = me.get(f"/v1/customer/conversations/{talk}/entries?after_seq=0")["last_seq"]
    for _ in range(10):
        advance(house, 61)
        if me.get(f"/v1/customer/conversations/{talk}/entries?after_seq={seq}&wait_ms=1000")["entries"]:
            return


def entry(page: Page, kind: str) -> Locator:
    """The latest entry of this kind, on either side."""
    return page.locator(f'[data-testid="entry"][data-kind="{kind}"]').last


def seen(page: Page, kind: str, text: str = "") -> None:
    expect(entry(page, kind)).to_contain_text(text, timeout=PATIENCE_MS)


def confirm(page: Page) -> None:
    """Press the button of the open box, and see it close."""
    page.get_by_test_id("confirm").click()
    expect(page.get_by_test_id("act-dialog")).to_have_count(0, timeout=PATIENCE_MS)


def tab_to(page: Page, testid: str) -> Locator:
    """Walk there with the Tab key alone."""
    wanted = page.get_by_test_id(testid).first
    expect(wanted).to_be_visible(timeout=PATIENCE_MS)
    for _ in range(TABS_MOST):
        if wanted.evaluate("e => e === document.activeElement"):
            return wanted
        page.keyboard.press("Tab")
    raise AssertionError(f"{testid} is out of the Tab key's reach")
