"""What a picture proves: its words, read by label and meaning, held against the order (R26–R32)."""

import re
from collections.abc import Sequence
from datetime import datetime
from statistics import mean, median
from typing import Any

from ..moment import SHANGHAI
from ..order import Order
from .page import Page, Verdict

# Measured starting points for a page that a person could read.
MIN_CONFIDENCE, MIN_HEIGHT, MIN_LINES = 0.90, 9.5, 4

_KINDS: dict[str, tuple[str, ...]] = {
    "activation_failure": (
        "激活失败", "兑换失败", "无法激活", "无法兑换", "已被使用", "已失效", "卡密无效",
        "兑换码无效", "卡号错误",
    ),
    "payment_statement": (
        "账单详情", "交易单号", "支付时间", "付款方式", "支付方式", "商户单号",
        "交易明细", "尾号", "流水", "支出", "交易时间",
    ),
    "order_screenshot": ("订单详情", "订单编号", "订单号", "下单时间", "实付", "订单状态", "充值账号"),
    "merchant_chat": ("客服", "在吗", "亲", "您好", "商家", "店铺"),
    "test_report": ("检测报告", "检测结论", "鉴定"),
    "fault_screenshot": ("异常", "错误", "失败", "无法", "掉线", "封号", "报错"),
}  # fmt: skip
_FAILURES = (
    "激活失败",
    "兑换失败",
    "充值失败",
    "无法激活",
    "无法兑换",
    "已被使用",
    "已失效",
    "卡密无效",
    "异常",
    "失败",
    "错误",
    "报错",
)
_TIME = re.compile(r"(20\d\d)[-/.年 ]{1,2}(\d{1,2})[-/.月 ]{1,2}(\d{1,2})日?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?")
_AMOUNT = re.compile(r"(?<![0-9.])[-+]?[¥￥]?\s?(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})(?![0-9])")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{10,40}(?![0-9A-Za-z])")


def judge(page: Page, order: Order | None, hint: str | None, now: datetime) -> Verdict:
    """Accept what is legible, complete and agrees; ask again for what a new picture would cure."""
    if not page.lines or len(page.text) < 6:
        advice = "图片上没有看到文字。请换一张能看清订单号、时间和金额的截图。"
        return Verdict("refused", (), {}, ({"code": "nothing_readable", "advice": advice},))
    findings: list[dict[str, Any]] = []
    kinds = recognise(page, hint)
    if not legible(page):
        advice = "这张图有点模糊，有些字看不清。请重新截一张原图发来，不要拍屏幕或压缩。"
        findings.append({"code": "unclear", "advice": advice})
    facts = _facts(page, order, kinds, findings)
    return Verdict("retake" if findings else "accepted", kinds, facts, tuple(findings))


def legible(page: Page) -> bool:
    """Whether a person who may zoom could read it: confidence, text height and line count, not sharpness."""
    confidence = mean(line.confidence for line in page.lines)
    height = median(min(line.box[2], line.box[3]) for line in page.lines)
    return confidence >= MIN_CONFIDENCE and height >= MIN_HEIGHT and len(page.lines) >= MIN_LINES


def recognise(page: Page, hint: str | None) -> tuple[str, ...]:
    """The evidence kinds that the page's own words speak for; the hint where they speak for none."""
    text = page.text
    scores = {kind: sum(word in text for word in words) for kind, words in _KINDS.items()}
    found = [kind for kind in ("activation_failure", "payment_statement", "order_screenshot") if scores[kind] >= 2]
    if not found and scores["activation_failure"]:
        found = ["activation_failure"]
    if not found and scores["merchant_chat"] >= 2:
        found = ["merchant_chat"]
    if not found:
        best = max(scores, key=lambda kind: scores[kind])
        found = [best] if scores[best] else [hint or "other"]
    if scores["activation_failure"] or scores["fault_screenshot"] >= 2:
        found.append("fault_screenshot")
    return tuple(dict.fromkeys(found))


def _facts(
    page: Page, order: Order | None, kinds: Sequence[str], findings: list[dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    text = page.text
    numbers = [n for n in _NUMBER.findall(text.replace(" ", "")) if any(c.isdigit() for c in n)]
    times = [t for t in (_moment(m) for m in _TIME.finditer(text)) if t]
    amounts = [int(m.group(1).replace(",", "")) * 100 + int(m.group(2)) for m in _AMOUNT.finditer(text)]
    facts = {"failure": _seen(next((w for w in _FAILURES if w in text), None))}
    if order is None:
        facts["order_no"], facts["amount_fen"] = (
            _seen(numbers[0] if numbers else None),
            _seen(amounts[0] if amounts else None),
        )
        facts["paid_at"] = _seen(times[0].isoformat() if times else None)
        return facts
    needed = {
        "order_screenshot": ("order_no", "amount_fen"),
        "payment_statement": ("amount_fen",),
    }
    need = {name for kind in kinds for name in needed.get(kind, ())}
    wanted = {p.transaction_id for p in order.payments}
    has_order = any(order.order_no in n for n in numbers) or order.order_no in text.replace(" ", "")
    facts["order_no"] = _compare("order_no", order.order_no, has_order, _like(numbers, order.order_no), need, findings)
    facts["amount_fen"] = _compare("amount_fen", order.paid_fen, order.paid_fen in amounts, amounts[:1], need, findings)
    facts["transaction_id"] = _seen(next((n for n in numbers if n in wanted), None))
    near = [t for t in times if abs((t - order.paid_at).total_seconds()) <= 300]
    facts["paid_at"] = _seen(near[0].isoformat() if near else None)
    return facts


def _compare(
    name: str, expected: Any, there: bool, other: Sequence[Any], need: set[str], findings: list[dict[str, Any]]
) -> dict[str, Any]:
    label = {"order_no": "订单号", "amount_fen": "金额"}[name]
    if there:
        return {"value": expected, "status": "seen"}
    if name not in need:
        return {"value": None, "status": "missing"}
    if other:
        advice = f"图上的{label}和这笔订单对不上，麻烦看看是不是传错了图。"
        findings.append({"code": "differs", "field": name, "expected": expected, "found": other[0], "advice": advice})
        return {"value": other[0], "status": "differs"}
    advice = f"图上没有看到{label}，请重新截一张包含{label}的完整截图。"
    findings.append({"code": "missing", "field": name, "expected": expected, "advice": advice})
    return {"value": None, "status": "missing"}


def _like(numbers: Sequence[str], order_no: str) -> list[str]:
    """Numbers written like the order's own: same length, same letters in front."""
    letters = re.match(r"[A-Za-z]*", order_no)
    head = letters.group(0) if letters else ""
    return [n for n in numbers if len(n) == len(order_no) and n.startswith(head)]


def _seen(value: Any) -> dict[str, Any]:
    return {"value": value, "status": "seen" if value is not None else "missing"}


def _moment(match: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(g or 0) for g in match.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None
