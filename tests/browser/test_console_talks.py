"""The console's conversations: taken, answered, kept over a lost line and a lost session, given back."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.staff_desk import PATIENCE_MS, buyer_says, seat, sign_in, staffed
from tests.live import Caller, LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


def test_an_agent_takes_answers_notes_and_ends(browser: Browser, house: LiveHouse) -> None:
    me, talk = buyer_says(house, "秦朗", "卡密打不开，找个人帮我看看")
    with seat(browser, house, "agent", "#/conversations") as page:
        page.get_by_test_id("presence").get_by_label("在线").check()
        page.get_by_test_id("row").filter(has_text="秦朗").click()
        expect(page.locator('[data-kind="customer.said"]')).to_contain_text("卡密打不开")
        page.get_by_test_id("accept").click()
        expect(page.get_by_test_id("resolve")).to_be_visible()
        page.get_by_test_id("composer").fill("您好，我来帮您看")
        page.get_by_test_id("composer").press("Enter")
        expect(page.get_by_test_id("unsent")).to_have_count(0)
        page.get_by_test_id("visibility-internal").check()
        page.get_by_test_id("composer").fill("疑似批次问题")
        page.get_by_test_id("send").click()
        note = page.locator('[data-visibility="internal"]')
        expect(note).to_contain_text("疑似批次问题")
        seen = me.get(f"/v1/customer/conversations/{talk}/entries")["entries"]
        assert [e["text"] for e in seen if e["kind"] == "agent.said"] == ["您好，我来帮您看"]

        page.get_by_test_id("resolve").click()
        confirm = page.get_by_test_id("confirm")
        expect(confirm).to_be_disabled()
        page.get_by_label("已解决").check()
        confirm.click()
        expect(page.locator('[data-kind="handoff.resolved"]')).to_be_visible()
    assert me.get(f"/v1/customer/conversations/{talk}/entries")["owner"] == "bot"


def test_who_waits_is_offered_and_taken_from_the_list(browser: Browser, house: LiveHouse) -> None:
    _, talk = buyer_says(house, "罗敏", "转人工")
    with seat(browser, house, "agent", "#/conversations") as page:
        page.get_by_test_id("presence").get_by_label("在线").check()
        expect(page.locator(".rail .dot.is-online")).to_be_visible()
        _ask_person(house, talk)
        offer = page.get_by_test_id("group-offered")
        expect(offer).to_contain_text("罗敏", timeout=PATIENCE_MS)
        offer.get_by_test_id("accept-offer").click()
        expect(page).to_have_url(f"{house.base}/console#/conversations/{talk}")
        expect(page.get_by_test_id("hold")).to_be_visible()
        page.get_by_test_id("hold").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("resume")).to_be_visible()


def test_what_was_written_offline_arrives_once(browser: Browser, house: LiveHouse) -> None:
    me, talk = buyer_says(house, "方圆", "在吗")
    with seat(browser, house, "agent", f"#/conversations/{talk}") as page:
        page.get_by_test_id("accept").click()
        expect(page.get_by_test_id("resolve")).to_be_visible()
        page.context.set_offline(True)
        page.get_by_test_id("composer").fill("断网时写的")
        page.get_by_test_id("composer").press("Enter")
        expect(page.get_by_test_id("unsent")).to_contain_text("等网络恢复", timeout=PATIENCE_MS)
        page.context.set_offline(False)
        expect(page.get_by_test_id("unsent")).to_have_count(0, timeout=PATIENCE_MS)
        expect(page.get_by_test_id("entry").filter(has_text="断网时写的")).to_have_count(1)
    seen = me.get(f"/v1/customer/conversations/{talk}/entries")["entries"]
    assert [e.get("text") for e in seen].count("断网时写的") == 1


def test_an_ended_session_keeps_the_place_and_the_draft(browser: Browser, house: LiveHouse) -> None:
    _, talk = buyer_says(house, "高翔", "有人吗")
    username, password = json.loads(house.env["AGENT_USERS"])["agent"]
    with seat(browser, house, "agent", f"#/conversations/{talk}") as page:
        expect(page.locator('[data-kind="customer.said"]')).to_contain_text("有人吗")
        page.get_by_test_id("composer").fill("写了一半")
        page.evaluate(
            """() => fetch('/v1/agent/session', {method: 'DELETE', headers: {
                Authorization: 'Bearer ' + JSON.parse(sessionStorage.getItem('refund-desk.staff')).token}})"""
        )
        page.get_by_test_id("accept").click()
        expect(page.get_by_test_id("sign-in-again")).to_be_visible()
        sign_in(page, username, password)
        expect(page.get_by_test_id("sign-in-again")).to_have_count(0)
        expect(page.get_by_test_id("resolve")).to_be_visible()  # the very press that had met the 401
        expect(page.get_by_test_id("composer")).to_have_value("写了一半")
        page.reload()
        expect(page.get_by_test_id("composer")).to_have_value("写了一半")
        expect(page).to_have_url(f"{house.base}/console#/conversations/{talk}")


def test_what_was_not_sent_outlives_a_reload(browser: Browser, house: LiveHouse) -> None:
    me, talk = buyer_says(house, "沈安", "在吗")
    with seat(browser, house, "agent", f"#/conversations/{talk}") as page:
        page.get_by_test_id("accept").click()
        expect(page.get_by_test_id("resolve")).to_be_visible()
        page.route("**/messages", lambda route: route.abort())
        for words in ("第一句", "第二句"):
            page.get_by_test_id("composer").fill(words)
            page.get_by_test_id("composer").press("Enter")
        expect(page.get_by_test_id("unsent")).to_have_count(2)
        page.unroute_all()
        page.reload()
        expect(page.get_by_test_id("unsent")).to_have_count(0, timeout=PATIENCE_MS)
        expect(page.get_by_test_id("entry").filter(has_text="第二句")).to_have_count(1, timeout=PATIENCE_MS)
        page.reload()
        expect(page.get_by_test_id("entry").filter(has_text="第二句")).to_have_count(1, timeout=PATIENCE_MS)
    seen = me.get(f"/v1/customer/conversations/{talk}/entries")["entries"]
    assert [e["text"] for e in seen if e["kind"] == "agent.said"] == ["第一句", "第二句"]


def _ask_person(house: LiveHouse, talk: str) -> None:
    bot = Caller(house, house.env["ACTIONS_API_KEY"])
    bot.post(f"/v1/actions/conversations/{talk}/handoff", {"reason_code": "customer_request"})
