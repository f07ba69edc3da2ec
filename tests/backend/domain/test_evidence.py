"""Verdicts by example: what each kind needs, whatever the layout, and what is told when it will not do (R26–R32)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.evidence import Page, Verdict, judge
from backend.domain.order import Order, Payment

from .evidence_pages import (
    LAYOUTS,
    ORDER,
    beside,
    bill_rows,
    line,
    message,
    order_rows,
    page,
    talk,
    when,
    yuan,
)  # fmt: skip

layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
TXN = ORDER.payments[0].transaction_id


def check(of: Page, order: Order | None = ORDER, hint: str | None = None) -> Verdict:
    return judge(of, order, hint)


def status(verdict: Verdict, field: str) -> str:
    return str(verdict.facts[field]["status"])


def codes(verdict: Verdict) -> set[tuple[str, str | None]]:
    return {(finding["code"], finding.get("field")) for finding in verdict.findings}


@layouts
def test_an_order_page(layout: object) -> None:
    found = check(layout("订单详情", order_rows()))  # type: ignore[operator]
    assert (found.state, found.kinds, found.findings) == ("accepted", ("order_screenshot",), ())
    assert found.facts["order_no"]["value"] == ORDER.order_no
    assert found.facts["amount_fen"]["value"] == 11005
    assert found.facts["paid_at"]["value"] == "2026-11-18T12:11:53+08:00"
    assert found.facts["account"]["value"] == "138****1985"


@layouts
def test_a_bill(layout: object) -> None:
    found = check(layout("账单详情", bill_rows()))  # type: ignore[operator]
    assert (found.state, found.kinds) == ("accepted", ("payment_statement",))
    assert found.facts["transaction_id"]["value"] == TXN


@pytest.mark.parametrize("text", [
    "【示例银行】您尾号0000的储蓄卡于2026年11月18日12:11网上支付支出人民币110.05元，活期余额8989.71元。",
    "【示例银行】您账户0000于11月18日12:11快捷支付支出110.05元，余额3,100.00元。",
])  # fmt: skip
def test_a_banks_message_has_no_number_and_may_leave_out_the_year(text: str) -> None:
    found = check(message(text))
    assert (found.state, found.kinds) == ("accepted", ("payment_statement",))
    assert found.facts["amount_fen"]["value"] == 11005
    assert (found.facts["paid_at"]["value"] is None) == ("2026" not in text)  # never a value that is not whole


def test_two_messages_are_two_payments() -> None:
    right = "【示例银行】您尾号0000的卡于2026年11月18日12:11支出110.05元，余额900.00元。"
    other = "【示例银行】您尾号0000的卡于2026年11月17日08:30支出58.20元，余额1010.05元。"
    assert check(message(other, right)).state == "accepted"
    crossed = right.replace("110.05元，", "58.20元，"), other.replace("58.20", "110.05")
    assert check(message(*crossed)).state == "retake"


def test_an_activation_that_failed_needs_no_number() -> None:
    shown = page(line("兑换中心", 280, 40, 40), line("卡号", 40, 160), line("LY26ZGBGM9ZU2Q6T", 60, 220),
                 line("激活失败", 280, 500, 40), line("该卡密已被使用（错误码E1042）", 160, 570),
                 line(when(ORDER.paid_at, minutes=4), 220, 640, 24))  # fmt: skip
    found = check(shown)
    assert (found.state, found.kinds) == ("accepted", ("activation_failure",))
    assert "激活失败" in found.facts["failure"]["value"]
    assert "已被使用" in found.facts["failure"]["value"]
    assert status(found, "paid_at") == "missing"  # the popup's time is not the payment's


def test_a_redeem_page_without_a_failure() -> None:
    names = ("兑换中心", "卡号", "卡密", "立即兑换")
    found = check(page(*(line(name, 40, 60.0 + 100 * n) for n, name in enumerate(names))))
    assert (found.state, found.kinds) == ("retake", ("activation_failure",))
    assert codes(found) == {("missing", "failure")}


SAID = (
    ("我", "老板在吗"), ("他", "亲，麻烦发一下订单号哦"), ("我", ORDER.order_no), ("他", "虚拟商品不支持退款的呢亲")
)  # fmt: skip


def test_a_talk_with_the_merchant() -> None:
    found = check(talk(*SAID))
    assert (found.state, found.kinds) == ("accepted", ("merchant_chat",))
    assert "不支持退款" in found.facts["merchant_words"]["value"]
    assert "老板在吗" not in found.facts["merchant_words"]["value"]
    assert status(found, "paid_at") == "missing"


def test_a_talk_about_another_order() -> None:
    other = replace(ORDER, order_no="LY20261118-81866245")
    assert codes(check(talk(*SAID), other)) == {("differs", "order_no")}


def test_a_talk_without_a_number() -> None:
    assert codes(check(talk(*(said for said in SAID if said[1] != ORDER.order_no)))) == {("missing", "order_no")}


def test_a_merchants_statement_and_a_report() -> None:
    letter = page(line("情况说明", 280, 40, 40), line(f"买家订单号{ORDER.order_no}因系统故障", 40, 160),
                  line("卡密无法激活，情况属实。", 40, 205), line("特此说明。", 40, 290))  # fmt: skip
    assert check(letter).kinds == ("merchant_statement",)
    assert check(letter).state == "accepted"
    report = beside("检测报告", [("报告编号", "JC-2026-00017"), ("检测项目", "卡密有效性"), ("检测结论", "不合格")])
    assert (check(report).state, check(report).kinds) == ("accepted", ("test_report",))


def test_a_fault() -> None:
    banned = line("您的账号已被封禁至2027-01-01", 120, 360)
    shown = page(line("山海异闻", 280, 60, 40), line("登录异常", 290, 300, 36), banned)
    assert (check(shown).state, check(shown).kinds) == ("accepted", ("fault_screenshot",))
    card = beside("游戏异常提示", [("物品", "星海点卡"), ("提示", "装备数据异常，无法使用"), ("错误代码", "ITEM-5021")])
    assert check(card).kinds == ("fault_screenshot",)  # what was bought is a card; what failed is not its activation


def test_merged_pictures_serve_as_two() -> None:
    left, right = beside("订单详情", order_rows()), beside("账单详情", bill_rows())
    moved = [replace(each, box=(each.x + 720, *each.box[1:])) for each in right.lines]
    found = check(page(*left.lines, *moved, width=1440))
    assert found.state == "accepted"
    assert set(found.kinds) == {"order_screenshot", "payment_statement"}


def test_a_bill_that_says_a_word_or_two_of_the_order_is_no_order_page() -> None:
    """Else one bill would do for both kinds that a missing top-up needs (R27)."""
    bill = [("付款方式", "账户余额"), ("收单机构", "示例支付"), ("创建时间", when(ORDER.paid_at)), ("订单号", TXN),
            ("商户订单号", ORDER.order_no), ("支付金额", yuan(11005))]  # fmt: skip
    assert (check(beside("账单详情", bill)).state, check(beside("账单详情", bill)).kinds) == (
        "accepted", ("payment_statement",)
    )  # fmt: skip


def test_a_warning_is_no_failure() -> None:
    rows = [*order_rows(), ("温馨提示", ""), ("1. 如充值失败，款项将原路退回", "")]
    assert status(check(beside("订单详情", rows)), "failure") == "missing"


def test_all_that_is_missing_is_asked_for_at_once() -> None:
    found = check(beside("订单详情", [("商品", "点卡"), ("订单状态", "已发货"), ("充值账号", "138****1985")]))
    assert codes(found) == {("missing", "order_no"), ("missing", "amount_fen"), ("missing", "paid_at")}
    assert all(name in "".join(f["advice"] for f in found.findings) for name in ("订单号", "金额", "时间"))


def test_what_runs_out_of_the_picture_is_cut() -> None:
    shown = page(line("订单详情", 200, 40, 40), line("实付款", 40, 160), line("¥110.05", 240, 160),
                 line("订单编号", 40, 240), line("LY20261118-8186", 240, 240, edges="r"), line("下单时间", 40, 320),
                 line("2026-11-18 12:11", 240, 320, edges="r"), width=500)  # fmt: skip
    found = check(shown)
    assert codes(found) == {("cut", "order_no"), ("cut", "paid_at")}
    assert found.facts["order_no"]["value"] is found.facts["paid_at"]["value"] is None


def test_a_blurred_page_is_asked_for_again_in_one_sentence() -> None:
    shown = page(*(line("温温哦呢囧囧", 40, 100.0 + 60 * n, sure=0.5) for n in range(6)))
    found = check(shown)
    assert found.state == "retake"
    assert [finding["code"] for finding in found.findings] == ["blurred"]


@pytest.mark.parametrize("nothing", [page(), page(line("<", 4, 4))])
def test_nothing_to_read(nothing: Page) -> None:
    assert check(nothing).state == "refused"


def test_nothing_about_any_order() -> None:
    weather = beside("天气", [("今天", "18° / 27°"), ("湿度", "61%"), ("风力", "东南风3级"), ("空气", "良")])
    assert (check(weather).state, check(weather).kinds) == ("refused", ("other",))


def test_an_unread_page_says_nothing_of_the_picture() -> None:
    found = check(Page((), failed=True))
    assert (found.state, codes(found)) == ("retake", {("not_read", None)})


def test_a_leg_of_a_mixed_payment_is_enough_for_a_bill_but_not_for_an_order() -> None:
    legs = (replace(ORDER.payments[0], amount_fen=8000), Payment("balance", "wallet_balance", 3005, "B20261118000017"))
    mixed = replace(ORDER, payments=legs)
    assert check(beside("账单详情", bill_rows(mixed)), mixed).state == "accepted"
    rows = [(label, "¥80.00" if label == "实付款" else value) for label, value in order_rows(mixed)]
    assert codes(check(beside("订单详情", rows), mixed)) == {("differs", "amount_fen")}


def test_without_an_order_nothing_can_differ() -> None:
    found = check(beside("订单详情", order_rows()), None)
    assert found.state == "accepted"
    assert found.facts["amount_fen"]["value"] == 11005
    assert "differs" not in {fact["status"] for fact in found.facts.values()}


digits = st.integers(0, 9).map(str)


@given(st.sampled_from(list(LAYOUTS)), st.data())
def test_no_wrong_value_is_ever_accepted(layout: str, data: st.DataObject) -> None:
    """One character of a needed value is another: on no layout does the picture pass, however sure the reader was."""
    title, rows, spoilt = data.draw(st.sampled_from([
        ("订单详情", order_rows(), "订单编号"), ("订单详情", order_rows(), "实付款"),
        ("账单详情", bill_rows(), "交易单号"), ("账单详情", bill_rows(), "支付金额"),
        ("账单详情", bill_rows(), "商户单号"),
    ]))  # fmt: skip
    value = dict(rows)[spoilt]
    place = data.draw(st.sampled_from([n for n, char in enumerate(value) if char.isdigit()]))
    digit = data.draw(digits.filter(lambda d: d != value[place]))
    wrong = value[:place] + digit + value[place + 1 :]
    shown = LAYOUTS[layout](title, [(a, wrong if a == spoilt else b) for a, b in rows])
    assert check(shown).state == "retake"


@given(st.sampled_from(list(LAYOUTS)), st.integers(6, 60 * 24 * 400), st.booleans())
def test_no_other_time_is_ever_accepted(layout: str, minutes: int, later: bool) -> None:
    moved = when(ORDER.paid_at, minutes=minutes if later else -minutes)
    rows = [(a, moved if a == "支付时间" else b) for a, b in bill_rows()]
    assert codes(check(LAYOUTS[layout]("账单详情", rows))) == {("differs", "paid_at")}


@given(st.sampled_from(list(LAYOUTS)), st.integers(1, 5_000_000))
def test_any_amount_is_read(layout: str, fen: int) -> None:
    order = replace(ORDER, payments=(replace(ORDER.payments[0], amount_fen=fen),))
    rows = [(a, f"¥{fen / 100:,.2f}" if a == "实付款" else b) for a, b in order_rows(order)]
    found = check(LAYOUTS[layout]("订单详情", rows), order)
    assert (found.state, found.facts["amount_fen"]["value"]) == ("accepted", fen), yuan(fen)


@given(st.integers(300, 640), st.integers(1000, 900_000))
def test_a_message_may_break_anywhere(width: int, fen: int) -> None:
    order = replace(ORDER, payments=(replace(ORDER.payments[0], amount_fen=fen),))
    text = f"【示例银行】您尾号0000的储蓄卡于2026年11月18日12:11网上支付支出人民币{yuan(fen)}元，活期余额8989.71元。"
    found = check(message(text, width=width), order)
    assert (found.state, found.facts["amount_fen"]["value"]) == ("accepted", fen)
