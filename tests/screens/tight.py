"""Screens whose words stand tight: prices in pieces, labels glued to values, sums that are not the one, marks across."""

from .scene import Scene, Screen

ALL = ("order_no", "paid_at", "amount_fen")
FULL = ("amount_fen", "paid_at", "transaction_id")


def _price(fen: int, size: int) -> str:
    """Whole yuan large, the rest small, as shops print prices."""
    yuan, rest = divmod(fen, 100)
    return f'<span style="font-size:{size // 2}px">¥</span><b style="font-size:{size}px">{yuan}</b><span style="font-size:{size // 2}px">.{rest:02}</span>'


def split(s: Scene) -> str:
    return f"""<div style="padding:16px"><h3>订单详情</h3><div class=c style="padding:14px"><p class=r><span>{s.product}</span><span>{_price(s.listed, 20)}</span></p>
    <p class=r style="margin-top:10px"><span class=f>共减</span><span>-{_price(s.listed - s.fen, 20)}</span></p>
    <p class=r style="margin-top:10px"><span>实付款</span><span>{_price(s.fen, 30)}</span></p></div>
    <div class=c style="margin-top:10px;padding:14px"><p>订单编号　{s.order_no}　复制</p><p>支付时间　{s.at("%Y-%m-%d %H:%M:%S")}</p></div></div>"""


def glued(s: Scene) -> str:
    """No colon, no gap."""
    return f"""<div style="padding:20px;line-height:2.2"><h3>我的订单</h3><p>{s.product}</p><p>订单编号{s.order_no}</p><p>付款时间{s.at("%Y-%m-%d %H:%M:%S")}</p>
    <p>实付款¥{s.yuan}(免运费)</p><p>订单状态待充值</p></div>"""


def marked(s: Scene) -> str:
    """A mark across the page, as of a shop's proof."""
    rows = (("交易单号", s.transaction), ("付款金额", f"{s.yuan}元"), ("付款时间", s.at("%Y-%m-%d %H:%M:%S")), ("收款方", s.shop), ("交易状态", "支付成功"))
    body = "".join(f'<p class=r style="padding:13px 0;border-bottom:1px solid #8882"><span class=f>{a}</span><span style="word-break:break-all">{b}</span></p>'
                   for a, b in rows)  # fmt: skip
    mark = "".join(f'<p style="position:absolute;left:{30 + 150 * (n % 2)}px;top:{60 + 90 * n}px;transform:rotate(-24deg);opacity:.13;font-size:26px">'
                   f'仅供退款使用</p>' for n in range(4))  # fmt: skip
    return f'<div style="position:relative;padding:20px"><h3>支付凭证</h3><div class=c style="padding:6px 16px">{body}</div>{mark}</div>'


def cards(s: Scene) -> str:
    """Coloured ground, light words, the sum in a circle."""
    return f"""<div style="background:linear-gradient(160deg,#5a2ee0,#b3266f);color:#fff;padding:30px 22px"><p style="text-align:center;font-size:19px">付款成功</p>
    <p style="text-align:center;font-size:46px;font-weight:700">{s.yuan}<small style="font-size:18px"> 元</small></p>
    <p style="opacity:.85;margin-top:26px">付款时间：{s.at("%Y年%m月%d日 %H时%M分%S秒")}</p><p style="opacity:.85">商家单号：{s.order_no}</p>
    <p style="opacity:.85">交易流水号：{s.transaction[:16]}</p><p style="opacity:.85;padding-left:100px">{s.transaction[16:]}</p><p style="opacity:.85">付款方式：信用卡(3317)</p></div>"""


