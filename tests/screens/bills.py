"""What wallets and banks show of a payment."""

from .scene import Scene, Screen

FULL = ("amount_fen", "paid_at", "transaction_id")


def _rows(rows: tuple[tuple[str, str], ...], pad: int = 9) -> str:
    return "".join(
        f'<p class=r style="padding:{pad}px 0"><span class=f style="white-space:nowrap">{a}</span><span style="text-align:right;'
        f'word-break:break-all">{b}</span></p>' for a, b in rows
    )  # fmt: skip


def headline(s: Scene) -> str:
    """The sum large in the middle; the long number broken into two lines."""
    rows = (("当前状态", "支付成功"), ("支付时间", s.at("%Y年%-m月%-d日 %H:%M:%S")), ("商品", s.product), ("支付方式", "零钱"),
            ("交易单号", s.transaction[:20] + "<br>" + s.transaction[20:]), ("商户单号", s.order_no))  # fmt: skip
    return f"""<div style="padding:40px 22px;background:var(--c)"><div style="text-align:center"><i style="display:inline-block;width:48px;height:48px;
    border-radius:50%;background:#2b8"></i><p>{s.shop}</p><p style="font-size:40px;line-height:1.6">-{s.yuan}</p></div>{_rows(rows)}</div>"""


def wallet(s: Scene) -> str:
    """Another wallet: its own number is called the order's, the shop's is called the shop's."""
    rows = (("付款方式", "余额宝"), ("商品说明", s.product), ("创建时间", s.at("%Y-%m-%d %H:%M:%S", -4)), ("付款时间", s.at("%Y-%m-%d %H:%M:%S")),
            ("订单号", s.transaction), ("商家订单号", s.order_no))  # fmt: skip
    return f"""<div style="padding:16px"><h3 style="text-align:center">账单详情</h3><div class=c style="padding:18px;border-radius:10px">
    <p style="text-align:center">{s.shop}</p><p style="text-align:center;font-size:34px;font-weight:600">-{s.comma}</p>
    <p class=f style="text-align:center">交易成功</p>{_rows(rows, 7)}<p class=f>账单管理</p><p class=r><span>账单分类</span><span>充值缴费</span></p></div></div>"""


def bank(s: Scene) -> str:
    """A bank's detail page: sums with words, what is left beside it."""
    rows = (("交易金额", f"支出 {s.comma} 元"), ("账户余额", "8,210.35 元"), ("交易时间", s.at("%Y-%m-%d %H:%M:%S")),
            ("对方户名", s.shop), ("交易卡号", "6222 **** **** 3317"), ("交易流水", s.transaction), ("摘要", "快捷支付"))  # fmt: skip
    return f"""<div style="background:#a3202a;color:#fff;padding:18px;text-align:center;font-size:18px">交易明细详情</div>
    <div class=c style="margin:14px;padding:6px 16px">{_rows(rows, 12)}</div>"""


def message(s: Scene) -> str:
    """Two text messages of a bank, the one that counts is the second."""
    bubble = '<p style="background:var(--c);border-radius:18px;padding:12px 16px;margin:8px 40px 18px 0;font-size:17px">'
    return f"""<div style="padding:16px"><p style="text-align:center;font-size:18px">955XX</p><p class=f style="text-align:center">{s.at("%-m月%-d日", -86400)} 周一 09:12</p>
    {bubble}【江海银行】您的信用卡账单已出，本期应还1,203.55元，还款日为{s.at("%m月25日")}。</p>
    <p class=f style="text-align:center">{s.at("%-m月%-d日 %H:%M")}</p>
    {bubble}【江海银行】您尾号3317的储蓄卡{s.at("%-m月%-d日%H:%M")}网上快捷支付支出人民币{s.yuan}元，活期余额8,210.35元。</p></div>"""


