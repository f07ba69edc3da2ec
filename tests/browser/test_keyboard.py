"""The desk by the keyboard alone: taken, answered, handed on, ended, the next one, decided."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.staff_desk import PATIENCE_MS, buyer_says, filed, seat
from tests.browser.two_sides import ask_person, on_duty, seen, tab_to
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def press(page: Page, testid: str, key: str = "Enter") -> None:
    tab_to(page, testid)
    page.keyboard.press(key)


def done(page: Page) -> None:
    press(page, "confirm")
    expect(page.get_by_test_id("act-dialog")).to_have_count(0, timeout=PATIENCE_MS)


def accepted(page: Page) -> None:
    press(page, "accept-offer")
    expect(page.get_by_test_id("resolve")).to_be_visible(timeout=PATIENCE_MS)


def test_a_talk(browser: Browser, desk: LiveHouse) -> None:
    boss = desk.staff("supervisor")
    team = next(iter(boss.get("/v1/agent/replies")["teams"]))
    boss.post("/v1/agent/replies", {"team": team, "title": "键盘问好", "text": "{姓名}您好"})
    on_duty(desk, "agent")
    with seat(browser, desk, "agent", "#/conversations") as page:
        _, talk = buyer_says(desk, "程可", "卡密打不开")
        ask_person(desk, talk)
        accepted(page)
        tab_to(page, "composer")
        page.keyboard.type("/键盘问好")
        expect(page.get_by_test_id("replies-box").get_by_role("option")).to_have_count(1, timeout=PATIENCE_MS)
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        seen(page, "agent.said", "程可您好")
        on_duty(desk, "agent", "supervisor")
        press(page, "transfer")
        tab_to(page, "note")
        page.keyboard.type("要主管定")
        done(page)
        seen(page, "handoff.transferred")
        on_duty(desk, "agent")

        _, talk = buyer_says(desk, "程林", "怎么还没到账")
        ask_person(desk, talk, "complaint")
        page.goto(f"{desk.base}/console#/conversations/{talk}")
        press(page, "accept")
        press(page, "resolve")
        expect(page.get_by_test_id("act-dialog")).to_be_visible(timeout=PATIENCE_MS)
        for _ in range(20):
            if page.evaluate("document.activeElement.type === 'radio'"):
                break
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        done(page)
        seen(page, "handoff.resolved")


def test_the_next_case_is_decided(browser: Browser, desk: LiveHouse) -> None:
    for name in ("键一", "键二"):
        filed(desk, name)
    with seat(browser, desk, "reviewer", "#/refunds") as page:
        tab_to(page, "find")
        page.keyboard.type("键")
        expect(page.get_by_test_id("row")).to_have_count(2)
        page.keyboard.press("Alt+ArrowDown")
        expect(page.get_by_test_id("acts").first).to_be_visible(timeout=PATIENCE_MS)
        first = page.url
        page.keyboard.press("Alt+ArrowDown")
        expect(page).not_to_have_url(first)
        press(page, "act-approve")
        expect(page.get_by_test_id("preview")).to_contain_text("原路退回", timeout=PATIENCE_MS)
        done(page)
        expect(page.get_by_test_id("main").get_by_test_id("state").first).not_to_have_text(
            "审核中", timeout=PATIENCE_MS
        )
