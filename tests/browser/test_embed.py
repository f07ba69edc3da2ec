"""The loader on somebody else's page: its button, its frame, and a token that goes to the window alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import violations

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="zh-CN"><title>商城</title>
<main><h1>我的订单</h1><button id="ask">申请退款</button></main>
<script src="{desk}/embed.js"></script>"""


def shop_of(desk: WindowDesk) -> str:
    """The shop's page; localhost is another origin than the desk's 127.0.0.1."""
    desk.shop = PAGE.format(desk=desk.url)
    return f"http://localhost:{desk.port}/shop"


@pytest.fixture
def desk() -> Iterator[WindowDesk]:
    found = WindowDesk(FRAME_ANCESTORS="http://localhost:*")
    found.say(text="您好，我是小云。")
    yield found
    found.close()


@pytest.fixture
def shop(browser: Browser, desk: WindowDesk) -> Iterator[Page]:
    """A page of the shop with the loader on it; `window.asked` counts the tokens it was asked for."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.goto(shop_of(desk))
    page.expose_function("freshToken", desk.token)
    page.evaluate("""() => {
      window.asked = 0;
      RefundDesk.mount({ token: async () => { window.asked++; return freshToken(); } });
      document.querySelector('#ask').onclick = () => RefundDesk.open({ orderNo: 'LY1' });
    }""")
    yield page
    context.close()


def frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe[title=在线客服]")


def test_it_opens_with_the_order_and_closes_where_it_was_opened(shop: Page, desk: WindowDesk) -> None:
    assert not desk.sent("/conversations")  # nothing is fetched until somebody asks
    shop.get_by_role("button", name="申请退款").click()
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    assert desk.hints == [{"order_no": "LY1"}]
    assert not [query for _, _, _, query in desk.heard if "token" in query]
    frame(shop).get_by_role("button", name="关闭").click()
    expect(shop.get_by_role("dialog")).to_be_hidden()
    expect(shop.get_by_role("button", name="申请退款")).to_be_focused()
    shop.evaluate("RefundDesk.open({ orderNo: 'LY2', topic: 'check_refund_progress' })")
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    assert desk.hints[1:] == [{"order_no": "LY2", "topic": "check_refund_progress"}]


def test_an_expired_token_is_asked_of_the_shop_again(shop: Page, desk: WindowDesk) -> None:
    shop.get_by_role("button", name="在线客服").click()
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    assert shop.evaluate("asked") == 1
    desk.refused_tokens.add(desk.sent("/stream")[-1]["authorization"].removeprefix("Bearer "))
    desk.cut()
    desk.say(text="续上了")
    expect(frame(shop).get_by_text("续上了")).to_be_visible()
    assert shop.evaluate("asked") == 2
    assert not desk.sent("/demo/token")


def test_the_button_counts_what_comes_in_while_it_is_closed(shop: Page, desk: WindowDesk) -> None:
    shop.get_by_role("button", name="在线客服").click()
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    shop.get_by_role("button", name="收起客服").click()
    desk.say(text="第一条")
    desk.say(text="第二条")
    shop.get_by_role("button", name="在线客服，2 条新消息").click()
    expect(frame(shop).get_by_text("第二条")).to_be_visible()
    shop.get_by_role("button", name="收起客服").click()
    expect(shop.get_by_role("button", name="在线客服", exact=True)).to_be_visible()


def test_a_message_from_elsewhere_is_not_taken_for_the_shops(shop: Page, desk: WindowDesk) -> None:
    shop.get_by_role("button", name="在线客服").click()
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    # The page posts to itself what only the window may say: nothing closes, no token is handed out.
    shop.evaluate("""() => {
      for (const type of ['close', 'token-needed']) postMessage({ from: 'refund-desk', type }, '*');
      return new Promise((resolve) => setTimeout(resolve));
    }""")
    expect(shop.get_by_role("dialog")).to_be_visible()
    assert shop.evaluate("asked") == 1


def test_axe_finds_nothing_grave_on_the_shops_page(shop: Page) -> None:
    shop.get_by_role("button", name="在线客服").click()
    expect(frame(shop).get_by_text("您好，我是小云。")).to_be_visible()
    assert violations(shop) == []


def test_only_the_named_origins_may_embed_the_window(browser: Browser) -> None:
    desk, page = WindowDesk(FRAME_ANCESTORS="https://shop.example"), browser.new_page()
    page.goto(shop_of(desk))
    with page.expect_event("console", lambda message: "frame-ancestors" in message.text):
        page.evaluate("RefundDesk.open()")
    page.close()
    desk.close()
