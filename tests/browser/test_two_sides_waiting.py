"""Waiting for a person, from both sides: at the limit, at night, by telephone; and a person who steps in unasked."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import busy_day, two_sides
from tests.browser.staff_desk import PATIENCE_MS, seat
from tests.browser.two_sides import buying, confirm, on_duty, seen, talk_of
from tests.browser.window_page import say
from tests.live import Caller, LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SLOW_MS = 40_000  # the assistant answers


def offered(page: Page, part: str) -> None:
    """Press the newest choice whose value holds this."""
    page.locator(f'[data-testid="choice"][data-value*="{part}"]:not([disabled])').last.click(timeout=SLOW_MS)


def test_at_the_limit_three_ways_on(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("沈安")
    on_duty(desk, "agent")
    desk.staff("agent").post("/v1/agent/presence", {"state": "online"})
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as agent:
        talk = talk_of(desk, name)
        two_sides.ask_person(desk, talk)
        expect(buyer.get_by_test_id("queue-card")).to_be_visible(timeout=PATIENCE_MS)
        expect(agent.get_by_test_id("group-offered")).to_be_visible(timeout=PATIENCE_MS)
        agent.get_by_test_id("presence").get_by_label("离开").check()  # and nobody else is there
        expect(agent.get_by_test_id("group-line")).to_contain_text("沈安", timeout=PATIENCE_MS)
        two_sides.advance(desk, 181)
        ways = two_sides.entry(buyer, "handoff.deferred").get_by_test_id("choice")
        expect(ways).to_have_count(3, timeout=PATIENCE_MS)
        for way in ways.all():
            expect(way).to_be_enabled()
        expect(agent.get_by_test_id("group-line")).to_have_count(0, timeout=PATIENCE_MS)


def test_a_message_is_left_and_answered(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("江河")
    on_duty(desk)
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as agent:
        talk = talk_of(desk, name)
        door = Caller(desk, desk.env["ACTIONS_API_KEY"])  # where the assistant hands the choice on
        door.post(f"/v1/actions/conversations/{talk}/handoff", {"message": True})
        seen(buyer, "handoff.message_left", "写下您的留言")
        say(buyer, "卡密第三位看不清")
        left = agent.get_by_test_id("group-messages")
        expect(left).to_contain_text("卡密第三位看不清", timeout=PATIENCE_MS)
        two_sides.advance(desk, 4 * 24 * 3600)  # it does not lapse
        expect(left).to_contain_text("江河")
        left.get_by_test_id("row").click()
        say(agent, "已为您补发，请查收")
        seen(buyer, "agent.said", "已为您补发")
        expect(left).to_have_count(0, timeout=PATIENCE_MS)


def test_a_person_steps_in_where_the_assistant_talks(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("白露")
    with buying(browser, desk, name) as buyer:
        say(buyer, "在吗")
        with seat(browser, desk, "agent", f"#/conversations/{talk_of(desk, name)}") as agent:
            seen(agent, "customer.said", "在吗")
            agent.get_by_test_id("composer").fill("您好，我是人工客服")
            agent.get_by_test_id("composer").press("Enter")  # sending is taking over
            seen(buyer, "handoff.accepted")
            seen(buyer, "agent.said", "我是人工客服")
            expect(agent.get_by_test_id("resolve")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.rasa
def test_asked_for_by_a_word_in_hours(browser: Browser, house: LiveHouse) -> None:
    busy_day.afternoon(house)
    name = house.buyer("林晓")
    on_duty(house, "agent")
    with buying(browser, house, name) as buyer, seat(browser, house, "agent", "#/conversations") as agent:
        say(buyer, "转人工")
        expect(buyer.get_by_test_id("queue-card")).to_be_visible(timeout=SLOW_MS)
        offer = agent.get_by_test_id("group-offered").filter(has_text="林晓")
        offer.get_by_test_id("accept-offer").click(timeout=PATIENCE_MS)
        seen(buyer, "handoff.accepted")
        agent.get_by_test_id("return").click()
        confirm(agent)
        expect(two_sides.entry(buyer, "bot.said")).to_contain_text("小云", timeout=SLOW_MS)


@pytest.mark.rasa
def test_at_night_three_ways_on_and_a_call_in_the_morning(browser: Browser, house: LiveHouse) -> None:
    night = busy_day.afternoon(house).replace(hour=22, minute=30)
    busy_day.move(house, night)
    name = house.buyer("安宁")
    with buying(browser, house, name) as buyer:
        say(buyer, "转人工")
        for way in ("request_callback", "choice=wait", "choice=message"):
            choice = buyer.locator(f'[data-testid="choice"][data-value*="{way}"]:not([disabled])').last
            expect(choice).to_be_visible(timeout=SLOW_MS)
        offered(buyer, "choice=message")
        expect(two_sides.entry(buyer, "bot.said")).to_contain_text("写在这里", timeout=SLOW_MS)
        (left,) = house.staff("agent").get("/v1/agent/queue")["messages"]
        assert left["customer_name"] == "安宁"
        offered(buyer, "request_callback")
        expect(two_sides.entry(buyer, "bot.said")).to_contain_text("手机号", timeout=SLOW_MS)
        say(buyer, "13800001234")
        offered(buyer, "slot_start_at")
        offered(buyer, "message=")
        offered(buyer, "affirm")
        card = buyer.get_by_test_id("callback-card").last
        expect(card).to_contain_text("已预约", timeout=SLOW_MS)
        call = house.customer(name).get("/v1/customer/callbacks")["items"][0]
        busy_day.move(house, datetime.fromisoformat(call["slot_start_at"]) + timedelta(minutes=1))
        with seat(browser, house, "agent", f"#/callbacks/{call['callback_no']}") as agent:
            dial = agent.get_by_test_id("case").get_by_role("link", name="拨打")
            expect(dial).to_have_attribute("href", "tel:+8613800001234")
            agent.get_by_test_id("act-attempt").click()
            confirm(agent)
            seen(buyer, "callback.in_call")
            agent.get_by_test_id("act-done").click(timeout=PATIENCE_MS)
            agent.get_by_label("已解决").check()
            confirm(agent)
            seen(buyer, "callback.completed")
