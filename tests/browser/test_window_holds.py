"""The window keeps what was said when the line drops, the server stumbles, or the token runs out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import opened, say, words

pytestmark = pytest.mark.browser


@pytest.fixture
def desk() -> Iterator[WindowDesk]:
    found = WindowDesk()
    found.say(text="您好，我是小云。")
    yield found
    found.close()


def test_the_token_leaves_the_address_at_once_and_never_travels_in_one(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        assert page.url == f"{desk.url}/window"
        assert not [query for _, _, _, query in desk.heard if query]
        page.reload()  # the tab remembers who is signed in
        words(page, "您好，我是小云。")


def test_the_matter_at_hand_is_named_once(browser: Browser, desk: WindowDesk) -> None:
    path = f"/window?order_no=LY1&topic=file_refund#token={desk.token()}"
    with opened(browser, desk, path=path) as page:
        words(page, "您好，我是小云。")
        assert desk.hints == [{"order_no": "LY1", "topic": "file_refund"}]
        assert page.url == f"{desk.url}/window"
        page.reload()
        words(page, "您好，我是小云。")
        assert desk.hints[1:] == [{}]


def test_a_cut_stream_resumes_where_it_was(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        desk.cut()
        desk.say(text="断线时说的")
        words(page, "您好，我是小云。", "断线时说的")
        assert desk.sent("/stream")[-1]["last-event-id"] == "1"


def test_a_stumbling_server_gets_the_message_once_under_one_id(browser: Browser, desk: WindowDesk) -> None:
    desk.faults["/messages"] = (1, 503)
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        say(page, "话费没到账")
        expect(page.get_by_test_id("unsent")).to_contain_text("正在自动重试")
        words(page, "您好，我是小云。", "话费没到账")
        expect(page.get_by_test_id("unsent")).to_have_count(0)
        assert len({sent["idempotency-key"] for sent in desk.sent("/messages")}) == 1
        assert len(desk.sent("/messages")) == 2


def test_an_answer_that_got_lost_does_not_double_the_message(browser: Browser, desk: WindowDesk) -> None:
    desk.lost = 1
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        say(page, "在吗")
        words(page, "您好，我是小云。", "在吗")
        say(page, "还在吗")
        words(page, "您好，我是小云。", "在吗", "还在吗")


def test_a_refused_message_waits_for_the_buyer(browser: Browser, desk: WindowDesk) -> None:
    desk.faults["/messages"] = (1, 422)
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        say(page, "第一句")
        trouble = page.get_by_test_id("unsent")
        expect(trouble).to_contain_text("系统开小差了")
        trouble.get_by_test_id("retry").click()
        words(page, "您好，我是小云。", "第一句")


def test_what_was_unsent_survives_a_reload(browser: Browser, desk: WindowDesk) -> None:
    desk.faults["/messages"] = (50, 503)
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        say(page, "刷新也不能丢")
        expect(page.get_by_test_id("unsent")).to_be_visible()
        desk.faults.clear()
        page.reload()
        words(page, "您好，我是小云。", "刷新也不能丢")


def test_offline_says_so_and_sends_when_the_network_is_back(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        page.context.set_offline(True)
        expect(page.get_by_test_id("offline-banner")).to_contain_text("网络断开了")
        say(page, "地铁里说的")
        expect(page.get_by_test_id("unsent")).to_contain_text("等网络恢复后自动发送")
        page.context.set_offline(False)
        words(page, "您好，我是小云。", "地铁里说的")
        expect(page.get_by_test_id("offline-banner")).to_have_count(0)


def test_an_expired_token_is_renewed_without_the_buyer_noticing(browser: Browser, desk: WindowDesk) -> None:
    old = desk.token()
    with opened(browser, desk, path=f"/window#token={old}") as page:
        words(page, "您好，我是小云。")
        desk.refused_tokens.add(old)
        desk.cut()
        say(page, "令牌过期了")
        words(page, "您好，我是小云。", "令牌过期了")
        assert len(desk.sent("/demo/token/u1")) == 1
        expect(page.get_by_test_id("sign-in-banner")).to_have_count(0)


def test_signed_out_for_good_keeps_the_words_until_a_new_token_comes(browser: Browser, desk: WindowDesk) -> None:
    old = desk.token()
    with opened(browser, desk, path=f"/window#token={old}") as page:
        words(page, "您好，我是小云。")
        desk.refused_tokens.add(old)
        desk.faults["/demo/token"] = (50, 404)
        desk.cut()
        expect(page.get_by_test_id("sign-in-banner")).to_contain_text("登录已过期")
        say(page, "还没说完")
        page.evaluate("token => { location.hash = `token=${token}` }", desk.token())
        words(page, "您好，我是小云。", "还没说完")
        expect(page.get_by_test_id("sign-in-banner")).to_have_count(0)
        assert page.url == f"{desk.url}/window"
