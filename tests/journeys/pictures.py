"""What a buyer photographs: pages of the fictitious shop, wallet and games, drawn for one order of a task."""

import io
from datetime import datetime, timedelta, timezone
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

from tests.drawn import _font, page

Json = dict[str, Any]
SHANGHAI = timezone(timedelta(hours=8))


def picture(kind: str, order: Json, spoilt: str | None = None) -> bytes:
    """The picture of this kind for an order body with its `order_no`; `spoilt` is `blank`, `blurred`, `amount` (of
    another payment) or `number` (of another order)."""
    if spoilt == "blank":
        return _png(Image.new("RGB", (720, 900), "#dfe6ee"))
    payment = dict(order["payments"][-1])
    number = order["order_no"]
    if spoilt == "amount":
        payment["amount_fen"] += 1300
    if spoilt == "number":
        number = "LY" + str(int(number[2:]) // 7 + 10**13)[:14]
    yuan = f"{payment['amount_fen'] / 100:.2f}"
    drawn = _DRAWN[kind]({**order, "order_no": number, "payment": payment, "yuan": yuan})
    return _blurred(drawn) if spoilt == "blurred" else drawn


def _order(order: Json) -> bytes:
    account = order.get("requested", {}).get("account") or "138****1234"
    return page("订单详情", [
        ("订单编号", order["order_no"]), ("商品", order["product"]["name"]), ("实付", f"¥{order['yuan']}"),
        ("下单时间", _local(order["paid_at"])), ("充值账号", account), ("订单状态", "充值中"),
    ])  # fmt: skip


def _statement(order: Json) -> bytes:
    return page("账单详情", [
        ("交易金额", f"-{order['yuan']}"), ("支付方式", "账户余额"), ("支付时间", _local(order["paid_at"])),
        ("交易单号", order["payment"]["transaction_id"]), ("商户", "利云卡盟"), ("当前状态", "支付成功"),
    ])  # fmt: skip


def _activation(order: Json) -> bytes:
    return page("点卡激活", [
        ("商品", order["product"]["name"]), ("订单号", order["order_no"]), ("卡号", "8800 **** 4417"),
        ("激活结果", "激活失败"), ("错误信息", "卡密无效，无法激活"), ("错误代码", "E4031"),
    ])  # fmt: skip


def _merchant_statement(order: Json) -> bytes:
    return page("商家异常证明", [
        ("订单号", order["order_no"]), ("商品", order["product"]["name"]), ("情况说明", "该批卡密已失效，无法激活"),
        ("特此证明", "本店出具，情况属实"), ("店铺", "飞鱼数卡专营店"), ("日期", _local(order["paid_at"])[:10]),
    ])  # fmt: skip


def _fault(order: Json) -> bytes:
    return page("游戏异常提示", [
        ("订单号", order["order_no"]), ("物品", order["product"]["name"]), ("提示", "装备数据异常，无法使用"),
        ("错误代码", "ITEM-5021"), ("发生时间", _local(order["paid_at"])), ("角色", "云上飞鱼"),
    ])  # fmt: skip


def _report(order: Json) -> bytes:
    return page("检测报告", [
        ("报告编号", "JC-20261103"), ("样品名称", order["product"]["name"]), ("订单号", order["order_no"]),
        ("检测项目", "数据完整性"), ("检测结论", "不合格，属性数据缺失"), ("检测机构", "云测数字实验室"),
    ])  # fmt: skip


def _chat(order: Json) -> bytes:
    """A talk in bubbles, the merchant on the left."""
    said = [
        ("l", "您好，请问有什么可以帮您？"), ("r", f"订单{order['order_no']}"), ("r", "代练一直没有开始，怎么回事？"),
        ("l", "亲，这边帮您核实一下"), ("r", "已经三天了，能不能退？"), ("l", "不好意思亲，我们这边不支持退款哦"),
    ]  # fmt: skip
    drawn = Image.new("RGB", (760, 160 + 120 * len(said)), "#ededed")
    pen = ImageDraw.Draw(drawn)
    pen.text((300, 36), "飞鱼数卡专营店", fill="#111", font=_font(30))
    for place, (side, words) in enumerate(said):
        wide = min(620, sum(28 if ord(c) > 127 else 16 for c in words) + 44)
        left = 40 if side == "l" else 720 - wide
        top = 120 + 120 * place
        pen.rounded_rectangle((left, top, left + wide, top + 76), 14, fill="white" if side == "l" else "#95ec69")
        pen.text((left + 22, top + 20), words, fill="#111", font=_font(28))
    return _png(drawn)


def _both(order: Json) -> bytes:
    """Order and statement side by side in one picture (R57)."""
    parts = [Image.open(io.BytesIO(draw(order))) for draw in (_order, _statement)]
    whole = Image.new("RGB", (720, sum(part.height for part in parts)), "white")
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return _png(whole)


_DRAWN = {
    "order_screenshot": _order, "payment_statement": _statement, "activation_failure": _activation,
    "merchant_statement": _merchant_statement, "fault_screenshot": _fault, "test_report": _report,
    "merchant_chat": _chat, "both": _both,
}  # fmt: skip


def _local(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _blurred(drawn: bytes) -> bytes:
    return _png(Image.open(io.BytesIO(drawn)).filter(ImageFilter.GaussianBlur(9)))


def _png(drawn: Image.Image) -> bytes:
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return out.getvalue()
