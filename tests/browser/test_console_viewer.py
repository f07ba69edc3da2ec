"""The console's viewer: what was read is drawn where it stands, a reused picture beside the other, all by keyboard."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.busy_day import SHANGHAI, contested
from tests.browser.staff_desk import PATIENCE_MS, seat, staffed
from tests.browser.window_page import PHONE
from tests.drawn import order_screenshot
from tests.live import Caller, LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PICTURES = Path(".run/pictures")
FEN = 9800


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


def sent(me: Caller, talk: str, order_no: str, shot: bytes, name: str) -> str:
    """The picture of an order, read and judged; its number."""
    found = me.upload(f"/v1/customer/conversations/{talk}/evidence", shot, client_msg_id=name, order_no=order_no)
    while found["check"]["state"] == "pending":
        found = me.get(f"/v1/customer/evidence/{found['evidence_id']}")
    return str(found["evidence_id"])


def claimed(house: LiveHouse, name: str, also: bytes | None = None, turned: bool = False) -> tuple[str, bytes]:
    """A top-up that did not come, with a picture of its order and `also` another's: the refund and the first."""
    customer_id = house.buyer(name)
    me = house.customer(customer_id)
    talk: str = me.post("/v1/customer/conversations")["conversation_id"]
    pays = {"channel": "alipay", "funding": "wallet_balance", "amount_fen": FEN, "transaction_id": f"T{customer_id}"}
    bought = {"name": "话费充值 100元", "kind": "phone_topup"}
    order_no = house.order(customer_id, payments=[pays], product=bought)
    paid = datetime.fromisoformat(me.get(f"/v1/customer/orders/{order_no}")["paid_at"]).astimezone(SHANGHAI)
    drawn = order_screenshot(order_no, "98.00", f"{paid:%Y-%m-%d %H:%M:%S}")
    if turned:
        out = io.BytesIO()
        Image.open(io.BytesIO(drawn)).transpose(Image.Transpose.ROTATE_90).save(out, "PNG")
        drawn = out.getvalue()
    shown = [sent(me, talk, order_no, shot, f"m{at}") for at, shot in enumerate((drawn, also)) if shot]
    asked = {"order_no": order_no, "reason": "other", "description": "一直没到", "evidence_ids": shown}
    return str(me.post("/v1/customer/refunds", asked)["refund_no"]), drawn


def large(page: Page) -> None:
    page.get_by_test_id("evidence-item").first.get_by_test_id("thumbnail").click()
    expect(page.get_by_test_id("viewer").locator("img.picture").first).to_be_visible(timeout=PATIENCE_MS)


def middle(page: Page, label: str) -> tuple[float, float]:
    """Where the box of that field lies in its picture, as shares of the upright picture."""
    box = page.get_by_test_id("viewer-box").filter(has_text=label).bounding_box()
    sheet = page.locator(".viewer-sheet").first.bounding_box()
    assert box is not None
    assert sheet is not None
    across = (box["x"] + box["width"] / 2 - sheet["x"]) / sheet["width"]
    return across, (box["y"] + box["height"] / 2 - sheet["y"]) / sheet["height"]


@pytest.mark.parametrize("turned", [False, True])
def test_what_was_read_is_drawn_where_it_stands(browser: Browser, house: LiveHouse, turned: bool) -> None:
    refund_no, _ = claimed(house, "岑岩" if turned else "温言", turned=turned)
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:
        large(page)
        expect(page.get_by_test_id("viewer-box").filter(has_text="订单号")).to_have_class(re.compile("is-good"))
        # The first row of 744 px begins at 170, right of the labels.
        across, down = middle(page, "订单号")
        assert 0.35 < across < 0.85
        assert 160 / 744 < down < 220 / 744
        expect(page.get_by_test_id("viewer").get_by_test_id("compared")).to_contain_text("¥98.00")
        page.screenshot(path=PICTURES / f"viewer{'-turned' if turned else ''}.png")
        page.keyboard.press("r")
        expect(page.locator(".viewer-sheet")).to_have_attribute("data-turned", "180" if turned else "90")
        page.keyboard.press("b")
        expect(page.get_by_test_id("viewer-box")).to_have_count(0)
        page.keyboard.press("+")
        expect(page.get_by_test_id("viewer-farther")).to_be_enabled()
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("viewer")).to_have_count(0)


