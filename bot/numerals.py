"""Numbers as Chinese buyers write them: 一百五, 两千三, 1.5万, 50块5, 三十块五, 幺三八零零."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

DIGITS = {c: n for n, cs in enumerate(("零〇洞", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖")) for c in cs}
PLACES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "w": 10_000, "k": 1000}
HAN_NUMBER = "零〇一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"
SPOKEN_DIGIT = "0-9零〇洞一幺二两三四五六七拐八九"


def spoken_digits(text: str) -> str:
    """`幺三八 零零零零` as `1380000`; whatever is no digit is left out."""
    return "".join(c if c.isascii() and c.isdigit() else str(DIGITS[c]) for c in text if c in DIGITS or c.isdigit())


def number_of(text: str) -> Decimal | None:
    """The value of `49.9`, `1.5万`, `3千`, `一百五` (150), `两千三` (2300), `十二`, `二零`; None if it is none."""
    text = text.replace(",", "").replace(" ", "")
    if not text:
        return None
    if text[0].isdigit() and text[0].isascii():
        return _with_arabic_digits(text)
    return _in_han(text)


def _with_arabic_digits(text: str) -> Decimal | None:
    times = 1
    while text and text[-1] in PLACES:
        times *= PLACES[text[-1]]
        text = text[:-1]
    try:
        return Decimal(text) * times
    except InvalidOperation:
        return None


def _in_han(text: str) -> Decimal | None:
    if not all(c in DIGITS or c in PLACES for c in text):
        return None
    if not any(c in PLACES for c in text):
        return Decimal(spoken_digits(text))
    total = section = digit = 0
    last_place, zero = 1, False
    for c in text:
        if c in DIGITS:
            digit, zero = DIGITS[c], zero or DIGITS[c] == 0
        elif PLACES[c] == 10_000:
            total += (section + digit or 1) * 10_000
            section, digit, last_place, zero = 0, 0, 10_000, False
        else:
            section += (digit or 1) * PLACES[c]
            digit, last_place, zero = 0, PLACES[c], False
    if digit and last_place >= 100 and not zero:
        digit *= last_place // 10  # 一百五 is 150, 两千三 is 2300
    return Decimal(total + section + digit)
