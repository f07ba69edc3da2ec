"""Amounts on a page and which of them was paid: by its label, by the words before it, or by its size."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from .fact import Fact, at_edge
from .layout import Bit, Layout
from .rows import readings
from .text import bare

_DIGITS = r"(?P<int>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<dec>\d{1,2}))?"
_MONEY = re.compile(
    r"(?P<sign>[-+])?\s*(?P<mark>¥|RMB|CNY|人民币|(?<![A-Za-z])Y(?=\d))?\s*(?P<sign2>[-+])?\s*(?<![\d.,])"
    + _DIGITS + r"(?![\d%]|[.,:/-]\d|(?!RMB|CNY)[A-Za-z])\s*(?P<unit>元(?!宝))?",
    re.IGNORECASE,
)  # fmt: skip
_FOREIGN = "USDT?|HKD|EUR|JPY|GBP|KRW|TWD|NTD?|MOP|美[元金]|港[元币]|日[元币]|欧元|英镑|韩[元币]|台币|澳门元"
# What is no yuan: other money, and what games and shops count in.
_BEFORE = re.compile(rf"(?:[$€£₩₫฿]|JP|{_FOREIGN})\s*$", re.IGNORECASE)
_AFTER = re.compile(rf"\s*(?:{_FOREIGN}|元宝|金币|钻石|点券|积分|[QＱ]币|[金京]豆|点(?!卡)|[颗枚])", re.IGNORECASE)
_PAID = re.compile(r"支付|付款|实付|支出|消费|扣款|扣费|扣了|付了|花了|转出|交易金额|到账失败|paid", re.IGNORECASE)
_ASIDE = re.compile(
    r"余额|优惠|立减|红包|手续费|面值|原价|限额|积分|退款|退还|返还|退回|收入|存入|转入|入账|到账|运费|折扣|单价|总价|"
    r"本[月日周年]|累计|[共总](?:支出|计)|笔"
)
HEADLINE = 1.3  # times the page's usual line height


@dataclass(frozen=True)
class Amount:
    """In fen. `rank`: 3 said to be paid by its label or as the page's headline, 2 by words or a weaker label, 1 merely
    there, 0 said to be something else."""

    fen: int
    rank: int
    bit: Bit


def amounts(layout: Layout) -> list[Amount]:
    """Every amount of the page, once for each place where it stands."""
    usual = median([bit.box[3] for bit in layout.lines]) if layout.lines else 0
    found = list(_labelled(layout))
    for bit in layout.free:
        for text in readings(bit.text):
            for match in _yuan(text):
                if match["mark"] or match["unit"] or len(match["dec"] or "") == 2:
                    found.append(Amount(_fen(match), _rank(bit, text, match, usual), bit))
    return found


def amount_fact(layout: Layout, expected: int, legs: Sequence[int] = (), listed: bool = False) -> Fact:
    """How it stands with what was paid; `legs` are amounts that a statement may show instead.

    `listed`: several payments stand here, and which of them is meant is for the caller to see.
    """
    found = amounts(layout)
    good = {expected, *legs}
    for rank in (3, 2, 1):
        here = [amount for amount in found if amount.rank == rank or (listed and amount.rank)]
        if not here:
            continue
        right = [amount for amount in here if amount.fen in good]
        wrong = [amount for amount in here if amount.fen not in good]
        if right and (not wrong or rank < 3 or listed):
            best = max(right, key=lambda amount: amount.bit.confidence)
            status = "seen" if best.bit.confidence >= 0.75 else "unclear"
            return Fact(status, best.fen if status == "seen" else None, expected, best.bit)
        if wrong:
            return _not_it(layout, wrong, expected)
    if bit := next(iter(layout.of("paid")), None):
        return Fact("cut" if at_edge(bit, layout.page, "rb") else "unclear", None, expected, bit)
    return Fact("missing", None, expected)


def _labelled(layout: Layout) -> Iterator[Amount]:
    ranks = {"paid": 3, "total": 2, "sum": 0}
    for bit in layout.of(*ranks):
        match = next(_yuan(bit.text), None)
        if match:
            yield Amount(_fen(match), 0 if "+" in (match["sign"], match["sign2"]) else ranks[bit.role], bit)


def _yuan(text: str) -> Iterator[re.Match[str]]:
    for match in _MONEY.finditer(text):
        said = match["mark"] or match["unit"]
        alien = _BEFORE.search(text[: match.start()]) or (not said and _AFTER.match(text, match.end()))
        if not alien:
            yield match


def _rank(bit: Bit, text: str, match: re.Match[str], usual: float) -> int:
    if "+" in (match["sign"], match["sign2"]):
        return 0
    if match.group(0).strip() == text.strip():
        return 3 if bit.box[3] > HEADLINE * usual else 1
    clause = re.split(r"[,，。;；!！?？\n]", text[: match.start()])[-1]
    said = [(m.end(), 2) for m in _PAID.finditer(clause)] + [(m.end(), 0) for m in _ASIDE.finditer(clause)]
    return max(said)[1] if said else 1 if match["mark"] or match["dec"] else 0


def _fen(match: re.Match[str]) -> int:
    return int(match["int"].replace(",", "")) * 100 + int((match["dec"] or "0").ljust(2, "0"))


def _not_it(layout: Layout, wrong: Sequence[Amount], expected: int) -> Fact:
    """Cut, unclear or really different: a lost point, a digit's twin and a missing end are no other amount."""
    first = max(wrong, key=lambda amount: amount.bit.box[3])
    digits, right = bare(first.bit.text), str(expected)
    shown = re.sub(r"\D", "", first.bit.text)
    if at_edge(first.bit, layout.page) and shown and (right.startswith(shown) or right.endswith(shown)):
        return Fact("cut", None, expected, first.bit)
    pointless = shown in {right, right[:-2], right.rstrip("0")}
    if pointless or digits.translate(_TWINS) == right or first.bit.confidence < 0.85:
        return Fact("unclear", None, expected, first.bit)
    one = len({amount.fen for amount in wrong}) == 1  # of several, none is the one that the page is about
    return Fact("differs", first.fen if one else None, expected, first.bit)


_TWINS = str.maketrans("OQDLIZSGB", "000112568")
