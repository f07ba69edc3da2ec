"""A talk from both sides at once: asked for, waited for, held, handed on, given back, ended and rated."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import two_sides
from tests.browser.staff_desk import PATIENCE_MS, seat
from tests.browser.two_sides import buying, confirm, on_duty, seen, talk_of
from tests.browser.window_page import say
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def test_accepted_talked_held_handed_on_and_given_back(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("秦朗")
    on_duty(desk, "agent")
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as agent:
        say(buyer, "卡密打不开")
        talk = talk_of(desk, name)
        two_sides.ask_person(desk, talk)
        expect(buyer.get_by_test_id("queue-card")).to_be_visible(timeout=PATIENCE_MS)
        agent.get_by_test_id("group-offered").get_by_test_id("accept-offer").click(timeout=PATIENCE_MS)
        expect(agent.get_by_test_id("packet-next")).to_be_visible(timeout=PATIENCE_MS)
        seen(buyer, "handoff.accepted", "已接入")

        say(buyer, "激活时提示已被使用")
        seen(agent, "customer.said", "已被使用")
        say(agent, "我来查这张卡")
        seen(buyer, "agent.said", "我来查这张卡")
        expect(agent.get_by_test_id("mark")).to_have_text("已读", timeout=PATIENCE_MS)

        agent.get_by_test_id("hold").click()
        confirm(agent)
        seen(buyer, "handoff.held", "请稍等")
        agent.get_by_test_id("resume").click()
        seen(buyer, "handoff.resumed")

        on_duty(desk, "agent", "supervisor")
        with seat(browser, desk, "supervisor", f"#/conversations/{talk}") as boss:
            expect(boss.get_by_test_id("take")).to_be_visible(timeout=PATIENCE_MS)
            agent.get_by_test_id("transfer").click()
            agent.get_by_test_id("transfer-to").select_option("to:supervisor")
            agent.get_by_test_id("note").fill("要主管定")
            confirm(agent)
            seen(buyer, "handoff.transferred")
            boss.get_by_test_id("accept").click(timeout=PATIENCE_MS)
            seen(agent, "handoff.accepted")
            expect(agent.get_by_test_id("visibility-public")).to_have_count(0, timeout=PATIENCE_MS)  # one owner
            expect(agent.get_by_test_id("composer-form")).to_contain_text("由同事接待中")
            boss.get_by_test_id("return").click()
            confirm(boss)
            seen(buyer, "handoff.returned", "小云继续")


def test_resolved_and_rated_once(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("罗敏")
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as agent:
        say(buyer, "怎么还没退款")
        agent.goto(f"{desk.base}/console#/conversations/{talk_of(desk, name)}")
        agent.get_by_test_id("accept").click()
        seen(buyer, "handoff.accepted")
        agent.get_by_test_id("resolve").click()
        agent.get_by_label("已解决").check()
        confirm(agent)
        card = buyer.get_by_test_id("rating-card")
        expect(card).to_contain_text("人工服务怎么样", timeout=PATIENCE_MS)
        card.get_by_test_id("rate-4").click()
        expect(card).to_contain_text("您打了 4 分", timeout=PATIENCE_MS)
        expect(card.get_by_test_id("rate-5")).to_be_disabled()
        seen(agent, "handoff.rated", "4 分")


def test_an_offer_is_declined_with_its_reason(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("方圆")
    on_duty(desk, "agent")
    with buying(browser, desk, name) as buyer, seat(browser, desk, "agent", "#/conversations") as agent:
        two_sides.ask_person(desk, talk_of(desk, name), "complaint")
        offer = agent.get_by_test_id("group-offered")
        expect(offer).to_be_visible(timeout=PATIENCE_MS)
        on_duty(desk, "agent", "supervisor")
        offer.get_by_test_id("decline-offer").click()
        agent.get_by_test_id("note").fill("正在通话")
        confirm(agent)
        expect(offer).to_have_count(0, timeout=PATIENCE_MS)
        expect(buyer.get_by_test_id("queue-card")).to_contain_text("下一位就是您")
        with seat(browser, desk, "supervisor", f"#/conversations/{talk_of(desk, name)}") as boss:
            boss.get_by_test_id("reassign").click()
            boss.get_by_test_id("act-dialog").get_by_role("radio").first.check()
            boss.get_by_test_id("note").fill("熟悉这类问题")
            confirm(boss)
        offer.get_by_test_id("accept-offer").click(timeout=PATIENCE_MS)
        seen(buyer, "handoff.accepted")


def test_who_closes_the_page_loses_the_talk_and_the_buyer_keeps_the_place(browser: Browser, desk: LiveHouse) -> None:
    name = desk.buyer("高翔")
    with buying(browser, desk, name) as buyer:
        talk = talk_of(desk, name)
        with seat(browser, desk, "agent", f"#/conversations/{talk}") as agent:
            agent.get_by_test_id("accept").click()
            seen(buyer, "handoff.accepted")
        before = desk.staff("supervisor").get(f"/v1/agent/conversations/{talk}")["handoff"]["waiting_since_at"]
        two_sides.until_gone(desk, name)
        seen(buyer, "handoff.requeued", "重新安排")
        after = desk.staff("supervisor").get(f"/v1/agent/conversations/{talk}")["handoff"]
        assert after["waiting_since_at"] == before
        assert after["handoff_state"] in {"queued", "offered"}
