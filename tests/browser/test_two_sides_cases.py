"""Cases from both sides at once: a decision in the buyer's open window; a dispute with the merchant beside; and at the
desk the reasons, the piles and the chargebacks."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.staff_desk import PATIENCE_MS, filed, seat
from tests.browser.test_merchant_page import PICTURE, shop
from tests.browser.two_sides import buying, confirm, seen
from tests.drawn import order_screenshot
from tests.live import Caller, LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


def owner_of(house: LiveHouse, refund_no: str) -> str:
    found = house.staff("agent").get(f"/v1/agent/refunds/{refund_no}")
    return str(found["customer"]["customer_id"])


def test_a_decision_is_seen_in_the_open_window(browser: Browser, desk: LiveHouse) -> None:
    _, refund_no = filed(desk, "许诺")
    with buying(browser, desk, owner_of(desk, refund_no)) as buyer:
        with seat(browser, desk, "agent", f"#/refunds/{refund_no}") as agent:
            agent.get_by_test_id("why-not").first.click()
            expect(agent.get_by_test_id("why-approve")).to_contain_text("审核员")  # not an agent's to do
        with seat(browser, desk, "reviewer", f"#/refunds/{refund_no}") as reviewer:
            reviewer.get_by_test_id("act-request_evidence").click()
            reviewer.get_by_test_id("item-payment_statement").check()
            expect(reviewer.get_by_test_id("preview")).to_contain_text("支付流水")
            confirm(reviewer)
            seen(buyer, "refund.evidence_required", "补充材料")
            reviewer.get_by_test_id("why-not").first.click()
            expect(reviewer.get_by_test_id("why-overturn")).to_contain_text("申诉复审中")
        _, other = filed(desk, "何欢")
    with buying(browser, desk, owner_of(desk, other)) as buyer:
        with seat(browser, desk, "reviewer", f"#/refunds/{other}") as reviewer:
            reviewer.get_by_test_id("act-approve").click()
            expect(reviewer.get_by_test_id("preview")).to_contain_text("¥980.00 原路退回")
            confirm(reviewer)
        seen(buyer, "refund.approved", "¥980.00")


def test_a_dispute_from_three_sides(browser: Browser, desk: LiveHouse) -> None:
    me, refund_no = filed(desk, "苏木")
    event = {"event": "open_dispute", "reason": "商家不回消息"}
    with buying(browser, desk, owner_of(desk, refund_no)) as buyer, shop(browser, desk) as merchant:
        number = me.post(f"/v1/customer/refunds/{refund_no}/events", event)["dispute"]["dispute_no"]
        seen(buyer, "refund.disputed", "已申请平台介入")
        merchant.locator(f'[data-no="{number}"]').click()
        merchant.get_by_test_id("contest").click()
        merchant.get_by_test_id("reason").fill("卡密已发货，附记录")
        shot = order_screenshot("LY1", "980.00", "2026-11-20 10:00:00")
        merchant.get_by_test_id("file").set_input_files([PICTURE | {"buffer": shot}])
        expect(merchant.get_by_test_id("confirm")).to_be_enabled(timeout=PATIENCE_MS)
        merchant.get_by_test_id("confirm").click()
        seen(buyer, "dispute.merchant_contested", "商家提出了异议")
        with seat(browser, desk, "adjudicator", f"#/disputes/{number}") as judge:
            expect(judge.get_by_test_id("merchants-side")).to_contain_text("卡密已发货")
            expect(judge.get_by_test_id("buyers-side")).to_contain_text("商家不回消息")
            judge.get_by_test_id("act-decide_user").click()
            judge.get_by_test_id("note").fill("商家未能证明卡密有效")
            confirm(judge)
        seen(buyer, "dispute.resolved", "裁定")
        expect(merchant.get_by_test_id("ruling")).to_contain_text("商家未能证明", timeout=PATIENCE_MS)  # no reload


def test_reviews_are_given_out_in_a_pile(browser: Browser, desk: LiveHouse) -> None:
    numbers = [filed(desk, name)[1] for name in ("甲一", "甲二", "甲三")]
    with seat(browser, desk, "senior_reviewer", "#/refunds") as page:
        page.get_by_test_id("find").fill("甲")
        page.get_by_test_id("assign-open").click()
        page.get_by_test_id("pick-all").check()
        page.get_by_test_id("assign-to").select_option("reviewer")
        page.get_by_test_id("assign-go").click()
        expect(page.get_by_test_id("list").get_by_text("审核员小周 在看")).to_have_count(3, timeout=PATIENCE_MS)
    with seat(browser, desk, "reviewer", "#/refunds") as page:
        page.get_by_test_id("filter-mine").click()
        expect(page.get_by_test_id("row")).to_have_count(3)
        for number in numbers:
            expect(page.locator(f'[data-no="{number}"]')).to_be_visible()


def test_finance_ends_a_chargeback(browser: Browser, desk: LiveHouse) -> None:
    customer_id = desk.buyer("姚远")
    order_no = desk.order(customer_id)
    report = {"transaction_id": f"T{order_no}", "amount_fen": 9800}
    Caller(desk, desk.env["PLATFORM_API_KEY"]).put(f"/v1/platform/orders/{order_no}/chargebacks/CB1", report)
    with seat(browser, desk, "finance", "#/chargebacks") as page:
        page.get_by_test_id("row").filter(has_text=order_no).click()
        expect(page.get_by_test_id("main")).to_contain_text("订单已冻结")
        page.get_by_test_id("act-lift").click()
        page.get_by_test_id("note").fill("银行来函撤回")
        confirm(page)
        expect(page.get_by_test_id("main").get_by_test_id("state").first).to_have_text("银行已撤回")
