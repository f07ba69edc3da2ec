"""What a buyer does in the window: choosing, sending pictures, reading back, a thread that has grown long."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser import window_thread as thread
from tests.browser.window_desk import WindowDesk
from tests.browser.window_page import opened, say, words

pytestmark = pytest.mark.browser

# The first line in view and where it stands, once ten frames in a row agree: lines that were never seen have a guessed
# height until they come near, and are measured some frames after a jump.
STANDS_STILL = """() => {
  const box = document.querySelector("[data-testid=thread]").getBoundingClientRect();
  const lines = [...document.querySelectorAll("[data-testid=entry]")];
  const first = lines.find((line) => line.getBoundingClientRect().bottom > box.top);
  const now = `${first.innerText} ${Math.round(first.getBoundingClientRect().top)}`;
  const stood = window.stood ?? { at: "", frames: 0 };
  window.stood = { at: now, frames: now === stood.at ? stood.frames + 1 : 0 };
  return window.stood.frames >= 10 && now;
}"""


@pytest.fixture
def desk() -> Iterator[WindowDesk]:
    found = WindowDesk()
    found.say(text="您好，我是小云。")
    yield found
    found.close()


def png() -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (60, 90), "#3a8").save(out, "PNG")
    return {"name": "失败提示.png", "mimeType": "image/png", "buffer": out.getvalue()}


def attach(page: Page, *files: FilePayload) -> None:
    page.get_by_test_id("upload-input").set_input_files(list(files))


def test_a_choice_is_sent_by_its_value_and_shows_as_taken(browser: Browser, desk: WindowDesk) -> None:
    desk.say(text="要提交吗？", choices=thread.choices("确认提交|affirm", "先不提交|deny"))
    with opened(browser, desk) as page:
        page.get_by_role("button", name="确认提交").click()
        words(page, "您好，我是小云。", "要提交吗？", "确认提交")
        assert desk.entries[-1]["choice"] == "affirm"
        expect(page.get_by_role("button", name="已选 确认提交")).to_be_disabled()
        expect(page.get_by_role("button", name="先不提交")).to_be_disabled()


def test_enter_that_chooses_a_character_sends_nothing(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        box = page.get_by_test_id("composer")
        box.fill("退款")
        box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})
        box.press("Shift+Enter")
        expect(box).to_have_value("退款\n")
        box.press("Enter")
        words(page, "您好，我是小云。", "退款")
        assert len(desk.sent("/messages")) == 1


def test_a_picture_shows_its_way_up_and_then_its_verdict(browser: Browser, desk: WindowDesk) -> None:
    desk.call(desk.hold(True))
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        attach(page, png())
        expect(page.get_by_test_id("upload-progress")).to_have_attribute("value", "100")
        expect(page.get_by_test_id("unsent")).to_contain_text("识别中")
        desk.call(desk.hold(False))
        state = page.get_by_test_id("evidence-state")
        expect(state).to_contain_text("识别中")
        expect(page.get_by_test_id("unsent")).to_have_count(0)
        card = desk.entries[-1]["card"] | {"state": "accepted", "kinds": ["activation_failure"]}
        desk.say("evidence.checked", None, "system", card=card)
        expect(state).to_have_text("凭证可用 · 激活失败截图")
        assert not desk.sent("/E1/picture")  # it is the very picture this page has sent


def test_a_picture_can_be_called_back(browser: Browser, desk: WindowDesk) -> None:
    desk.call(desk.hold(True))
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        attach(page, png())
        page.get_by_test_id("upload-cancel").click()
        expect(page.get_by_test_id("unsent")).to_have_count(0)
        say(page, "不传了")
        words(page, "您好，我是小云。", "不传了")


def test_a_refused_picture_says_why_and_can_be_tried_again(browser: Browser, desk: WindowDesk) -> None:
    desk.faults["C1/evidence"] = (1, 415)
    with opened(browser, desk) as page:
        words(page, "您好，我是小云。")
        attach(page, png(), {"name": "说明.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
        expect(page.get_by_role("status").filter(has_text="说明.pdf")).to_contain_text("不是 JPG、PNG 或 WebP")
        page.get_by_test_id("unsent").get_by_test_id("retry").click()
        expect(page.get_by_test_id("evidence-state")).to_be_visible()


def test_reading_back_is_not_disturbed_by_what_comes_in(browser: Browser, desk: WindowDesk) -> None:
    for n in range(40):
        desk.say(text=f"第 {n} 句")
    with opened(browser, desk) as page:
        box = page.get_by_test_id("thread")
        expect(page.get_by_text("第 39 句")).to_be_in_viewport()
        box.evaluate("box => { box.scrollTop = 200 }")
        expect(page.get_by_test_id("new-messages")).to_have_text("回到最新")
        read = page.wait_for_function(STANDS_STILL).json_value()
        desk.say(text="新的一句")
        expect(page.get_by_test_id("new-messages")).to_have_text("1 条新消息")
        page.evaluate("window.stood = undefined")
        assert page.wait_for_function(STANDS_STILL).json_value() == read
        page.get_by_test_id("new-messages").click()
        expect(page.get_by_text("新的一句")).to_be_in_viewport()
        expect(page.get_by_test_id("new-messages")).to_have_count(0)


def test_five_hundred_entries_are_drawn_at_once(browser: Browser, desk: WindowDesk) -> None:
    for n in range(249):
        desk.say("customer.said", f"第 {n} 问", "customer")
        desk.say(text=f"第 {n} 答", card=thread.card("refund", thread.REFUND) if n % 5 == 0 else None)
    with opened(browser, desk, path="/favicon.svg") as page:
        cdp = page.context.new_cdp_session(page)
        cdp.send("Performance.enable")
        page.goto(f"{desk.url}/window#token={desk.token()}")
        expect(page.get_by_test_id("entry")).to_have_count(499)
        expect(page.get_by_text("第 248 答")).to_be_in_viewport()
        say(page, "最后一问")
        expect(page.get_by_text("最后一问")).to_be_in_viewport()
        spent = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
        assert spent["TaskDuration"] < 2.5  # seconds of work: 0.7 when idle; a drawing for each entry took 5.7


def test_the_person_who_joins_is_shown_and_the_bar_steps_back(browser: Browser, desk: WindowDesk) -> None:
    with opened(browser, desk) as page:
        expect(page.get_by_test_id("quick-human")).to_be_visible()
        thread.helping(desk)
        expect(page.get_by_text("客服 017 已接入")).to_be_visible()
        expect(page.get_by_test_id("quick-human")).to_have_count(0)
        desk.become(typing=True)
        expect(page.get_by_test_id("typing")).to_contain_text("客服正在输入")
