"""The console's cases: what the server allows is offered, confirmed in a box, and done once; refusals are told."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.staff_desk import PATIENCE_MS, filed, seat, staffed
from tests.live import LiveHouse

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    with staffed(tmp_path_factory.mktemp("house")) as found:
        yield found


def act(page: Page, event: str) -> None:
    page.get_by_test_id("main").get_by_test_id(f"act-{event}").click()


def state(page: Page, name: str) -> None:
    expect(page.get_by_test_id("main").get_by_test_id("state").first).to_have_text(name, timeout=PATIENCE_MS)


def test_a_linked_case_is_approved_for_less(browser: Browser, house: LiveHouse) -> None:
    me, refund_no = filed(house, "白露")
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:
        expect(page.get_by_test_id("sum")).to_contain_text("¥980.00")
        expect(page.get_by_test_id("decision-trace")).to_contain_text("R33")
        act(page, "approve")
        amount, confirm = page.get_by_test_id("amount"), page.get_by_test_id("confirm")
        for wrong in ("0", "12.345", "980.01", "abc"):
            amount.fill(wrong)
            expect(confirm).to_be_disabled()
        amount.fill("900.5")
        confirm.click()
        expect(page.get_by_test_id("act-dialog")).to_have_count(0)
        state(page, "已退款")
        expect(page.get_by_test_id("payouts")).to_contain_text("¥900.50")
    refund = me.get(f"/v1/customer/refunds/{refund_no}")
    assert (refund["amount_fen"], len(refund["payouts"])) == (90050, 1)


def test_a_rejection_names_its_reason_and_asks_for_one(browser: Browser, house: LiveHouse) -> None:
    me, refund_no = filed(house, "石磊")
    with seat(browser, house, "reviewer", "#/refunds") as page:
        page.get_by_test_id("find").fill("石磊")
        page.get_by_test_id("row").click()
        act(page, "reject")
        box = page.get_by_test_id("act-dialog")
        expect(box.get_by_text("可补救", exact=True)).to_have_count(2)
        expect(page.get_by_test_id("confirm")).to_be_disabled()
        box.get_by_text("材料不齐").click()
        page.get_by_test_id("note").fill("缺支付流水")
        page.get_by_test_id("confirm").click()
        state(page, "未通过")
        expect(page.get_by_test_id("history")).to_contain_text("缺支付流水")
        expect(page.get_by_test_id("told")).to_contain_text("材料不齐")
    decision = me.get(f"/v1/customer/refunds/{refund_no}")["decision"]
    assert (decision["code"], decision["curable"]) == ("evidence_incomplete", True)


def test_evidence_is_asked_for_item_by_item(browser: Browser, house: LiveHouse) -> None:
    me, refund_no = filed(house, "叶青")
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:
        act(page, "request_evidence")
        expect(page.get_by_test_id("confirm")).to_be_disabled()
        page.get_by_test_id("item-payment_statement").check()
        page.get_by_label("支付流水：").fill("要看得清交易单号")
        page.get_by_test_id("confirm").click()
        state(page, "待补充材料")
    asked = me.get(f"/v1/customer/refunds/{refund_no}")["requested_items"]
    assert asked == [{"kind": "payment_statement", "note": "要看得清交易单号"}]


def test_a_refusal_is_told_and_the_box_stays(browser: Browser, house: LiveHouse) -> None:
    pays = {"channel": "bank", "funding": "debit_card", "amount_fen": 1_200_000, "transaction_id": "T-large"}
    _, refund_no = filed(house, "贺兰", payments=[pays])
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:
        act(page, "approve")
        page.get_by_test_id("note").fill("材料齐全")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("problem")).to_contain_text("高级审核员")
        expect(page.get_by_test_id("note")).to_have_value("材料齐全")
    with seat(browser, house, "senior_reviewer", f"#/refunds/{refund_no}") as page:
        act(page, "approve")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("act-dialog")).to_have_count(0)


def test_a_silent_answer_is_asked_again_without_doing_it_twice(browser: Browser, house: LiveHouse) -> None:
    _, refund_no = filed(house, "许诺")
    keys: list[str | None] = []
    with seat(browser, house, "reviewer", f"#/refunds/{refund_no}") as page:

        def lose_the_first(route: object) -> None:
            keys.append(route.request.headers.get("idempotency-key"))  # type: ignore[attr-defined]
            if len(keys) == 1:
                route.fetch()  # type: ignore[attr-defined]  # done, but nobody hears of it
                route.abort()  # type: ignore[attr-defined]
            else:
                route.continue_()  # type: ignore[attr-defined]

        page.route(f"**/refunds/{refund_no}/events", lose_the_first)
        act(page, "escalate")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("problem")).to_contain_text("不会重复办理")
        page.get_by_test_id("confirm").click()
        expect(page.get_by_test_id("act-dialog")).to_have_count(0)
        state(page, "人工复核中")
        expect(page.get_by_test_id("history").get_by_text("升级为人工复核")).to_have_count(1)
    assert len(keys) == 2
    assert keys[0] == keys[1]


def test_a_new_case_appears_by_itself_and_keys_walk_the_list(browser: Browser, house: LiveHouse) -> None:
    with seat(browser, house, "reviewer", "#/refunds?tab=review") as page:
        expect(page.get_by_test_id("row").first).to_be_visible()
        filed(house, "新来的")
        expect(page.get_by_test_id("row").filter(has_text="新来的")).to_be_visible(timeout=PATIENCE_MS)
        numbers = [row.get_attribute("data-no") for row in page.get_by_test_id("row").all()]
        page.keyboard.press("Alt+ArrowDown")
        expect(page).to_have_url(f"{house.base}/console#/refunds/{numbers[0]}?tab=review")
        page.keyboard.press("Alt+ArrowDown")
        expect(page).to_have_url(f"{house.base}/console#/refunds/{numbers[1]}?tab=review")
        page.go_back()
        expect(page).to_have_url(f"{house.base}/console#/refunds/{numbers[0]}?tab=review")


def test_a_callback_is_dialled_and_closed(browser: Browser, house: LiveHouse) -> None:
    me = house.customer(house.buyer("安宁"))
    slot = me.get("/v1/customer/callback-slots")["items"][0]["slot_start_at"]
    asked = {"phone": "13800001111", "slot_start_at": slot, "message": "请电话说明"}
    number = me.post("/v1/customer/callbacks", asked)["callback_no"]
    with seat(browser, house, "agent", f"#/callbacks/{number}") as page:
        expect(page.get_by_test_id("case")).to_contain_text("138 0000 1111")
        expect(page.get_by_test_id("side")).to_contain_text("安宁")
        act(page, "attempt")
        page.get_by_test_id("confirm").click()
        state(page, "通话中")
        act(page, "done")
        page.get_by_label("已解决").check()
        page.get_by_test_id("confirm").click()
        state(page, "已完成")
    assert me.get("/v1/customer/callbacks")["items"][0]["outcome"] == "solved"
