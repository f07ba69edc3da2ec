"""The console as it is seen: three columns, two, one; light and dark; without a fault that axe can find."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.staff_desk import SMALL, WIDE, buyer_says, filed, seat, staffed
from tests.browser.window_page import PHONE, violations
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


@pytest.fixture(scope="module")
def refund_no(house: LiveHouse) -> str:
    """The demo's overdue case, with pictures and a history."""
    found = house.staff("reviewer").get("/v1/agent/refunds", state="under_review")["items"]
    return str(next(item["refund_no"] for item in found if item["customer_name"] == "周航"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave(browser: Browser, house: LiveHouse, refund_no: str, scheme: str) -> None:
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}", color_scheme=scheme) as page:
        expect(page.get_by_test_id("evidence-item").first).to_be_visible()
        expect(page.get_by_test_id("history")).to_be_visible()
        assert violations(page) == []
        page.get_by_test_id("act-reject").click()
        expect(page.get_by_test_id("act-dialog").get_by_role("radio")).to_have_count(8)
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_test_id("thumbnail").first.click()
        expect(page.get_by_test_id("viewer").get_by_role("img")).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_grave_in_a_conversation(browser: Browser, house: LiveHouse, scheme: str) -> None:
    _, talk = buyer_says(house, f"沈安{scheme}", "卡密打不开")
    with seat(browser, house, "agent", f"#/conversations/{talk}", color_scheme=scheme) as page:
        page.get_by_test_id("accept").click()
        page.get_by_test_id("visibility-internal").check()
        page.get_by_test_id("composer").fill("内部说明")
        page.get_by_test_id("composer").press("Enter")
        expect(page.locator('[data-visibility="internal"]')).to_be_visible()
        assert violations(page) == []


@pytest.mark.parametrize("size", [WIDE, (1024, 768), PHONE])
def test_it_fits_and_targets_are_large(
    browser: Browser, house: LiveHouse, refund_no: str, size: tuple[int, int]
) -> None:
    with seat(browser, house, "reviewer", "#/refunds", size) as page:
        expect(page.get_by_test_id("row").first).to_be_visible()
        assert page.evaluate(SMALL) == []
        page.locator(f'[data-no="{refund_no}"]').click()
        expect(page.get_by_test_id("acts")).to_be_visible()
        assert page.evaluate(SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        expect(page.get_by_test_id("list")).to_be_visible(visible=size != PHONE)
        if size == PHONE:
            page.get_by_role("link", name="返回").click()
            expect(page.get_by_test_id("list")).to_be_visible()


def test_what_stands_beside_is_one_press_away_where_there_is_no_room(browser: Browser, house: LiveHouse) -> None:
    me, refund_no = filed(house, "江河")
    talk = me.post("/v1/customer/conversations")["conversation_id"]
    with seat(browser, house, "agent", f"#/conversations/{talk}", PHONE) as page:
        page.get_by_test_id("to-side").click()
        page.get_by_test_id("buyer-refund").click()
        expect(page.get_by_test_id("side")).to_contain_text(refund_no)
        page.go_back()
        page.go_back()
        expect(page.get_by_test_id("composer")).to_be_visible()
