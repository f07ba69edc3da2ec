"""Two refunds from first word to money, in a real browser, against the real house."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from ops.setup import ROOT, browser
from tests.drawn import order_screenshot, payment_statement
from tests.journeys.test_by_contract import topup
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.rasa, pytest.mark.processes]

PICTURES = ROOT / ".run" / "pictures"
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as play:
        with_flags = {"args": ["--no-sandbox", "--disable-gpu"]}
        path = browser()
        opened = play.chromium.launch(executable_path=path or None, **with_flags)  # type: ignore[arg-type]
        yield opened
        opened.close()


def window(chromium: Browser, house: LiveHouse, customer_id: str) -> Page:
    """The buyer's window on a phone, signed in."""
    page = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN").new_page()
    page.goto(f"{house.base}/window#token={house.customer(customer_id).token}")
    expect(page.get_by_test_id("entry").first).to_be_visible(timeout=PATIENCE_MS)
    return page


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def choice(page: Page, value: str) -> None:
    """Press the newest offered choice whose value begins so."""
    button = page.locator(f'[data-testid="choice"][data-value^="{value}"]:not([disabled])').last
    button.click(timeout=PATIENCE_MS)


def picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.wait_for_timeout(300)  # the scroll to the end is animated
    page.screenshot(path=str(PICTURES / f"{name}.png"))


def test_express_refund_in_the_chat(chromium: Browser, house: LiveHouse) -> None:
    customer_id = house.buyer("林晓")
    for name, fen in (("王者荣耀点券 980 点卡", 9800), ("骏网一卡通 50元 点卡", 5000)):
        house.order(
            customer_id,
            product={"name": name, "kind": "game_card", "express_capable": True},
            payments=[{
                "channel": "alipay", "funding": "wallet_balance", "amount_fen": fen,
                "transaction_id": f"T{fen}{customer_id}",
            }],
        )  # fmt: skip
    page = window(chromium, house, customer_id)
    say(page, "我买的点卡一直没发货，想退款")
    orders = page.get_by_test_id("orders-card").last
    expect(orders).to_be_visible(timeout=PATIENCE_MS)
    picture(page, "express-1-orders")
    page.get_by_role("button", name="王者荣耀点券 980 点卡").last.click()
    confirm = page.get_by_test_id("confirm-card").last
    expect(confirm).to_contain_text("98.00", timeout=PATIENCE_MS)
    picture(page, "express-2-confirm")
    choice(page, "affirm")
    card = page.locator('[data-testid="refund-card"]').last
    expect(page.locator('[data-kind="refund.refunded"]')).to_be_visible(timeout=PATIENCE_MS)
    picture(page, "express-3-refunded")
    refund = house.customer(customer_id).get("/v1/customer/refunds")["items"][0]
    assert (refund["state"], refund["path"], refund["amount_fen"]) == ("refunded", "express", 9800)
    card.click()
    panel = page.get_by_test_id("refund-panel")
    expect(panel).to_contain_text("退款到账", timeout=PATIENCE_MS)
    expect(panel).to_contain_text(refund["refund_no"])
    picture(page, "express-4-timeline")


def test_review_reaches_the_open_window(chromium: Browser, house: LiveHouse, tmp_path: Path) -> None:
    customer_id = house.buyer("陈默")
    order_no, transaction_id = topup(house, customer_id)
    paid = datetime.now(UTC) - timedelta(hours=30) + timedelta(hours=8)
    files = {
        "order.png": order_screenshot(order_no, "98.00", f"{paid:%Y-%m-%d %H:%M:%S}"),
        "statement.png": payment_statement(transaction_id, "98.00", f"{paid:%Y-%m-%d %H:%M:%S}"),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    page = window(chromium, house, customer_id)
    say(page, "话费扣了钱一直没到账，我要退款")
    choice(page, "inform:time=")
    expect(page.get_by_test_id("needs-card").last).to_be_visible(timeout=PATIENCE_MS)
    picture(page, "review-1-needs")
    for name in files:
        page.get_by_test_id("upload-input").set_input_files(str(tmp_path / name))
        time.sleep(0.2)
    confirm = page.get_by_test_id("confirm-card").last
    expect(confirm).to_contain_text("98.00", timeout=PATIENCE_MS * 2)
    picture(page, "review-2-confirm")
    choice(page, "affirm")
    expect(page.locator('[data-kind="refund.under_review"]')).to_be_visible(timeout=PATIENCE_MS)
    refund_no = house.customer(customer_id).get("/v1/customer/refunds")["items"][0]["refund_no"]

    desk = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
    desk.goto(f"{house.base}/console#/refunds/{refund_no}")
    sign_in(desk, house, "reviewer")
    approve = desk.get_by_role("button", name="通过").first
    expect(approve).to_be_visible(timeout=PATIENCE_MS)
    desk.wait_for_timeout(500)
    desk.screenshot(path=str(PICTURES / "review-3-console.png"))
    approve.click()
    dialog = desk.get_by_role("dialog")
    dialog.locator("textarea").fill("材料齐全，扣款成功未到账")
    dialog.get_by_test_id("confirm").click()

    expect(page.locator('[data-kind="refund.approved"]')).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator('[data-kind="refund.refunded"]')).to_be_visible(timeout=PATIENCE_MS)
    refund = house.customer(customer_id).get(f"/v1/customer/refunds/{refund_no}")
    out_refund_no = refund["payouts"][0]["out_refund_no"]
    expect(page.get_by_role("log")).to_contain_text(out_refund_no, timeout=PATIENCE_MS)
    picture(page, "review-4-refunded")


def sign_in(desk: Page, house: LiveHouse, role: str) -> None:
    import json

    username, password = json.loads(house.env["AGENT_USERS"])[role]
    fields = desk.get_by_role("textbox")
    expect(fields.first).to_be_visible(timeout=PATIENCE_MS)
    fields.first.fill(username)
    desk.locator('input[type="password"]').fill(password)
    desk.locator('input[type="password"]').press("Enter")
