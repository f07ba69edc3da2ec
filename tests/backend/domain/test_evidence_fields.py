"""Numbers, amounts, times and labels read from odd writings; what is near the right value is unclear, never right."""

from datetime import datetime

import pytest

from backend.domain.evidence import Page, judge
from backend.domain.evidence.amounts import amount_fact
from backend.domain.evidence.chat import is_talk
from backend.domain.evidence.failure import failures
from backend.domain.evidence.kinds import recognise
from backend.domain.evidence.labels import labels_in
from backend.domain.evidence.layout import Layout
from backend.domain.evidence.moments import paid_at
from backend.domain.evidence.numbers import account, number
from backend.domain.evidence.text import exactly, hides, plain

from .evidence_pages import ORDER, behind, beside, bill_rows, line, order_rows, page, talk

NUMBER = ORDER.order_no


def shown(text: str, label: str = "订单编号", sure: float = 0.99) -> Layout:
    return Layout(page(line(label, 40, 100), line(text, 240, 100, sure=sure)))


@pytest.mark.parametrize(("text", "status"), [
    (NUMBER, "seen"), (f"{NUMBER} 复制", "seen"), ("LY20261118 81866201", "seen"),
    ("ＬＹ２０２６１１１８－８１８６６２０１", "seen"),
    ("ly20261118—81866201", "seen"),
    ("LY2026II18-818662O1", "unclear"), ("LY20261118-B1866201", "unclear"), ("LY2026****6201", "unclear"),
    ("LY20261118-8186", "cut"), ("1118-81866201", "cut"),
    ("LY20261118-81866202", "differs"), ("LY20261119-00000017", "differs"), ("LY2026****6299", "differs"),
    ("LY20261118-818662017", "missing"), ("LY20261118-81866201-2", "missing"), ("2026-11-18 12:11:53", "missing"),
    ("", "unclear"),
])  # fmt: skip
def test_an_order_number(text: str, status: str) -> None:
    found = number(shown(text) if text else Layout(page(line("订单编号", 40, 100))), [NUMBER], ("order",))
    assert found.status == status
    assert (found.value is not None) == (status in {"seen", "differs"})


def test_letters_in_front_are_the_houses_own() -> None:
    """Readers take the O of OD for a zero; in what counts there is no such mercy."""
    assert exactly("OD20261118001").search("0D20261118001")
    assert not exactly("OD20261118001").search("OD2026111800I")


def test_a_doubtful_reading_of_another_number_is_unclear() -> None:
    assert number(shown("LY20261118-81866202", sure=0.6), [NUMBER], ("order",)).status == "unclear"


def test_a_short_number_needs_its_label() -> None:
    assert number(shown("1001"), ["1001"], ("order",)).status == "seen"
    assert number(shown("1001", "库存"), ["1001"], ("order",)).status == "missing"


def test_a_number_broken_over_lines_and_blanks() -> None:
    broken = page(line("订单编号", 40, 100), line("LY20261118-", 240, 100), line("81866201", 240, 134))
    assert number(Layout(broken), [NUMBER], ("order",)).status == "seen"
    grouped = shown("2026 1118 2200 0888 4442 0567 3406", "交易单号")
    assert number(grouped, [ORDER.payments[0].transaction_id], ("transaction",)).status == "seen"


@pytest.mark.parametrize(("text", "status"), [
    ("13800001985", "seen"), ("138****1985", "seen"), ("138 **** 1985", "seen"), ("138••••1985", "seen"),
    ("139****1985", "unclear"), ("15900001985", "differs"), ("159****2076", "differs"), ("微信昵称", "missing"),
])  # fmt: skip
def test_an_account(text: str, status: str) -> None:
    assert account(shown(text, "充值账号"), ["13800001985"]).status == status


@pytest.mark.parametrize(("text", "fen", "status"), [
    ("¥1,278.90", 127890, "seen"), ("￥1，278.90", 127890, "seen"), ("-1278.90", 127890, "seen"),
    ("1 278.90", 127890, "unclear"),
    ("人民币1278.90元", 127890, "seen"), ("１２７８．９０", 127890, "seen"), ("¥98", 9800, "seen"),
    ("¥98.5", 9850, "seen"),
    ("¥127890", 127890, "unclear"), ("¥1278.9O", 127890, "unclear"), ("¥1,278.91", 127890, "differs"),
    ("+1278.90", 127890, "unclear"), ("¥12", 127890, "differs"), ("¥98.00 点卡直充", 9800, "seen"),
    ("$98.00", 9800, "unclear"), ("HK$ 98.00", 9800, "unclear"), ("98.00 USD", 9800, "unclear"),
    ("98美元", 9800, "unclear"),
    ("9800金币", 980000, "unclear"), ("98元宝", 9800, "unclear"), ("JP¥98", 9800, "unclear"), ("98元", 9800, "seen"),
])  # fmt: skip
def test_an_amount(text: str, fen: int, status: str) -> None:
    assert amount_fact(shown(text, "实付款"), fen).status == status


def test_what_was_paid_is_not_what_it_cost() -> None:
    costly = beside("订单详情", [("商品总价", "¥110.05"), ("优惠", "-¥20.00"), ("实付款", "¥90.05")])
    assert amount_fact(Layout(costly), 11005).status == "differs"
    assert amount_fact(Layout(costly), 9005).status == "seen"