def test_a_reused_picture_is_held_beside_the_other(browser: Browser, house: LiveHouse) -> None:
    _, drawn = claimed(house, "韩川")
    refund_no, _ = claimed(house, "姚远", also=drawn)
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:
        expect(page.get_by_test_id("evidence-item").last).to_contain_text("同一个文件")
        large(page)
        page.keyboard.press("ArrowRight")
        expect(page.get_by_test_id("viewer")).to_contain_text("2 / 2")
        expect(page.locator(".viewer-frame")).to_have_count(1)
        page.keyboard.press("c")
        expect(page.locator(".viewer-frame img.picture")).to_have_count(2)
        expect(page.get_by_test_id("viewer")).to_contain_text("对比：")
        page.screenshot(path=PICTURES / "viewer-beside.png")
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}", color_scheme="dark") as page:
        large(page)
        page.screenshot(path=PICTURES / "viewer-dark.png")
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}", PHONE, color_scheme="dark") as page:
        large(page)
        page.screenshot(path=PICTURES / "viewer-phone-dark.png")


def test_a_deleted_picture_is_said_to_be(browser: Browser, house: LiveHouse) -> None:
    refund_no, _ = claimed(house, "谢安")
    with seat(browser, house, "reviewer") as page:

        def later(route: Route) -> None:
            answer = route.fetch()
            case = answer.json()
            case["evidence"][0]["removed_at"] = "2026-11-24T09:00:00+08:00"
            route.fulfill(response=answer, json=case)

        page.route(f"**/v1/agent/refunds/{refund_no}", later)
        page.goto(f"{house.base}/console#/refunds/{refund_no}")
        shown = page.get_by_test_id("evidence-item")
        expect(shown.get_by_test_id("removed")).to_contain_text("图片已按保存期限删除，结论保留 · 11-24 09:00")
        expect(shown.get_by_test_id("compared")).to_contain_text("¥98.00")
        expect(shown.get_by_test_id("thumbnail")).to_have_count(0)
        page.screenshot(path=PICTURES / "viewer-removed.png")
        page.unroute_all(behavior="wait")  # the case is asked for again whenever something happens in it


def test_a_picture_that_is_being_checked_says_so_and_comes_by_itself(browser: Browser, house: LiveHouse) -> None:
    refund_no, _ = claimed(house, "方舟")
    held = {"code": "being_checked", "detail": "图片正在检查，马上就能看。", "status": 409, "rule_ids": []}
    checked: list[bool] = []
    with seat(browser, house, "reviewer") as page:

        def until_checked(route: Route) -> None:
            if checked:
                route.continue_()
            else:
                route.fulfill(status=409, json=held, content_type="application/problem+json")

        page.route("**/v1/agent/evidence/*/picture*", until_checked)
        page.goto(f"{house.base}/console#/refunds/{refund_no}")
        thumbnail = page.get_by_test_id("evidence-item").first.get_by_test_id("thumbnail")
        expect(thumbnail.get_by_role("status")).to_have_text("图片正在检查，马上就能看。", timeout=PATIENCE_MS)
        page.screenshot(path=PICTURES / "viewer-checking.png")
        checked.append(True)
        expect(thumbnail.locator("img.picture")).to_be_visible(timeout=PATIENCE_MS)
        page.unroute_all(behavior="wait")


def test_in_a_dispute_the_lists_fit_and_the_merchants_picture_opens(browser: Browser, house: LiveHouse) -> None:
    number = contested(house, "苏木")
    with seat(browser, house, "adjudicator", f"#/disputes/{number}") as page:
        # By its title: the refund below has a list of its own, and comes when it comes.
        merchants = page.get_by_test_id("evidence").filter(has_text="商家证据")
        expect(merchants).to_contain_text("可用", timeout=PATIENCE_MS)
        expect(page.locator(".evidence")).to_have_count(3, timeout=PATIENCE_MS)
        narrow = "all => all.every(each => each.scrollWidth <= each.clientWidth)"
        assert page.locator(".evidence").evaluate_all(narrow)
        large(page)
        expect(page.get_by_test_id("viewer-turn")).to_be_visible()
        page.screenshot(path=PICTURES / "viewer-dispute.png")
