"""Messages that are several at once, taken apart and put together."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.extractor import facts
from bot.parts import MAX_PARTS, joined, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("退款到哪了", ["退款到哪了"]),
        ("你好,退款到哪了", ["你好", "退款到哪了"]),
        ("你好 退款到哪了?还有转人工", ["你好", "退款到哪了", "还有转人工"]),
        ("谢谢。。。", ["谢谢"]),
        ("hello 退款 , 到哪了", ["hello", "退款", "到哪了"]),
        ("tui kuan jin du", ["tui kuan jin du"]),
        ("电话138 0000 1234 谢谢", ["电话138 0000 1234", "谢谢"]),
        ("LY 2026 1103 000127,没到账", ["LY 2026 1103 000127", "没到账"]),
        ("", []),
        ("!?", []),
    ],
)
def test_breaks_are_marks_and_blanks_outside_facts(text: str, parts: list[str], now: datetime) -> None:
    assert [part for part, _ in split(text, facts(text.lower(), now))] == parts


def test_facts_travel_with_their_part(now: datetime) -> None:
    text = "你好,昨天付的50元,没到账"
    for part, found in split(text, facts(text, now)):
        for fact in found:
            assert 0 <= fact.start < fact.end <= len(part)
    places = [[fact.entity for fact in found] for _, found in split(text, facts(text, now))]
    assert places == [[], ["time", "amount"], []]


def test_joined_parts_keep_their_facts(now: datetime) -> None:
    text = "你好,昨天付的50元,谢谢,电话13800001234"
    parts = split(text, facts(text, now))
    again, found = joined(parts[1:2] + parts[3:])
    assert again == "昨天付的50元 电话13800001234"
    assert [again[fact.start : fact.end] for fact in found] == ["昨天", "50元", "13800001234"]


def test_a_flood_of_parts_keeps_its_beginning_and_its_end() -> None:
    parts = [part for part, _ in split(",".join(f"第{n}句" for n in range(30)), ())]
    assert len(parts) == MAX_PARTS
    assert parts[0] == "第0句"
    assert parts[-1] == "第29句"
