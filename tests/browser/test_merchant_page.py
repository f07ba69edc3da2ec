"""The merchant's page and the adjudicator's desk: a dispute from notice to ruling."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.staff_desk import PATIENCE_MS, SMALL, filed, seat, staffed
from tests.browser.window_page import PHONE, violations
from tests.drawn import order_screenshot
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PICTURE = {"name": "record.png", "mimeType": "image/png"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


@contextmanager
def shop(chromium: Browser, house: LiveHouse, size: tuple[int, int] = (1280, 800), **more: Any) -> Iterator[Page]:
    """The page of the merchant whose card every test order is."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **more)
    page = context.new_page()
    page.goto(f"{house.base}/merchant#token={house.merchant('m-feiyu').token}")
    expect(page.get_by_test_id("merchant")).to_be_visible(timeout=PATIENCE_MS)
    yield page
    context.close()


def disputed(house: LiveHouse, name: str) -> str:
    """A new buyer's dispute about a card that never came; its number."""
    me, refund_no = filed(house, name)
    found = me.post(f"/v1/customer/refunds/{refund_no}/events", {"event": "open_dispute", "reason": "商家不回消息"})
    return str(found["dispute"]["dispute_no"])


def test_the_token_leaves_the_address_and_a_case_can_be_gone_back_from(browser: Browser, house: LiveHouse) -> None:
    number = disputed(house, "温言")
    with shop(browser, house) as page:
        assert page.url == f"{house.base}/merchant"
        page.locator(f'[data-no="{number}"]').click()
        expect(page.get_by_test_id("claim")).to_contain_text("商家不回消息")
        expect(page.get_by_test_id("case")).to_contain_text("逾期默认支持买家")
        page.go_back()
        expect(page.get_by_test_id("case")).to_have_count(0)
        page.reload()
        expect(page.get_by_test_id("row").first).to_be_visible()


def test_a_contest_needs_reason_and_picture_and_the_platform_rules(browser: Browser, house: LiveHouse) -> None:
    number = disputed(house, "苏木")
    with shop(browser, house) as page:
        page.locator(f'[data-no="{number}"]').click()
        page.get_by_test_id("contest").click()
        confirm = page.get_by_test_id("confirm")
        page.get_by_test_id("reason").fill("卡密已发货，附记录")
        expect(confirm).to_be_disabled()
        page.get_by_test_id("file").set_input_files([{"name": "a.txt", "mimeType": "text/plain", "buffer": b"x"}])
        expect(page.get_by_role("alert")).to_contain_text("a.txt")
        picture = order_screenshot("LY1", "980.00", "2026-11-20 10:00:00")
        page.get_by_test_id("file").set_input_files([PICTURE | {"buffer": picture}])
        expect(confirm).to_be_enabled(timeout=PATIENCE_MS)
        confirm.click()
        expect(page.get_by_test_id("answer")).to_contain_text("卡密已发货")
        expect(page.get_by_test_id("contest")).to_have_count(0)
    with seat(browser, house, "adjudicator", f"#/disputes/{number}") as page:
        expect(page.get_by_test_id("merchant-answer").first).to_contain_text("卡密已发货")
        page.get_by_test_id("act-pull_logs").click()
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("logs")).to_be_visible()
        page.get_by_test_id("act-decide_partial").click()
        page.get_by_test_id("amount").fill("980")  # the whole is not a part
        page.get_by_test_id("note").fill("双方各有责任")
        expect(page.get_by_test_id("confirm")).to_be_disabled()
        page.get_by_test_id("amount").fill("300")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("main").get_by_test_id("state").first).to_have_text("部分支持")
    with shop(browser, house) as page:
        page.locator(f'[data-no="{number}"]').click()
        expect(page.get_by_test_id("ruling")).to_contain_text("双方各有责任")
        expect(page.get_by_test_id("ruling")).to_contain_text("¥300.00")


def test_accepting_pays_the_buyer(browser: Browser, house: LiveHouse) -> None:
    number = disputed(house, "陶然")
    with shop(browser, house) as page:
        page.locator(f'[data-no="{number}"]').click()
        page.get_by_test_id("accept").click()
        expect(page.get_by_test_id("answer-dialog")).to_contain_text("¥980.00")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("case").get_by_test_id("state").first).to_have_text("支持买家")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, (1280, 800)])
def test_it_looks_right(browser: Browser, house: LiveHouse, size: tuple[int, int], scheme: str) -> None:
    number = disputed(house, f"顾盼{size[0]}{scheme}")
    with shop(browser, house, size, color_scheme=scheme) as page:
        page.locator(f'[data-no="{number}"]').click()
        expect(page.get_by_test_id("claim")).to_be_visible()
        assert violations(page) == []
        page.get_by_test_id("contest").click()
        expect(page.get_by_test_id("answer-dialog")).to_be_visible()
        assert violations(page) == []
        assert page.evaluate(SMALL) == []
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
