"""Order pages of shops, as nobody's shop draws them and many do."""

from .scene import Scene, Screen

ALL = ("order_no", "paid_at", "amount_fen")


def columns(s: Scene) -> str:
    """A shop's page for the desktop: what things are called stands above the values, in columns."""
    style = "<style>table{width:100%;border-collapse:collapse}td,th{padding:14px;border:1px solid #8885;font-weight:400}</style>"
    return f"""{style}<div style="padding:24px"><h3>我的订单 <small class=f>近三个月</small></h3><table class=c>
    <tr class=f><th>订单号<th>商品<th>数量<th>实付款<th>付款时间<th>状态
    <tr><td>{s.order_no}<td>{s.product}<td>x1<td>￥{s.yuan}<td>{s.at("%Y-%m-%d %H:%M:%S")}<td>处理中</table></div>"""


def stacked(s: Scene) -> str:
    """Small words above, the value below them."""
    rows = (("订单号", s.order_no), ("购买时间", s.at("%Y/%m/%d %H:%M", -40)), ("支付时间", s.at("%Y/%m/%d %H:%M")),
            ("实际支付", f"{s.yuan} 元"), ("充值账号", s.account))  # fmt: skip
    body = "".join(f'<p class=f style="font-size:12px;margin-top:14px">{a}</p><p style="font-size:17px">{b}</p>' for a, b in rows)
    return f'<div style="padding:20px"><h2>{s.product}</h2><div class=c style="padding:6px 16px 18px;border-radius:14px">{body}</div></div>'


def right(s: Scene) -> str:
    """Values at the right side, the sum under a line."""
    rows = (("商品金额", f"¥{s.list_yuan}"), ("店铺优惠", f"-¥{s.off_yuan}"), ("运费", "¥0.00"))
    more = (("订单编号", s.order_no), ("下单时间", s.at("%Y年%-m月%-d日 %H:%M:%S", -21)), ("付款时间", s.at("%Y年%-m月%-d日 %H:%M:%S")))

    def lines(of: tuple[tuple[str, str], ...]) -> str:
        return "".join(f'<p class=r style="padding:7px 0"><span class=f>{a}</span><span>{b}</span></p>' for a, b in of)

    return f"""<div style="padding:14px 12px"><p style="text-align:center;font-size:18px">订单详情</p>
    <div class=c style="margin:14px 0;padding:14px"><b>{s.shop} ›</b><p style="margin-top:8px">{s.product}</p></div>
    <div class=c style="padding:10px 14px">{lines(rows)}<hr style="opacity:.2">
    <p style="text-align:right">共 1 件　合计 <b style="color:#e4472f;font-size:20px">¥{s.yuan}</b></p></div>
    <div class=c style="margin-top:12px;padding:10px 14px">{lines(more)}</div></div>"""


def english(s: Scene) -> str:
    """A shop that speaks English with its own words for everything."""
    rows = (("Order No.", s.order_no), ("Item", s.product), ("Subtotal", f"¥{s.list_yuan}"), ("Discount", f"-¥{s.off_yuan}"),
            ("Total paid", f"¥{s.yuan}"), ("Payment time", s.at("%Y-%m-%d %H:%M:%S")), ("Status", "Processing"))
    body = "".join(f'<p class=r style="padding:10px 0;border-bottom:1px solid #8883"><span class=f>{a}</span><b>{b}</b></p>' for a, b in rows)
    return f'<div style="padding:22px"><h2>Order details</h2><div class=c style="padding:8px 18px;border-radius:20px">{body}</div></div>'


def classic(s: Scene) -> str:
    """A long page: the goods with their picture, sums at the right, numbers at the foot in small print."""
    return f"""<div style="background:#ff6a2b;color:#fff;padding:28px 18px;font-size:19px">买家已付款<p style="font-size:13px">等待卖家发货</p></div>
    <div class=c style="padding:14px"><b>{s.shop}</b><div style="display:flex;gap:12px;margin:12px 0"><i
    style="width:84px;height:84px;background:linear-gradient(45deg,#4a7,#27c)"></i><div style="flex:1"><p>{s.product} 自动发卡 24小时</p>
    <p class=f style="font-size:12px">面值卡；不支持七天无理由</p></div><div style="text-align:right"><p>¥{s.list_yuan}</p><p class=f>x1</p></div></div>
    <p class=r><span class=f>优惠减</span><span>-¥{s.off_yuan}</span></p>
    <p class=r style="font-size:16px"><span>实付款</span><b style="color:#f50">¥{s.yuan}</b></p></div>
    <div class=c style="margin-top:10px;padding:14px;font-size:12px;line-height:2"><b style="font-size:14px">订单信息</b>
    <p>订单编号：{s.order_no} <u>复制</u></p><p>创建时间：{s.at("%Y-%m-%d %H:%M:%S", -33)}</p><p>付款时间：{s.at("%Y-%m-%d %H:%M:%S")}</p></div>"""


def pairs(s: Scene) -> str:
    """Two pairs of word and value in every row of a game's own pay page."""
    cells = (("商户单号", s.order_no), ("区服", "蔚蓝 3 区"), ("应付", f"{s.list_yuan}元"), ("实付", f"{s.yuan}元"),
             ("角色", "晚风不归"), ("下单时间", s.at("%m-%d %H:%M", -60)), ("充值账号", s.account[:3] + "****" + s.account[-4:]),
             ("付款时间", s.at("%m-%d %H:%M")))  # fmt: skip
    body = "".join(f'<div style="width:50%;padding:10px 0"><span class=f>{a}：</span>{b}</div>' for a, b in cells)
    return f"""<div style="padding:26px;font-size:16px"><h3 style="color:#c9973b">充值中心 · 订单已提交</h3><p>{s.product}</p>
    <div class=c style="display:flex;flex-wrap:wrap;margin-top:16px;padding:12px 20px;border:1px solid #c9973b">{body}</div></div>"""


def receipt(s: Scene) -> str:
    """A narrow till receipt in one typeface."""
    rows = (("单号", s.order_no), ("品名", s.product), ("单价", s.list_yuan), ("优惠", "-" + s.off_yuan), ("合计", s.yuan), ("实收", s.yuan))
    body = "".join(f'<p class=r><span>{a}</span><span>{b}</span></p>' for a, b in rows)
    return f"""<div style="padding:30px"><div style="background:#fffef5;color:#222;padding:24px;line-height:2"><p style="text-align:center">
    *** {s.shop} ***</p><p style="text-align:center">电子小票 / 订单凭据</p>------------------------{body}------------------------
    <p>付款时间 {s.at("%Y.%m.%d %H:%M:%S")}</p><p style="text-align:center">谢谢惠顾</p></div></div>"""


SCREENS = (
    Screen("order_columns", "order_screenshot", ALL, columns, width=1180),
    Screen("order_stacked", "order_screenshot", ALL, stacked),
    Screen("order_right", "order_screenshot", ALL, right),
    Screen("order_english", "order_screenshot", ALL, english),
    Screen("order_classic", "order_screenshot", ALL, classic),
    Screen("order_pairs", "order_screenshot", ("order_no", "amount_fen"), pairs, width=760),
    Screen("order_receipt", "order_screenshot", ALL, receipt),
)