def ledger(s: Scene) -> str:
    """A list of payments by day; only one of them is this order's."""
    def row(name: str, when: str, sum_: str) -> str:
        return f"""<div class="c r" style="padding:14px;border-bottom:1px solid #8883"><div><p>{name}</p><p class=f style="font-size:13px">{when}</p></div>
        <b>{sum_}</b></div>"""
    return f"""<h3 style="padding:0 14px">收支明细</h3><p class=f style="padding:0 14px">{s.at("%Y年%-m月")}　支出 ¥3,120.88　收入 ¥200.00</p>
    {row("早点铺", s.at("%-m月%-d日 %H:%M", -90000), "-8.50")}{row(s.shop, s.at("%-m月%-d日 %H:%M"), "-" + s.yuan)}
    {row("二手交易-收款", s.at("%-m月%-d日 %H:%M", 7200), "+200.00")}{row("地铁出行", s.at("%-m月%-d日 %H:%M", 9400), "-4.00")}"""


def cloud(s: Scene) -> str:
    """A payment app in few words, the year left out."""
    rows = (("订单金额", f"¥ {s.list_yuan}"), ("优惠", f"-¥ {s.off_yuan}"), ("付款金额", f"¥ {s.yuan}"), ("付款时间", s.at("%m-%d %H:%M:%S")),
            ("交易参考号", s.transaction), ("付款卡", "江海银行储蓄卡(3317)"))  # fmt: skip
    return f"""<div style="padding:60px 24px"><p style="font-size:24px;color:#d9333f">✓ 付款成功</p><p class=f>{s.shop}</p>
    <div style="margin-top:18px;border-top:1px dashed #888a">{_rows(rows, 10)}</div></div>"""


def slip(s: Scene) -> str:
    """A bank's formal slip: a table with lines, word and value side by side, twice in a row."""
    style = "<style>td{border:1px solid #777;padding:10px 12px}table{border-collapse:collapse;width:100%}</style>"
    return f"""{style}<div style="padding:36px;background:#fff;color:#222"><h2 style="text-align:center">江海银行　网上银行电子回单</h2><table>
    <tr><td>付款人户名<td>林晚<td>收款人户名<td>{s.shop}<tr><td>付款账号<td>6222********3317<td>收款账号<td>8110********0921
    <tr><td>交易金额（小写）<td>CNY {s.comma}<td>交易时间<td>{s.at("%Y-%m-%d %H:%M:%S")}
    <tr><td>电子流水号<td>{s.transaction}<td>摘要<td>网上消费<tr><td>附言<td colspan=3>{s.order_no}</table><p class=f>本回单仅供参考</p></div>"""


def foreign(s: Scene) -> str:
    """A wallet set to English."""
    rows = (("Merchant", s.shop), ("Amount paid", f"CNY {s.comma}"), ("Date", s.at("%Y-%m-%d %H:%M:%S")), ("Payment method", "Wallet balance"),
            ("Transaction ID", s.transaction), ("Merchant order", s.order_no))  # fmt: skip
    return f'<div style="padding:24px"><h2>Payment details</h2><p style="color:#1a9c5b">Successful</p><div class=c style="padding:4px 16px">{_rows(rows, 11)}</div></div>'


def stub(s: Scene) -> str:
    """Words above, values below, the number called otherwise again."""
    rows = (("支付单号", s.transaction), ("商户单号", s.order_no), ("完成时间", s.at("%Y-%m-%d %H:%M:%S")), ("支付金额", f"{s.yuan}元"), ("支付渠道", "京北白条"))
    body = "".join(f'<div style="margin:16px 0"><p class=f style="font-size:13px">{a}</p><p>{b}</p></div>' for a, b in rows)
    return f'<div style="padding:24px"><h3>支付详情</h3><div class=c style="padding:8px 18px;border-radius:8px">{body}</div></div>'


SCREENS = (
    Screen("bill_headline", "payment_statement", FULL, headline),
    Screen("bill_wallet", "payment_statement", FULL, wallet),
    Screen("bill_bank", "payment_statement", FULL, bank),
    Screen("bill_message", "payment_statement", ("amount_fen",), message),
    Screen("bill_ledger", "payment_statement", ("amount_fen",), ledger),
    Screen("bill_cloud", "payment_statement", ("amount_fen", "transaction_id"), cloud),
    Screen("bill_slip", "payment_statement", FULL, slip, width=1000),
    Screen("bill_foreign", "payment_statement", FULL, foreign),
    Screen("bill_stub", "payment_statement", FULL, stub),
)
