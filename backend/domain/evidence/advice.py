"""What a buyer is told about a picture that will not do: one warm sentence each, and what to do about it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from .fact import Fact

NAMES = {
    "order_no": "订单号", "paid_at": "付款时间", "amount_fen": "金额", "transaction_id": "交易单号",
    "account": "充值账号", "failure": "失败提示", "merchant_words": "商家的回复",
}  # fmt: skip
_SENTENCES = {
    "missing": "图上没有看到{name}，请重新截一张带{name}的完整页面。",
    "unclear": "图上的{name}有几位看不清，麻烦换一张更清楚的原图。",
    "cut": "图上的{name}没有截全，请把整个页面截完整再发一次。",
    "differs": "图上的{name}和这笔订单对不上，麻烦看看是不是选错了图片或订单。",
    "not_precise": "图上的时间没写全，请截一张能看到日期和几点几分的页面。",
    "not_paid": "图上显示这笔没有付款成功，请发一张付款成功的账单，看看是不是选错了图。",
    "blurred": "这张图有点模糊，{name}看不清，麻烦直接截屏发原图，不要翻拍或压缩。",
    "too_small": "这张图太小，{name}看不清，麻烦发一张原图。",
    "nothing_readable": "图上看不到清楚的文字，请换一张能看清订单号、时间和金额的截图。",
    "no_evidence": "这张图里没有看到和这笔订单有关的内容，请发订单详情、付款账单或出错页面的截图。",
    "kind_unknown": "没看出这是哪种凭证，请发订单详情、付款账单、出错页面或和商家的聊天截图。",
    "not_read": "这张图暂时没能读出来，麻烦换一张普通截图再试一次，或者找人工客服帮您看。",
    "used_elsewhere": "这张图没法证明是这笔订单的，请换一张能看到这笔订单号或交易单号的截图。",
}


def finding(code: str, field: str | None = None, fact: Fact | None = None, names: Sequence[str] = ()) -> dict[str, Any]:
    """`{code, field?, expected?, found?, advice}` of the contract."""
    words = [NAMES[name] for name in (names or ([field] if field else []))]
    shape: dict[str, Any] = {"code": code, "advice": _SENTENCES[code].format(name="、".join(words) or "字")}
    if field is not None:
        shape["field"] = field
    if fact is not None and code == "differs":
        shape |= {"expected": fact.expected, "found": fact.value}
        told = _difference(field, fact)
        shape["advice"] = told or shape["advice"]
    return shape


def _difference(field: str | None, fact: Fact) -> str | None:
    """Amounts and times are told: the buyer sees at once which of two pictures it is."""
    if field == "amount_fen" and isinstance(fact.value, int):
        shown, right = f"{fact.value / 100:.2f} 元", f"{fact.expected / 100:.2f} 元"
        return f"图上的金额是 {shown}，这笔订单付的是 {right}，麻烦看看是不是选错了图。"
    if field == "paid_at" and isinstance(fact.value, str):
        shown, right = (f"{datetime.fromisoformat(text):%m月%d日 %H:%M}" for text in (fact.value, str(fact.expected)))
        return f"图上的时间是 {shown}，这笔订单是 {right} 付的，麻烦看看是不是选错了图。"
    return None
