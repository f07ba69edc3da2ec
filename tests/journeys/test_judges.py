"""The judges are judged: what they must catch, they catch. No process is needed."""

import math
import random
from typing import Any

import pytest

from .noise import roughen
from .score import pass_at
from .spoken import unfounded
from .task import BUYER, all_tasks
from .wording import Wording, lists

FACTS = {
    "refund_no": "R20261124ABCD2345", "amount_fen": 9800, "review_due_at": "2026-11-28T00:00:00+08:00",
    "review_wd": "P3WD", "latest_at": "2026-11-24T12:00:05+08:00", "rule_ids": ["R33"], "position": 2,
    "expected_wait_s": 90,
}  # fmt: skip
TRUE = (
    "退款单 R20261124ABCD2345 退 ¥98.00，3 个工作日内、11月27日（周五）24:00前给结果，12:00 到账，第 2 位，等 2 分钟"
    "（规则 R33）"
)


def entry(text: str, **facts: Any) -> dict[str, Any]:
    return {"text": text, "facts": FACTS | facts, "at": "2026-11-24T10:00:00+08:00", "act": "inform_progress"}


def test_what_stands_in_the_facts_may_be_said() -> None:
    assert unfounded(entry(TRUE), set()) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("R20261124ABCD2345", "R20261124ABCD2346"), ("¥98.00", "¥89.00"), ("3 个工作日", "5 个工作日"), ("周五", "周四"),
     ("11月27日", "11月28日"), ("12:00", "13:00"), ("第 2 位", "第 3 位"), ("R33", "R34"), ("2 分钟", "4 分钟"),
     ("到账", "到账，共 7")],
)  # fmt: skip
def test_any_other_figure_is_caught(right: str, wrong: str) -> None:
    assert unfounded(entry(TRUE.replace(right, wrong)), set())


def test_a_card_that_asks_for_a_yes_is_speech_too() -> None:
    shown = entry("请核对。") | {"card": {"type": "confirm", "rows": [{"label": "金额", "value": "¥12.00"}]}}
    assert unfounded(shown, set()) == ["¥12.00"]
    own = entry("请核对。") | {"card": {"type": "confirm", "rows": [{"label": "留言", "value": "退我 12 块"}]}}
    assert unfounded(own, set()) == []


def test_all_of_k_tries() -> None:
    assert pass_at(1, [True, True, False, True]) == 0.75
    assert pass_at(4, [True] * 7 + [False]) == 0.5
    assert math.isnan(pass_at(8, [True]))


def test_slips_are_the_seeds_and_keep_what_must_be_read() -> None:
    said = "订单LY20261124000101的天刀装备一直没发货，我要退款"
    twice = [[roughen(said, random.Random(seed), ("天刀装备",)) for seed in range(40)] for _ in range(2)]
    assert twice[0] == twice[1]
    assert len(set(twice[0])) > 12
    assert all("天刀装备" in text and "20261124000101" in text for text in twice[0])


def test_every_errand_has_words() -> None:
    words = Wording(random.Random(1), plain=True)
    known = dict.fromkeys(("name", "number", "yuan", "day", "phone"), "那个")
    for verb in sorted(BUYER - {"say", "choose", "send", "leave", "ask"}):
        assert words.want(verb, None, known, frozenset())
    for task in all_tasks():
        for step in task.story:
            assert step.verb != "ask" or step.of in lists()["wants"]["ask"], task.id


def test_there_are_many_tasks_of_every_family() -> None:
    tasks = all_tasks()
    assert len(tasks) >= 120
    assert min(sum(task.family == family for task in tasks) for family in {task.family for task in tasks}) >= 7
    assert sum(task.slice for task in tasks) >= 25
