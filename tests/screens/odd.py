"""Screens of people who use their phones otherwise: large print, half scrolled, in columns, lists, letters, other clocks."""

from .scene import Scene, Screen

ALL = ("order_no", "paid_at", "amount_fen")
FULL = ("amount_fen", "paid_at", "transaction_id")


def _half(s: Scene) -> str:
    """The clock of twelve hours, in Chinese."""
    hour = int(s.at("%H"))
    return s.at(f"%Y年%-m月%-d日 {'上午' if hour < 12 else '下午'}{(hour - 1) % 12 + 1}:%M")


def large(s: Scene) -> str:
    """The print for old eyes: every value below its word, long ones broken."""
    rows = (("流水号", s.transaction), ("商户单号", s.order_no), ("交易时间", s.at("%Y/%m/%d %H:%M:%S")), ("交易金额", f"￥{s.comma}"),
            ("收款方", s.shop))  # fmt: skip
    body = "".join(f'<p class=f style="font-size:25px">{a}</p><p style="font-size:31px;word-break:break-all;margin-bottom:22px">{b}</p>'
                   for a, b in rows)  # fmt: skip
    return f'<div class=c style="padding:26px"><p style="font-size:34px;text-align:center;margin-bottom:30px">账单详情</p>{body}</div>'


def scrolled(s: Scene) -> str:
    """The lower half of an order's page; what stands at the top is cut through the middle."""
    rows = (("商品总额", f"¥{s.list_yuan}"), ("立减", f"-¥{s.off_yuan}"), ("实付款", f"¥{s.yuan}"), ("订单编号", s.order_no),
            ("交易单号", s.transaction), ("付款时间", s.at("%Y-%m-%d %H:%M")), ("发货方式", "自动发货"))  # fmt: skip
    body = "".join(f'<p class=r style="padding:8px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    foot = "".join(f'<span style="border:1px solid #8888;border-radius:16px;padding:4px 14px">{w}</span>' for w in ("申请售后", "再次购买"))
    return f"""<div style="height:14px;overflow:hidden"><p style="margin-top:-9px">{s.product} 官方直充</p></div>
    <div class=c style="padding:8px 16px">{body}</div><div style="display:flex;gap:8px;justify-content:end;padding:12px">{foot}</div>"""


def grid(s: Scene) -> str:
    """Two columns of small words over their values."""
    cells = (("交易单号", s.transaction[:14] + "<br>" + s.transaction[14:]), ("支付金额", f"{s.comma}元"), ("支付时间", s.at("%Y.%m.%d %H:%M:%S")),
             ("支付方式", "零钱通"), ("商品", s.product), ("状态", "支付成功"))  # fmt: skip
    body = "".join(f'<div style="width:50%;padding:14px 8px"><p class=f style="font-size:12px">{a}</p><p>{b}</p></div>' for a, b in cells)
    return f'<div style="padding:22px"><h3>交易详情</h3><div class=c style="display:flex;flex-wrap:wrap;padding:8px 14px">{body}</div></div>'


def twelve(s: Scene) -> str:
    """An order with the clock of twelve hours and words of its own for what was paid."""
    rows = (("订单号码", s.order_no), ("商品价格", f"{s.list_yuan} 元"), ("优惠券", f"-{s.off_yuan} 元"), ("实付金额", f"{s.yuan} 元"),
            ("支付完成时间", _half(s)))  # fmt: skip
    body = "".join(f'<p style="padding:9px 0"><b style="display:inline-block;width:120px">{a}</b>{b}</p>' for a, b in rows)
    return f'<div style="padding:18px"><h3>订单详情 · 已付款</h3><p>{s.product}</p><div class=c style="padding:12px 16px">{body}</div></div>'


def piped(s: Scene) -> str:
    """All in one line, as a web shop's history prints it."""
    return f"""<div style="padding:24px"><h3>购买记录</h3><div class=c style="padding:16px"><p class=f>{s.at("%Y-%m-%d %H:%M:%S")} | 订单号：{s.order_no} | {s.shop}</p>
    <p style="margin:14px 0">{s.product} ×1</p><p>商品总价：¥{s.list_yuan} | 优惠：¥{s.off_yuan} | 实付：¥{s.yuan}</p></div></div>"""


def letter(s: Scene) -> str:
    """A shop's mail, in sentences."""
    return f"""<div style="padding:24px;line-height:1.9"><h3>付款成功通知</h3><p class=f>发件人：{s.shop}</p><p style="margin-top:16px">尊敬的顾客，您好：</p>
    <p>您购买的 {s.product} 已付款成功，我们会尽快为您处理。</p><p>订单号：{s.order_no}</p><p>支付时间：{s.at("%Y年%m月%d日 %H:%M:%S")}</p>
    <p>原价 {s.list_yuan} 元，实付金额 {s.yuan} 元</p><p style="margin-top:16px">此邮件由系统自动发出，请勿回复。</p></div>"""


def _cards(rows: tuple[tuple[str, str, str, str], ...]) -> str:
    card = "".join(
        f"""<div class=c style="margin:12px;padding:12px 14px;border-radius:10px"><p class=r><span>订单号 {no}</span><span style="color:#e60">{state}</span></p>
        <p class=f>下单时间 {when}</p><p class=r><span>点卡直充</span><span>实付 ¥{yuan}</span></p></div>""" for no, when, yuan, state in rows
    )  # fmt: skip
    return f'<p style="text-align:center;padding:14px;font-size:18px">我的订单</p>{card}'


def listed(s: Scene) -> str:
    """Three orders below each other, the middle one is meant."""
    return _cards((
        (s.order_no[:-3] + "117", s.at("%Y-%m-%d %H:%M:%S", 90000), "12.00", "已完成"),
        (s.order_no, s.at("%Y-%m-%d %H:%M:%S"), s.yuan, "充值中"),
        (s.order_no[:-3] + "642", s.at("%Y-%m-%d %H:%M:%S", -180000), "30.50", "已完成"),
    ))  # fmt: skip


def crossed(s: Scene) -> str:
    """As `listed`, but the order meant has another sum and time; those of the order stand at its neighbour."""
    return _cards((
        (s.order_no[:-3] + "117", s.at("%Y-%m-%d %H:%M:%S"), s.yuan, "充值中"),
        (s.order_no, s.at("%Y-%m-%d %H:%M:%S", -180000), "30.50", "充值中"),
    ))  # fmt: skip


def crossed_bill(s: Scene) -> str:
    """A statement on which the sum stands with another moment, and the moment with another sum."""
    def row(when: str, sum_: str) -> str:
        return f'<div class="c r" style="padding:16px"><div><p>{s.shop}</p><p class=f>{when}</p></div><b>{sum_}</b></div>'
    return f"""<h3 style="padding:0 14px">账单</h3>{row(s.at("%Y-%m-%d %H:%M:%S", 86400), "-" + s.yuan)}{row(s.at("%Y-%m-%d %H:%M:%S"), "-77.10")}
    {row(s.at("%Y-%m-%d %H:%M:%S", -99000), "-5.00")}"""


def other_total(s: Scene) -> str:
    """An order's page on which the order's own sum is only what the goods cost; less was paid."""
    rows = (("订单编号", s.order_no), ("下单时间", s.at("%Y-%m-%d %H:%M:%S")), ("商品总价", f"¥{s.yuan}"), ("红包抵扣", "-¥3.00"),
            ("实付款", f"¥{(s.fen - 300) / 100:.2f}"))  # fmt: skip
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f'<div style="padding:18px"><h3>订单详情</h3><div class=c style="padding:10px 16px">{body}</div></div>'


def refunded(s: Scene) -> str:
    """A wallet's record of money that came back: no payment."""
    rows = (("当前状态", "已全额退款"), ("退款金额", f"¥{s.yuan}"), ("退款时间", s.at("%Y-%m-%d %H:%M:%S")), ("退款单号", s.transaction[::-1]))
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f"""<div style="padding:22px"><h3 style="text-align:center">账单详情</h3><p style="text-align:center;font-size:34px">+{s.yuan}</p>
    <div class=c style="padding:10px 16px">{body}</div></div>"""


SCREENS = (
    Screen("odd_large", "payment_statement", FULL, large),
    Screen("odd_scrolled", "order_screenshot", ALL, scrolled),
    Screen("odd_grid", "payment_statement", FULL, grid),
    Screen("odd_twelve", "order_screenshot", ALL, twelve),
    Screen("odd_piped", "order_screenshot", ALL, piped, width=820),
    Screen("odd_letter", "order_screenshot", ALL, letter),
    Screen("odd_listed", "order_screenshot", ALL, listed),
    Screen("odd_crossed", "nothing", (), crossed),
    Screen("odd_crossed_bill", "nothing", (), crossed_bill),
    Screen("odd_other_total", "nothing", (), other_total),
    Screen("odd_refunded", "nothing", (), refunded),
)
