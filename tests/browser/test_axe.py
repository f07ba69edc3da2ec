"""axe finds no fault of any weight on any page or state, in either theme."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import busy_day, window_states
from tests.browser.staff_desk import PATIENCE_MS, seat, staffed
from tests.browser.states import State, show, states
from tests.browser.test_merchant_page import shop
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SCHEMES = ("light", "dark")
ROLES = ("supervisor", "agent", "reviewer", "senior_reviewer", "adjudicator", "senior_adjudicator", "finance")


@pytest.fixture(scope="module")
def day(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LiveHouse, dict[str, str], dict[str, list[State]]]]:
    """The house of a busy day, its cases, and its states by role."""
    with staffed(tmp_path_factory.mktemp("day")) as house:
        found = busy_day.cases(house)
        at = busy_day.afternoon(house, 14, 25)
        with seat(browser, house, "agent"):  # who is at work has a page open
            yield house, found, states(found, busy_day.talks(house, at))


def faults(page: Page) -> list[str]:
    """What axe finds, also in rows that are out of sight."""
    page.evaluate("document.styleSheets[0]?.insertRule('.row { content-visibility: visible }')")
    found = Axe().run(page).response["violations"]
    return [f"{one['id']} ({one['impact']}): {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", ROLES)
def test_the_desk(browser: Browser, day: tuple[LiveHouse, dict[str, str], dict[str, list[State]]], role: str,
                  scheme: str) -> None:  # fmt: skip
    house, _, every = day
    found: dict[str, list[str]] = {}
    agent = house.staff("agent")
    with seat(browser, house, role, color_scheme=scheme) as page:
        for state in every[role]:
            busy_day.afternoon(house, 14, 26)  # nobody's time runs out while others are looked at
            agent.post("/v1/agent/presence", {"state": "online"})  # offered anew
            show(page, house.base, state)
            found[state.name] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_sign_in_the_merchant_and_the_demo(
    browser: Browser, day: tuple[LiveHouse, dict[str, str], dict[str, list[State]]], scheme: str
) -> None:
    house, known, _ = day
    with shop(browser, house, color_scheme=scheme) as page:
        assert faults(page) == []
        page.locator(f'[data-no="{known["dispute_new"]}"]').click()
        page.get_by_test_id("contest").click()
        expect(page.get_by_test_id("answer-dialog")).to_be_visible(timeout=PATIENCE_MS)
        assert faults(page) == []
        for path in ("/console", "/demo", "/demo/host"):
            page.goto(house.base + path)
            expect(page.locator("h1").first).to_be_attached(timeout=PATIENCE_MS)
            assert (path, faults(page)) == (path, [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_window(browser: Browser, scheme: str) -> None:
    found: dict[str, list[str]] = {}
    for name, page in window_states.each(browser, color_scheme=scheme):
        found[name] = faults(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
