"""The sandbox's front door and its shop, as somebody sees them who has just started the house."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from backend.api.pages import pages
from backend.settings import Settings
from tests.backend.api.demo_door import serve
from tests.browser.window_page import opened, violations
from tests.browser.window_thread import ORDER, PAID, PHONE
from tests.served import Served

pytestmark = pytest.mark.browser
LISTS = {"orders": [ORDER, PHONE], "refunds": [PAID]}


def shop_too(app: Sanic[Any, Any], known: Settings) -> None:
    async def listed(request: Request, noun: str) -> HTTPResponse:
        return json({"items": LISTS[noun], "next": None})

    app.blueprint(pages(known))
    app.add_route(listed, "/v1/customer/<noun:orders|refunds>")


@pytest.fixture(scope="module")
def house() -> Iterator[Served]:
    found = serve("sandbox", shop_too)
    yield found
    found.close()


def test_it_tells_who_to_be_and_what_to_say(browser: Browser, house: Served) -> None:
    with opened(browser, house, (1280, 900), "/demo") as page:
        lin = page.locator("[data-customer=u-lin]")
        expect(lin).to_contain_text("我买的点卡一直没发货，想退款")
        expect(lin.get_by_role("link", name="打开客服窗口")).to_have_attribute(
            "href", re.compile(r"^/window#token=\w+")
        )
        expect(lin.get_by_role("link", name="在商城里打开")).to_have_attribute("href", "/demo/host?buyer=u-lin")
        expect(page.get_by_test_id("staff")).to_contain_text("人工客服agentpass-word")
        merchant = page.get_by_role("link", name="打开商户页").first
        expect(merchant).to_have_attribute("href", re.compile(r"^/merchant#token=\w+"))


def test_the_clock_turns_and_comes_back(browser: Browser, house: Served) -> None:
    with opened(browser, house, (1280, 900), "/demo") as page:
        expect(page.get_by_test_id("clock-now")).to_contain_text("2026年11月23日 12:0")
        page.get_by_role("button", name="+ 3 天").click()
        expect(page.get_by_test_id("clock-now")).to_contain_text("2026年11月26日 12:0")
        page.get_by_label("拨到").fill("2026-12-01T08:30")
        page.get_by_role("button", name="拨过去").click()
        expect(page.get_by_test_id("clock-now")).to_contain_text("2026年12月1日 08:30")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "first"), [("/demo", "buyer"), ("/demo/host?buyer=u-lin", "order")])
def test_both_pages_fit_a_small_screen_and_axe(
    browser: Browser, house: Served, path: str, first: str, scheme: str
) -> None:
    with opened(browser, house, (320, 640), path, color_scheme=scheme) as page:
        expect(page.get_by_test_id(first).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        assert violations(page) == []


def test_the_shop_shows_orders_and_what_became_of_them(browser: Browser, house: Served) -> None:
    with opened(browser, house, (1280, 900), "/demo/host?buyer=u-lin") as page:
        expect(page.get_by_text("您好，林晓")).to_be_visible()
        bought, refunded = page.get_by_test_id("order").first, page.get_by_test_id("order").last
        expect(bought.get_by_test_id("ask")).to_have_text("申请退款")
        expect(refunded).to_contain_text("已退款")
        bought.get_by_test_id("ask").click()
        source = page.locator("iframe").get_attribute("src") or ""
        assert f"order_no={ORDER['order_no']}" in source
        assert "token" not in source
