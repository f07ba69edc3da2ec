"""Pages as a reader would hand them over, laid out in several ways; everything on them is fictitious."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from backend.domain.evidence import Line, Page
from backend.domain.moment import SHANGHAI
from backend.domain.order import Account, Order, Payment, Product

from .cases import at

WIDTH, SIZE = 720, 30
ORDER = Order(
    order_no="LY20261118-81866201",
    customer_id="u1",
    merchant_id="m1",
    product=Product("星海通行证 100元点卡", "game_card"),
    paid_at=at("2026-11-18 12:11:53"),
    shipped_at=None,
    delivered_at=None,
    confirmed_at=None,
    supplier_record="none",
    expires_at=None,
    advertised_valid_until=None,
    requested=Account("13800001985", 11005),
    delivered=Account(),
    payments=(Payment("alipay", "wallet_balance", 11005, "2026111822000888444205673406"),),
)
Rows = Sequence[tuple[str, str]]


def line(text: str, x: float, y: float, size: float = SIZE, sure: float = 0.99, edges: str = "") -> Line:
    """A line of words: Chinese characters as wide as they are high, the rest half as wide."""
    width = sum(size if ord(char) > 0x2E80 else size * 0.55 for char in text)
    return Line(text, (x, y, width, size), sure, sure, edges)


def page(*lines: Line, width: int = WIDTH, **more: Any) -> Page:
    ordered = tuple(sorted(lines, key=lambda each: (each.y, each.x)))
    bottom = max((each.bottom for each in lines), default=0)
    return Page(ordered, width, int(bottom) + 200, **more)


def beside(title: str, rows: Rows, right: bool = False) -> Page:
    """Labels on the left, values beside them: at a stop, or flush right."""
    lines = [line(title, 290, 40, 40)]
    for place, (label, value) in enumerate(rows):
        y = 200.0 + 80 * place
        plain = line(value, 0, y)
        x = WIDTH - 40 - plain.box[2] if right else 240.0
        lines += [line(label, 40, y), line(value, x, y)] if value else [line(label, 40, y)]
    return page(*lines)


def below(title: str, rows: Rows) -> Page:
    """Each value under its label."""
    lines = [line(title, 290, 40, 40)]
    for place, (label, value) in enumerate(rows):
        lines += [line(label, 40, 200.0 + 130 * place, 22), line(value, 40, 234.0 + 130 * place)]
    return page(*lines)


def behind(title: str, rows: Rows) -> Page:
    """Label, colon and value in one line."""
    return page(line(title, 290, 40, 40), *(line(f"{a}：{b}", 40, 200.0 + 80 * n) for n, (a, b) in enumerate(rows)))


def table(title: str, rows: Rows) -> Page:
    """A head of labels, and the values in the columns under it."""
    lines = [line(title, 40, 40, 40)]
    for place, (label, value) in enumerate(rows):
        lines += [line(label, 40.0 + 420 * place, 200), line(value, 40.0 + 420 * place, 260)]
    return page(*lines, width=420 * len(rows) + 80)


LAYOUTS = {"beside": beside, "flush": lambda t, r: beside(t, r, right=True), "below": below, "behind": behind,
           "table": table}  # fmt: skip


def yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"


def when(at: datetime, **later: int) -> str:
    return f"{at.astimezone(SHANGHAI) + timedelta(**later):%Y-%m-%d %H:%M:%S}"


def order_rows(order: Order = ORDER) -> list[tuple[str, str]]:
    return [
        ("商品总价", f"¥{yuan(order.paid_fen + 300)}"), ("优惠", "-¥3.00"), ("实付款", f"¥{yuan(order.paid_fen)}"),
        ("订单编号", order.order_no), ("下单时间", when(order.paid_at)), ("充值账号", "138****1985"),
    ]  # fmt: skip


def bill_rows(order: Order = ORDER) -> list[tuple[str, str]]:
    leg = order.payments[0]
    return [
        ("当前状态", "支付成功"), ("支付时间", when(order.paid_at)), ("收单机构", "示例支付有限公司"),
        ("交易单号", leg.transaction_id), ("商户单号", order.order_no), ("支付金额", yuan(leg.amount_fen)),
    ]  # fmt: skip


def message(*sentences: str, width: float = 560) -> Page:
    """Bubbles of text broken wherever a line is full, as a phone shows messages."""
    lines, y = [line("95000", 330, 40, 34)], 160.0
    for text in sentences:
        while text:
            fits = max(n for n in range(1, len(text) + 1) if line(text[:n], 0, 0).box[2] <= width)
            lines.append(line(text[:fits], 60, y))
            text, y = text[fits:], y + 38
        y += 90
    return page(*lines)


def talk(*said: tuple[str, str]) -> Page:
    """`("他", …)` stands left, `("我", …)` right."""
    lines, y = [line("飞羽点卡店", 270, 40, 34), line("上午 09:19", 290, 130, 22)], 200.0
    for who, text in said:
        plain = line(text, 0, y)
        lines.append(line(text, 110 if who == "他" else WIDTH - 110 - plain.box[2], y))
        y += 110
    return page(*lines)
