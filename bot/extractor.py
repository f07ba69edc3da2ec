"""Facts in a message by rules: numbers of orders and refunds, amounts, phones, channels, reasons, times, products.

No rule uses a word boundary: between Chinese and ASCII there is none. What one rule has taken, later rules cannot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from bot.lexicon import CHANNELS, PRODUCT, REASONS
from bot.moments import moments
from bot.numerals import HAN_NUMBER, SPOKEN_DIGIT, number_of, spoken_digits

ALONE = r"(?<![a-z0-9])", r"(?![a-z0-9])"
REFUND_NO = re.compile(r"(?<![a-z0-9])(?:rf?\d{8}[2-9a-z]{8})(?![a-z0-9])")
LETTERED = re.compile(r"(?<![a-z0-9])(?!rmb)[a-z]{2,4}[-_ ]?\d[\d -]{6,30}\d(?![a-z0-9])")
DIGITS_ONLY = re.compile(r"(?<![a-z0-9.¥])\d{13,32}(?![a-z0-9])")
GROUPED = re.compile(r"(?<![a-z0-9.¥])\d{4}(?:[ -]\d{4}){2,6}(?:[ -]?\d{1,4})?(?![a-z0-9])")
NAMED_NO = re.compile(r"(?:订单号?码?|单号|编号)[是为:\s#]{0,3}((?=[a-z0-9-]*\d{4})[a-z0-9][a-z0-9-]{5,31})(?![a-z0-9])")
MOBILE = re.compile(r"(?<![a-z0-9])(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}[- ]?\d{4}|[- ]?\d{3}[- ]?\d{3}[- ]?\d{2})(?![a-z0-9])")
LANDLINE = re.compile(r"(?<![a-z0-9])0\d{2,3}[- ]?[2-9]\d{6,7}(?![a-z0-9])")
SPOKEN_PHONE = re.compile(rf"(?<![{SPOKEN_DIGIT}])[1一幺](?:[ ,-]?[{SPOKEN_DIGIT}]){{10}}(?![{SPOKEN_DIGIT}])")
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?:\.\d{{1,2}})?|\d{{1,7}}(?:\.\d{{1,2}})?(?:\s?[万千百wk])?|[{HAN_NUMBER}]{{1,9}})"
YUAN = r"(?:块钱|块|元钱|元|圆|大洋|rmb|人民币|软妹币)"
PRICED = re.compile(
    rf"(?P<sign>[¥$]|rmb)\s?(?P<signed>\d{{1,7}}(?:,\d{{3}})*(?:\.\d{{1,2}})?[万千wk]?)(?![a-z0-9]){YUAN}?"
    rf"|(?<![a-z0-9.第])(?P<yuan>{NUMBER})\s?多?{YUAN}(?P<jiao>[\d零一二两三四五六七八九](?![\d{HAN_NUMBER}年月日号天个点笔次小分单张块元]))?(?:[角毛])?(?:(?P<fen>\d)分)?"
    rf"|(?<![a-z0-9.第])(?P<mao>[\d一二两三四五六七八九])[毛角](?!病|度|色|落)钱?"
)
COUNTED = re.compile(
    rf"(?:充值?了?|付了?款?了?|花了?|扣了?|支付了?|交了?|金额[是为:]?|价格[是为:]?|面值|退我?|还差?|少了?|实付|共)\s?(?P<n>\d{{2,6}}(?:\.\d{{1,2}})?[万千]?|[一二两三四五六七八九]?[十百千万][{HAN_NUMBER}]{{0,6}})(?![a-z0-9.{HAN_NUMBER}个天小分次笔年月号日时条张点:级%q块元-])"
    rf"|(?<![a-z0-9.第])(?P<of>\d{{1,6}}(?:\.\d{{1,2}})?|[{HAN_NUMBER}]{{2,7}})(?=的?(?:话费|点卡|面值|那笔|那单|那个|那张|那份|这笔|这单)|的$)"
    r"|(?<![a-z0-9.])(?P<bare>\d{1,6}\.\d{1,2}[万千w]?)(?![a-z0-9.个天小分次笔年月号日时])"
)
ORDINAL = re.compile(
    r"第(?P<n>[\d一二两三四五六七八九十]{1,3})(?:个|笔|单|条|张|份|项|种|次)?(?!天|方|时)"
    r"|(?P<last>(?<!倒数)最(?:后|下面|末尾?|底下)的?(?:那|这)?(?:一)?(?:个|笔|单|条|张|份|项)|倒数第一(?:个|笔|单|条)?)"
    r"|(?P<top>最上面的?(?:那|这)?(?:一)?(?:个|笔|单|条|张)?|头一(?:个|笔|单|条))"
    r"|^(?:选|要|就)(?P<pick>\d{1,2})$"
)
BARE_NUMBER = re.compile(r"^\s*(\d{1,6})\s*[。.!~]?$")


@dataclass(frozen=True)
class Fact:
    """One fact: what it is, where it stands in the plain text, its value, and what else is worth knowing of it."""

    entity: str
    start: int
    end: int
    value: Any
    more: dict[str, Any] = field(default_factory=dict)


def facts(text: str, now: datetime) -> list[Fact]:
    """All facts of a plain text in their order, none overlapping (reasons excepted, which are read from phrases)."""
    found: list[Fact] = []
    taken: set[int] = set()
    for rule in RULES:
        for fact in rule(text):
            if taken.isdisjoint(range(fact.start, fact.end)):
                found.append(fact)
                taken.update(range(fact.start, fact.end))
    for moment in moments(text, now):
        if taken.isdisjoint(range(moment.start, moment.end)):
            found.append(Fact("time", moment.start, moment.end, moment.value, {"grain": moment.grain}))
            taken.update(range(moment.start, moment.end))
    for rule in LATE_RULES:
        for fact in rule(text):
            if taken.isdisjoint(range(fact.start, fact.end)):
                found.append(fact)
                taken.update(range(fact.start, fact.end))
    found.extend(_reason(text))
    return sorted(found, key=lambda fact: (fact.start, fact.end, fact.entity))


def _refund_nos(text: str) -> Iterator[Fact]:
    for match in REFUND_NO.finditer(text):
        if any(c.isalpha() for c in match.group()[9:]) or len(match.group()) == 17:
            yield Fact("refund_no", *match.span(), match.group().upper())


def _order_nos(text: str) -> Iterator[Fact]:
    for match in LETTERED.finditer(text):
        number = re.sub(r"[ _-]", "", match.group())
        if sum(c.isdigit() for c in number) >= 8 and not _is_phone(re.sub(r"\D", "", number)):
            yield Fact("order_no", *match.span(), number.upper())
    for pattern in (DIGITS_ONLY, GROUPED):
        for match in pattern.finditer(text):
            number = re.sub(r"[ -]", "", match.group())
            if len(number) >= 13 and not _is_phone(number) and not _is_bank_card(number):
                yield Fact("order_no", *match.span(), number)
    for match in NAMED_NO.finditer(text):
        if not _is_phone(match.group(1)):
            yield Fact("order_no", *match.span(1), match.group(1).replace("-", "").upper())


def _is_phone(digits: str) -> bool:
    return bool(re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits))


def _is_bank_card(digits: str) -> bool:
    """A UnionPay card number (62…, 16 to 19 digits, Luhn): nothing of ours, and better not repeated."""
    if not digits.startswith("62") or not 16 <= len(digits) <= 19:
        return False
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _phones(text: str) -> Iterator[Fact]:
    for match in MOBILE.finditer(text):
        yield Fact("phone_number", *match.span(), re.sub(r"\D", "", match.group())[-11:])
    for match in LANDLINE.finditer(text):
        yield Fact("phone_number", *match.span(), _landline(re.sub(r"\D", "", match.group())))
    for match in SPOKEN_PHONE.finditer(text):
        digits = spoken_digits(match.group())
        if _is_phone(digits):
            yield Fact("phone_number", *match.span(), digits)


def _landline(digits: str) -> str:
    area = 3 if digits[1] in "12" else 4
    return f"{digits[:area]}-{digits[area:]}"


def _amounts(text: str) -> Iterator[Fact]:
    for match in PRICED.finditer(text):
        yuan = number_of(match["signed"] or match["yuan"] or "0")
        if yuan is None:
            continue
        jiao = number_of(match["jiao"] or match["mao"] or "0") or Decimal(0)
        yield Fact("amount", *match.span(), _fen(yuan + jiao / 10 + Decimal(match["fen"] or 0) / 100))


def _counts(text: str) -> Iterator[Fact]:
    for match in COUNTED.finditer(text):
        group = match.lastgroup or "n"
        yuan = number_of(match[group])
        if yuan is not None and yuan > 0:
            yield Fact("amount", *match.span(group), _fen(yuan))


def _fen(yuan: Decimal) -> int:
    return int(yuan * 100)


def _ordinals(text: str) -> Iterator[Fact]:
    for match in ORDINAL.finditer(text):
        if match["last"]:
            value = -1
        elif match["top"]:
            value = 1
        else:
            value = int(number_of(match["n"] or match["pick"]) or 0)
            if text[max(0, match.start() - 2) : match.start()] == "倒数":
                value = -value
        if value:
            yield Fact("ordinal", *match.span(), value)


def _channels(text: str) -> Iterator[Fact]:
    for pattern, name, code in CHANNELS:
        for match in pattern.finditer(text):
            yield Fact("payment_channel", *match.span(), name, {"code": code})


def _products(text: str) -> Iterator[Fact]:
    for match in PRODUCT.finditer(text):
        yield Fact("product", *match.span(), match.group())


def _bare_number(text: str) -> Iterator[Fact]:
    match = BARE_NUMBER.match(text)
    if match:
        yield Fact("number", *match.span(1), int(match.group(1)))


def _reason(text: str) -> Iterator[Fact]:
    """At most one reason: the first rule that the text states, for one refund has one."""
    for code, pattern in REASONS:
        match = pattern.search(text)
        if match:
            yield Fact("refund_reason", *match.span(), code)
            return


RULES: tuple[Callable[[str], Iterator[Fact]], ...] = (_refund_nos, _phones, _order_nos, _amounts, _ordinals)
LATE_RULES: tuple[Callable[[str], Iterator[Fact]], ...] = (_counts, _channels, _products, _bare_number)
