"""No page of the desk shows people a code of ours or a channel's: every list of every room, every case that is open."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import busy_day
from tests.browser.staff_desk import PATIENCE_MS, seat, staffed
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
SECTIONS = ("conversations", "refunds", "disputes", "callbacks", "expedites", "payouts", "compensations", "chargebacks")
# What is shown, without numbers of cases, names to sign in by, the platform's raw log, and what people wrote.
READ = """() => {
  const page = document.querySelector('[data-testid="console"]').cloneNode(true);
  page.querySelectorAll('pre, code, .ids, .log, .bubble, .hidden-text, textarea').forEach(e => e.remove());
  return page.innerText;
}"""
OURS = (
    "undefined null NaN object queued offered connected abnormal refused closed reversed pending failed expired "
    "cancelled timer system outbox manual standard approved rejected done open"
)
CODE = re.compile(rf"(?<![\w.-])(?:[a-z]+(?:_[a-z]+)+|{'|'.join(OURS.split())})(?![\w.-])", re.ASCII)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


def codes(text: str) -> set[str]:
    return {found.group() for found in CODE.finditer(text)}


def test_people_read_words(browser: Browser, house: LiveHouse) -> None:
    busy_day.cases(house)
    assert codes("渠道说明bank: abnormal，by_agent：done") == {"abnormal", "by_agent", "done"}
    found: set[tuple[str, str]] = set()
    read = ""
    with seat(browser, house, "operator") as page:
        for section in SECTIONS:
            page.goto(f"{house.base}/console#/{section}{'?tab=all' if section == 'refunds' else ''}")
            expect(page.get_by_test_id("row").first).to_be_visible(timeout=PATIENCE_MS)
            numbers = page.get_by_test_id("row").evaluate_all("rows => rows.map(row => row.dataset.no)")
            for number in numbers[:12]:
                page.goto(f"{house.base}/console#/{section}/{number}")
                expect(page.get_by_test_id("main").locator(".part, .thread").first).to_be_visible(timeout=PATIENCE_MS)
                text = page.evaluate(READ)
                found |= {(section, code) for code in codes(text)}
                read += text
        for section in ("board", "replies", "hours"):
            page.goto(f"{house.base}/console#/{section}")
            expect(page.get_by_test_id(section if section == "board" else "console")).to_be_visible(timeout=PATIENCE_MS)
            found |= {(section, code) for code in codes(page.evaluate(READ))}
    assert "收款账户异常" in read  # a payout's trouble was among it
    assert found == set()