@pytest.mark.parametrize(("text", "status"), [
    ("2026-11-18 12:11:53", "seen"), ("2026/11/18 12:11", "seen"), ("2026年11月18日12时11分53秒", "seen"),
    ("2026-11-1812:11:53", "seen"), ("2026.11.18 中午12:11", "seen"), ("2026年11月18日 星期三 12:15", "seen"),
    ("11-18 12:11", "unclear"), ("2026-11-18", "unclear"), ("11月18日", "unclear"),
    ("2026-11-18 00:11:53", "differs"), ("11-17 12:11", "differs"), ("2025-11-18", "differs"),
    ("12:11", "unclear"),
])  # fmt: skip
def test_the_time_of_payment(text: str, status: str) -> None:
    found = paid_at(shown(text, "支付时间"), ORDER.paid_at, loose=True)
    assert found.status == status
    assert found.value is None or datetime.fromisoformat(found.value).tzinfo is not None


def test_an_order_is_placed_before_it_is_paid() -> None:
    placed = shown("2026-11-18 12:02:00", "下单时间")
    assert paid_at(placed, ORDER.paid_at, loose=True).status == "seen"
    assert paid_at(shown("2026-11-18 12:02:00", "支付时间"), ORDER.paid_at, loose=True).status == "differs"


def test_day_and_hour_may_stand_apart() -> None:
    apart = beside("交易详情", [("交易日期", "2026-11-18"), ("交易时间", "12:11:53")])
    assert paid_at(Layout(apart), ORDER.paid_at, loose=True).value == "2026-11-18T12:11:53+08:00"


@pytest.mark.parametrize(("text", "roles"), [
    ("订单编号：LY1", ["order"]), ("订单号 LY1", ["order"]), ("我的订单号忘了", []), ("快递单号：123", []),
    ("交易金额（元）", ["paid"]),
    ("下单时间:2026 订单号:LY1", ["ordered", "order"]), ("发货时间2026-11-18", ["other_time"]), ("订羊编号", []),
])  # fmt: skip
def test_labels(text: str, roles: list[str]) -> None:
    assert [label.role for label in labels_in(plain(text))] == roles


def test_a_misread_label_counts_where_the_reader_was_unsure() -> None:
    assert [label.role for label in labels_in("订羊编号", doubtful=True)] == ["order"]
    assert labels_in("退款金额", doubtful=True)[0].role == "sum"


@pytest.mark.parametrize(("text", "told"), [
    ("激活失败", True), ("该卡密已被使用（错误码E1042）", True), ("卡密尚未激活，请联系发卡方", True),
    ("This code is invalid", True),
    ("如充值失败，请联系客服", False), ("超过24小时未到账请联系客服", False),
    ("卡密已发放，请在有效期内使用", False), ("未发现异常", False),
    ("对订单有疑问", False), ("支付成功", False),
])  # fmt: skip
def test_a_failure_is_told_not_warned_of(text: str, told: bool) -> None:
    assert bool(failures(Layout(page(line(text, 40, 100))))) is told


def test_a_hint_counts_only_where_the_page_could_be_it() -> None:
    popup = Layout(page(line("卡密兑换", 200, 40, 40), line("激活失败", 200, 300), line("卡密已过期", 200, 350)))
    assert recognise(popup, None) == ("activation_failure",)
    assert recognise(popup, "fault_screenshot") == ("activation_failure", "fault_screenshot")
    assert recognise(Layout(behind("订单详情", order_rows())), "merchant_chat") == ("order_screenshot",)


def test_two_sides_make_a_talk() -> None:
    said = ("我", "在吗，卡用不了"), ("他", "您好，请稍等"), ("他", "帮您核实一下哦"), ("我", "好的")
    assert is_talk(Layout(talk(*said)))
    assert not is_talk(Layout(behind("订单详情", order_rows())))


def test_what_stars_hide() -> None:
    assert hides("138****1985", "13800001985") is True
    assert hides("138****1986", "13800001985") is False
    assert hides("****", "13800001985") is False
    assert hides("13800001985", "13800001985") is None


def test_an_empty_page_has_nothing() -> None:
    assert Layout(Page(())).values == []


@pytest.mark.parametrize(("state", "verdict"), [
    ("支付成功", "accepted"), ("交易成功", "accepted"), ("已全额退款", "accepted"), ("交易关闭，未付款", "retake"),
    ("支付失败", "retake"), ("待付款", "retake"),
])  # fmt: skip
def test_a_bill_of_a_payment_that_never_was(state: str, verdict: str) -> None:
    rows = [(name, state if name == "当前状态" else value) for name, value in bill_rows()]
    if "当前状态" not in dict(rows):
        rows.append(("当前状态", state))
    found = judge(beside("账单详情", rows), ORDER)
    assert found.state == verdict
    assert ("not_paid" in [finding["code"] for finding in found.findings]) == (verdict == "retake")


def test_a_remark_on_another_orders_page_does_not_make_it_this_ones() -> None:
    other = ORDER.order_no[:-4] + "0000"
    rows = [(name, other if value == ORDER.order_no else value) for name, value in order_rows()]
    found = judge(beside("订单详情", [*rows, ("备注", f"换货，原单 {ORDER.order_no}")]), ORDER)
    assert (found.state, found.facts["order_no"]["status"]) == ("retake", "differs")
    assert found.facts["order_no"]["value"] == other
    mine = judge(beside("订单详情", [*order_rows(), ("备注", f"换货，原单 {other}")]), ORDER)
    assert mine.state == "accepted"


def test_a_number_goes_on_below_where_it_began() -> None:
    """Behind its label in one line; what stands below the label itself is something else."""
    label, rest = "订单编号：", NUMBER[12:]
    whole = line(label + NUMBER[:12], 40, 200)
    begins = whole.x + whole.box[2] * 10 / (10 + 1.1 * 12)
    assert number(Layout(page(whole, line(rest, begins, 236))), [NUMBER], ("order",)).status == "seen"
    assert number(Layout(page(whole, line(rest, begins + 200, 236))), [NUMBER], ("order",)).status != "seen"
