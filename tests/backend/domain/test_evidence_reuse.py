"""A picture used twice is found again, two orders on one template are not one, and secrets are covered."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.evidence import Page, covered, speaks_of
from backend.domain.evidence.reuse import distance, fingerprint, marks, shared
from backend.domain.order import Order

from .evidence_pages import ORDER, beside, bill_rows, line, message, order_rows, page, talk

HASH = "00ff00ff00ff00ff"
NEAR, FAR = "00ff00ff00ff00f0", "ff00ff00ff00ff00"


def printed(of: Page, sha256: str = "a", look: str = HASH) -> dict[str, Any]:
    return fingerprint(of, sha256, [look, FAR, FAR, FAR])


def other(n: int) -> Order:
    """Another order of the same customer, product and amount."""
    leg = replace(ORDER.payments[0], transaction_id=f"20261119220008884442{n:08}")
    return replace(ORDER, order_no=f"LY20261119-{n:08}", payments=(leg,), paid_at=ORDER.paid_at.replace(day=19))


def test_the_same_file() -> None:
    one = printed(beside("订单详情", order_rows()))
    assert shared(one, one | {"hashes": []}) == ("same_file",)


def test_the_same_picture_saved_anew() -> None:
    one, two = printed(beside("订单详情", order_rows())), printed(beside("订单详情", order_rows()), "b", NEAR)
    assert shared(one, two) == ("same_picture",)
    assert set(marks(one)) & set(marks(two))


def test_the_same_picture_turned() -> None:
    one = printed(beside("订单详情", order_rows()))
    turned = one | {"sha256": "b", "hashes": [FAR, FAR, FAR, HASH]}
    assert distance(one["hashes"], turned["hashes"]) == 0
    assert shared(one, turned) == ("same_picture",)


def test_another_screenshot_of_the_same_payment() -> None:
    bill = bill_rows()
    one, two = printed(beside("账单详情", bill)), printed(beside("账单", bill[:4]), "b", FAR)
    assert "same_transaction" in shared(one, two)


def test_the_same_card() -> None:
    card = (line("卡号", 40, 100), line("LY26ZGBGM9ZU2Q6T", 240, 100))
    one = printed(page(*card, line("激活失败", 40, 200)))
    two = printed(page(*card, line("兑换失败", 40, 300), line("1234567", 40, 400)), "b", FAR)
    assert "same_card" in shared(one, two)


@given(st.integers(0, 10**8 - 1))
def test_two_orders_on_one_template_are_two(n: int) -> None:
    for title, rows in (("订单详情", order_rows), ("账单详情", bill_rows)):
        one, two = printed(beside(title, rows())), printed(beside(title, rows(other(n))), "b", NEAR)
        assert shared(one, two) == ()


def test_two_talks_with_one_merchant_are_two() -> None:
    said = [("我", "在吗"), ("他", "亲，发一下订单号哦"), ("我", "LY20261118-81866201"), ("他", "不支持退款的")]
    also = [*said[:2], ("我", "LY20261119-00000017"), *said[3:]]
    assert shared(printed(talk(*said)), printed(talk(*also), "b", NEAR)) == ()
    assert shared(printed(talk(*said)), printed(talk(*said), "b", NEAR)) == ("same_picture",)


def test_messages_of_one_minute_and_one_amount_are_two_by_their_balance() -> None:
    text = "【示例银行】您尾号0000的卡于2026年11月18日12:11支出30.00元，余额{}元。"
    one, two = (printed(message(text.format(left)), left, NEAR) for left in ("8989.71", "312.06"))
    assert shared(one, two) == ()
    assert shared(one, printed(message(text.format("8989.71")), "c")) == ("same_picture",)


def test_which_order_a_page_speaks_of() -> None:
    assert speaks_of(beside("订单详情", order_rows()), ORDER)
    assert speaks_of(beside("账单详情", bill_rows()[:4]), ORDER)
    assert not speaks_of(beside("订单详情", order_rows()), other(1))


def test_secrets_are_covered_and_the_orders_own_numbers_are_not() -> None:
    long = replace(ORDER, order_no="4611686018427387")
    shown = page(
        line("订单编号", 40, 100), line("4611686018427387", 240, 100),
        line("卡密", 40, 180), line("QK7P2MXW99", 240, 180), line("付款卡号 6200000000000000", 40, 260),
    )  # fmt: skip
    starred = covered(shown, lambda text: text.replace("6200000000000000", "****"), [long.order_no])
    assert [each.text for each in starred.lines] == [
        "订单编号", "4611686018427387", "卡密", "QK****", "付款卡号 ****"
    ]  # fmt: skip
