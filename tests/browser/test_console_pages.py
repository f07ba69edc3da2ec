"""The supervisor's pages: the live board, canned replies from writing to use, hours; and how one is called."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.staff_desk import PATIENCE_MS, buyer_says, seat, staffed
from tests.browser.window_page import PHONE, violations
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


def test_a_reply_is_written_found_by_a_stroke_and_filled(browser: Browser, house: LiveHouse) -> None:
    with seat(browser, house, "supervisor", "#/replies") as page:
        page.get_by_test_id("add-reply").click()
        page.get_by_test_id("reply-title").fill("问好甲")
        page.get_by_test_id("reply-text").fill("{姓名}您好，单号 {退款单号}")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("reply").filter(has_text="问好甲")).to_be_visible(timeout=PATIENCE_MS)
    _, talk = buyer_says(house, "秦朗", "在吗")
    with seat(browser, house, "agent", f"#/conversations/{talk}") as page:
        page.get_by_test_id("accept").click()
        box = page.get_by_test_id("composer")
        box.press_sequentially("/问好甲")
        expect(page.get_by_test_id("replies-box").get_by_role("option")).to_have_count(1)
        box.press("Enter")
        expect(box).to_have_value("秦朗您好，单号 {退款单号}")
        expect(page.get_by_test_id("send")).to_be_disabled()  # a buyer never reads a brace
        box.fill("秦朗您好")
        box.press("Enter")
        expect(page.locator('[data-kind="agent.said"]')).to_contain_text("秦朗您好")
    with seat(browser, house, "supervisor", "#/replies") as page:
        page.get_by_test_id("reply").filter(has_text="问好甲").get_by_test_id("remove-reply").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("reply").filter(has_text="问好甲")).to_have_count(0)


def test_a_day_off_is_set_with_its_reason(browser: Browser, house: LiveHouse) -> None:
    with seat(browser, house, "supervisor", "#/hours") as page:
        save = page.get_by_test_id("save-hours")
        page.get_by_test_id("add-day").click()
        expect(save).to_be_disabled()  # nobody changes hours without saying why
        page.get_by_test_id("hours-note").fill("盘点")
        save.click()
        expect(page.get_by_text("第 1 版")).to_be_visible(timeout=PATIENCE_MS)
    assert house.staff("agent").get("/v1/agent/hours")["days"][0]["opens"] is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("room", ["board", "replies", "hours"])
def test_axe_finds_nothing_grave_and_it_fits(browser: Browser, house: LiveHouse, room: str, scheme: str) -> None:
    with seat(browser, house, "supervisor", f"#/{room}", PHONE, color_scheme=scheme) as page:
        expect(page.get_by_test_id(room)).to_be_visible()
        expect(page.get_by_test_id(room).locator(".panel, .blank").first).to_be_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_colleague_is_given_teams_and_room_and_taken_off_duty(
    browser: Browser, house: LiveHouse, scheme: str
) -> None:
    house.staff("agent").post("/v1/agent/presence", {"state": "online"})
    with seat(browser, house, "supervisor", "#/board", color_scheme=scheme) as page:
        change = page.locator('[data-testid="staff-change"][data-no="agent"]')
        change.click(timeout=PATIENCE_MS)
        payments = page.get_by_test_id("skill-payments")
        had = payments.is_checked()
        payments.set_checked(not had)
        page.get_by_test_id("capacity").select_option("7")
        assert violations(page) == []
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("board-agents")).to_contain_text("/ 7", timeout=PATIENCE_MS)
        (one,) = [m for m in house.staff("operator").get("/v1/agent/staff")["items"] if m["username"] == "agent"]
        assert (one["capacity"], "payments" in one["skills"]) == (7, not had)
        change.click()
        page.get_by_test_id("capacity").select_option("3")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("board-agents")).not_to_contain_text("/ 7", timeout=PATIENCE_MS)
        change.click()
        page.get_by_test_id("send-offline").click()
        expect(page.get_by_test_id("act-dialog")).to_have_count(0, timeout=PATIENCE_MS)
        (one,) = [m for m in house.staff("operator").get("/v1/agent/staff")["items"] if m["username"] == "agent"]
        assert one["presence"] == "offline"
    with seat(browser, house, "operator", "#/board") as page:  # reads the board, changes nobody
        expect(page.get_by_test_id("board-agents")).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_test_id("staff-change")).to_have_count(0)


def test_a_colleague_is_handed_the_talk(browser: Browser, house: LiveHouse) -> None:
    _, talk = buyer_says(house, "方圆", "在吗")
    house.staff("supervisor").post("/v1/agent/presence", {"state": "online"})
    with seat(browser, house, "agent", f"#/conversations/{talk}") as page:
        page.get_by_test_id("accept").click()
        page.get_by_test_id("transfer").click()
        page.get_by_test_id("transfer-to").select_option("to:supervisor")
        page.get_by_test_id("note").fill("要主管定")
        page.get_by_test_id("confirm").click()
        expect(page.locator('[data-kind="handoff.transferred"]')).to_be_visible(timeout=PATIENCE_MS)
    found = house.staff("supervisor").get(f"/v1/agent/conversations/{talk}")
    assert found["handoff"]["offered_to"] == "supervisor"
