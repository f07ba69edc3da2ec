"""What a picture proves: its words, read by label and meaning, held against the order (R26–R32, R57).

Accepted is what shows all that its kind needs, and nothing that is not the order's. What a new picture would cure is a
`retake`; `refused` is what cannot be evidence: nothing to read on it, or nothing that has to do with any order.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..order import Order
from .advice import finding
from .compare import MONEY, by_facts, facts
from .fact import Fact
from .kinds import recognise
from .layout import Layout
from .legible import MIN_HEIGHT, legible, text_height
from .numbers import runs
from .page import Page, Verdict

NEEDS: Mapping[str, tuple[str, ...]] = {
    "order_screenshot": ("order_no", "amount_fen", "paid_at"),
    "payment_statement": ("amount_fen", "paid_at"),
    "activation_failure": ("failure",),
    "merchant_chat": ("order_no", "merchant_words"),
    "merchant_statement": ("failure",),
    "fault_screenshot": ("failure",),
    "test_report": ("failure",),
    "other": ("failure",),
}
NUMBERS = ("order_no", "transaction_id")
_NOT_PAID = re.compile(r"[未待没]付款|[未待没]支付|(?:付款|支付|扣款)(?:失败|超时|未成功)|交易(?:关闭|取消|失败)")


def judge(page: Page, order: Order | None, hint: str | None = None) -> Verdict:
    """The contract's verdict. `hint` is the kind that the sender named."""
    if page.failed:
        return Verdict("retake", (), {}, (finding("not_read"),))
    if not page.lines or len(page.text) < 6:
        return Verdict("refused", (), {}, (finding("nothing_readable"),))
    layout = Layout(page)
    kinds = recognise(layout, hint)
    found = facts(layout, order, kinds)
    if kinds == ("other",) and (better := by_facts(found, hint)) != kinds:
        kinds, found = better, facts(layout, order, better)
    problems = _problems(page, kinds, found)
    if "payment_statement" in kinds and _unpaid(layout):
        problems.insert(0, finding("not_paid"))
    shown = {name: _as_told(fact, page, problems, name) for name, fact in found.items()}
    if kinds == ("other",) and legible(page) and all(fact.status == "missing" for fact in found.values()):
        return Verdict("refused", kinds, shown, (finding("no_evidence"),), page.rotation)
    return Verdict("retake" if problems else "accepted", kinds, shown, tuple(problems), page.rotation)


def _problems(page: Page, kinds: Sequence[str], found: Mapping[str, Fact]) -> list[dict[str, Any]]:
    needed = list(dict.fromkeys(name for kind in kinds for name in NEEDS[kind]))
    bound = any(found[name].status == "seen" for name in NUMBERS)
    lacking = [name for name in needed if not _enough(name, found[name], bound)]
    # Almost the right number is not the right one; and what a page about money has of one must be readable.
    loose = not MONEY.isdisjoint(kinds) and not bound
    lacking += [n for n in NUMBERS if n not in lacking and (_almost(found[n]) or (loose and _unread(found[n])))]
    if "payment_statement" in kinds and "paid_at" in lacking and found["transaction_id"].status == "missing":
        lacking.append("transaction_id")  # the picture must be taken anew: everything is asked for at once
    wrong = [name for name in (*NUMBERS, "account") if found[name].status == "differs" and name not in needed]
    told = [finding("differs", name, found[name]) for name in (*needed, *wrong) if found[name].status == "differs"]
    lacking = [name for name in lacking if found[name].status != "differs"]
    if kinds == ("other",) and lacking and any(fact.status == "seen" for fact in found.values()):
        return [*told, finding("kind_unknown")]
    if not legible(page) and (lacking or not bound):
        code = "too_small" if text_height(page) < MIN_HEIGHT else "blurred"
        return [*told, finding(code, names=lacking or needed)]
    return told + [finding(_code(page, name, found[name]), name) for name in lacking]


def _unpaid(layout: Layout) -> bool:
    """Whether the page's own line for the state says that no money went: a word elsewhere may be about anything."""
    return any("状态" in bit.label and _NOT_PAID.search(bit.text) for bit in layout.of("other"))


def _enough(name: str, fact: Fact, bound: bool) -> bool:
    """A bank's message may leave out the year; a day without its hour will do where a number binds the page."""
    return fact.status == "seen" or (name == "paid_at" and fact.partly and (bound or _has_clock(fact)))


def _almost(fact: Fact) -> bool:
    return fact.status == "unclear" and not fact.partly and fact.bit is not None and bool(runs(fact.bit.text))


def _unread(fact: Fact) -> bool:
    return fact.status in {"unclear", "cut"}


def _has_clock(fact: Fact) -> bool:
    return fact.bit is not None and ":" in fact.bit.text


def _code(page: Page, name: str, fact: Fact) -> str:
    if name == "paid_at" and fact.partly:
        return "not_precise"
    return "cut" if fact.status == "missing" and _cropped(page) else fact.status


def _cropped(page: Page) -> bool:
    """Whether words run out of the picture: what is missing may have stood there."""
    return sum(1 for line in page.lines if "l" in line.edges or "r" in line.edges) >= 2 or any(
        "t" in line.edges or "b" in line.edges for line in page.lines
    )


def _as_told(fact: Fact, page: Page, problems: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """The fact with the status that the findings give it."""
    shape = fact.as_json(page)
    codes = {problem["code"] for problem in problems if problem.get("field") == name}
    if "cut" in codes:
        shape["status"] = "cut"
    return shape
