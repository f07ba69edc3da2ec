"""What a bubble states in figures: every one of them must stand in its facts. An own reading of the Chinese, not the
product's: amounts, numbers, days, hours, lengths, counts; a figure that is none of these states what no fact holds."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from .goods import SHANGHAI

Json = dict[str, Any]
NUMBER = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,4}\d{8,}[0-9A-Z]*")
YUAN = re.compile(r"¥([\d,]+\.\d\d)|(\d[\d,]*(?:\.\d\d)?) ?元")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日（周(.)）")
DAY_BARE = re.compile(r"(\d\d)月(\d\d)日")
CLOCK = re.compile(r"\d{1,2}:\d\d")
LENGTH = re.compile(r"(\d+)(?:–(\d+))? ?(个工作日|天|小时|分钟)")
PHONE = re.compile(r"1\d{2}(?:\d{4}|\*{4})\d{4}|0\d{2,3}-?(?:\*{4}|\d{3,4})\d{4}")
VERSION = re.compile(r"\d{4}\.\d+(?= 版)")
RULE = re.compile(r"[RAS]\d{1,2}(?!\d)")
COUNT = re.compile(r"(\d+) ?(张|位|笔|次)")
UNITS = {"个工作日": "P{}WD", "天": "P{}D", "小时": "PT{}H", "分钟": "PT{}M"}
# Figures that state nothing of a case: how to say a day, and that a machine never sleeps.
SAYINGS = ("“11月3号”", "小云 24 小时都在", "一两句话", "¥0", "大于 0")
# What the buyer said is shown again, not claimed.
OWN_WORDS = frozenset({"留言", "情况说明", "申诉说明", "商品"})


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value below, with the name that it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name)
    else:
        yield name, value


def unfounded(entry: Json, names: set[str]) -> list[str]:
    """The figures of the entry's text, and of a card that asks for a yes, which its facts do not hold; `names` are the
    goods' names, whose figures are no statements."""
    text = entry["text"]
    card = entry.get("card") or {}
    if card.get("type") == "confirm":
        text += "".join(f"；{row['value']}" for row in card["rows"] if row["label"] not in OWN_WORDS)
    for word in sorted((*names, *SAYINGS), key=len, reverse=True):
        text = text.replace(word, "◇")
    facts = list(leaves(entry.get("facts") or {}))
    return list(_missing(text, facts, datetime.fromisoformat(entry["at"]).astimezone(SHANGHAI)))


def _missing(text: str, facts: list[tuple[str, Any]], now: datetime) -> Iterator[str]:
    fen = {value for name, value in facts if name.endswith("_fen")}
    strings = {value for _, value in facts if isinstance(value, str)}
    moments = [datetime.fromisoformat(value).astimezone(SHANGHAI) for name, value in facts
               if isinstance(value, str) and name.endswith("_at")]  # fmt: skip
    left = text
    for pattern, holds in (
        (NUMBER, lambda m: m[0] in strings),
        (PHONE, lambda m: m[0] in strings),
        (YUAN, lambda m: round(float((m[1] or m[2]).replace(",", "")) * 100) in fen),
        (DAY, lambda m: any(_is_day(m, at, now) for at in moments)),
        (CLOCK, lambda m: _is_clock(m[0], moments, strings)),
        (LENGTH, lambda m: all(_is_length(n, m[3], facts, strings) for n in (m[1], m[2]) if n)),
        (VERSION, lambda m: m[0] in strings),
        (RULE, lambda m: m[0] in strings),
        (COUNT, lambda m: _is_count(int(m[1]), m[2], facts)),
        (DAY_BARE, lambda m: any(f"{at:%m%d}" == m[1] + m[2] for at in moments)),
    ):
        for match in list(pattern.finditer(left)):
            if not holds(match):
                yield match[0]
        left = pattern.sub("◇", left)
    yield from re.findall(r"\d+", left)


def _is_day(match: re.Match[str], at: datetime, now: datetime) -> bool:
    told = date(int(match[1] or now.year), int(match[2]), int(match[3]))
    # Midnight belongs to the day that ends then.
    day = (at - timedelta(seconds=1)).date() if at.time() == datetime.min.time() else at.date()
    return told == day and match[4] == "一二三四五六日"[told.weekday()]


def _is_clock(told: str, moments: list[datetime], strings: set[str]) -> bool:
    if told == "24:00":
        return any(at.time() == datetime.min.time() for at in moments)
    whole = told.zfill(5)
    ends = {f"{at + timedelta(minutes=30):%H:%M}" for at in moments}
    return whole in strings or whole in ends or any(f"{at:%H:%M}" == whole for at in moments)


def _is_length(number: str, unit: str, facts: list[tuple[str, Any]], strings: set[str]) -> bool:
    waits = {-(-value // 60) for name, value in facts if name == "expected_wait_s" and value}
    return UNITS[unit].format(number) in strings or (unit == "分钟" and int(number) in waits)


def _is_count(number: int, unit: str, facts: list[tuple[str, Any]]) -> bool:
    if unit == "张":
        return number == sum(1 for name, _ in facts if name == "evidence_ids")
    named = {"位": {"position"}, "笔": {"also_running"}, "次": {"counts", "attempts"}}[unit]
    return any(name in named and value == number for name, value in facts)