def unpaid(s: Scene) -> str:
    """The right number and sum, but nothing was paid yet: the moment is that of the order."""
    return f"""<div style="padding:18px"><h3 style="color:#e60">等待买家付款</h3><p>剩余 23:59:10 自动关闭</p><div class=c style="padding:12px 16px;margin-top:12px">
    <p class=r><span class=f>订单编号</span><span>{s.order_no}</span></p><p class=r><span class=f>创建时间</span><span>{s.at("%Y-%m-%d %H:%M:%S", -86400 * 3)}</span></p>
    <p class=r><span class=f>需付款</span><span>¥{s.yuan}</span></p></div></div>"""


def neighbour(s: Scene) -> str:
    """Another order's page, on which this order's number is only mentioned: as what it was exchanged for."""
    rows = (("订单编号", s.order_no[:-4] + "0000"), ("实付款", f"¥{s.yuan}"), ("付款时间", s.at("%Y-%m-%d %H:%M:%S")), ("备注", f"换货，原单 {s.order_no}"))
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f'<div style="padding:18px"><h3>订单详情</h3><div class=c style="padding:10px 16px">{body}</div></div>'


def several(s: Scene) -> str:
    """A month's list of a wallet with sums alike; the one with the right moment has another sum."""
    def row(when: str, sum_: str) -> str:
        return f'<div class="c r" style="padding:13px;border-bottom:1px solid #8883"><div><p>{s.shop}</p><p class=f>{when}</p></div><b>{sum_}</b></div>'
    less = f"{(s.fen - 100) / 100:.2f}"
    return f"""<h3 style="padding:0 14px">交易明细</h3>{row(s.at("%m-%d %H:%M", 7200), "-" + s.yuan)}{row(s.at("%m-%d %H:%M"), "-" + less)}
    {row(s.at("%m-%d %H:%M", -7200), "-" + s.yuan)}"""


def masked(s: Scene) -> str:
    """The number is starred: it is not the whole one."""
    rows = (("订单编号", s.order_no[:4] + "******" + s.order_no[-4:]), ("实付款", f"¥{s.yuan}"), ("付款时间", s.at("%Y-%m-%d %H:%M:%S")))
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f'<div style="padding:18px"><h3>订单详情</h3><div class=c style="padding:10px 16px">{body}</div></div>'


def evening(s: Scene) -> str:
    """The hour is half a day off: the same digits on a clock of twelve hours."""
    hour = (int(s.at("%H")) + 12) % 24
    rows = (("订单编号", s.order_no), ("实付款", f"¥{s.yuan}"), ("付款时间", s.at(f"%Y-%m-%d {'上午' if hour < 12 else '下午'} {(hour - 1) % 12 + 1}:%M")))
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f'<div style="padding:18px"><h3>订单详情</h3><div class=c style="padding:10px 16px">{body}</div></div>'


def closed(s: Scene) -> str:
    """A payment that never was: all the right values under a headline that says so."""
    rows = (("商户单号", s.order_no), ("交易单号", s.transaction), ("金额", f"¥{s.yuan}"), ("创建时间", s.at("%Y-%m-%d %H:%M:%S")), ("当前状态", "交易关闭，未付款"))
    body = "".join(f'<p class=r style="padding:9px 0"><span class=f style="white-space:nowrap">{a}</span><span style="word-break:break-all">{b}</span></p>'
                   for a, b in rows)  # fmt: skip
    return f'<div style="padding:18px"><h3>账单详情</h3><div class=c style="padding:10px 16px">{body}</div></div>'


SCREENS = (
    Screen("tight_split", "order_screenshot", ALL, split),
    Screen("tight_glued", "order_screenshot", ALL, glued),
    Screen("tight_marked", "payment_statement", FULL, marked),
    Screen("tight_cards", "payment_statement", FULL, cards),
    Screen("tight_unpaid", "nothing", (), unpaid),
    Screen("tight_neighbour", "nothing", (), neighbour),
    Screen("tight_several", "nothing", (), several),
    Screen("tight_masked", "nothing", (), masked),
    Screen("tight_evening", "nothing", (), evening),
    Screen("tight_closed", "nothing", (), closed),
)
