"""Words and facts are made together; moments, amounts and lengths as people read them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.telling import SHANGHAI, Telling, length, local, moment, money, window

NOW = datetime(2026, 11, 24, 10, 30, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-11-28T00:00:00+08:00", "11月27日（周五）24:00"),
        ("2026-11-27T16:00:00+00:00", "11月27日（周五）24:00"),
        ("2026-11-24T15:02:59+08:00", "11月24日（周二）15:02"),
        ("2027-01-01T00:00:00+08:00", "12月31日（周四）24:00"),
        ("2027-01-05T00:00:00+08:00", "2027年1月4日（周一）24:00"),
    ],
)
def test_midnight_belongs_to_the_day_that_ends(at: str, told: str) -> None:
    assert moment(at, NOW) == told


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-11-24T11:00:00+08:00", "2026-11-24T12:00:00+08:00", "11月24日（周二）11:00 到 12:00"),
        ("2026-11-26T00:00:00+08:00", "2026-11-28T00:00:00+08:00", "11月25日（周三）24:00 到 11月27日（周五）24:00"),
        ("2026-11-24T11:00:00+08:00", "2026-11-24T11:00:20+08:00", "11月24日（周二）11:00"),
    ],
)
def test_a_window_says_its_day_once(first: str, last: str, told: str) -> None:
    assert window(first, last, NOW) == told


@pytest.mark.parametrize(
    ("iso", "told"), [("PT10M", "10 分钟"), ("P3WD", "3 个工作日"), ("PT48H", "48 小时"), ("P7D", "7 天")]
)
def test_lengths(iso: str, told: str) -> None:
    assert length(iso) == told


@given(st.integers(min_value=0, max_value=10**10))
def test_no_fen_is_lost_in_words(fen: int) -> None:
    yuan, cents = money(fen).removeprefix("¥").replace(",", "").split(".")
    assert int(yuan) * 100 + int(cents) == fen


@given(st.integers(min_value=0, max_value=2 * 366 * 86400))
def test_a_moment_is_told_to_the_minute_it_means(seconds: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=SHANGHAI) + timedelta(seconds=seconds)
    told = moment(at, NOW)
    ends = (at.hour, at.minute, at.second) == (0, 0, 0)
    shown = at - timedelta(seconds=1) if ends else at
    assert f"{shown.month}月{shown.day}日" in told
    assert told.endswith("24:00" if ends else f"{local(at):%H:%M}")


def test_what_is_said_is_a_fact() -> None:
    told = Telling(NOW)
    refund = {"amount_fen": 9800, "review_due_at": "2026-11-28T00:00:00+08:00", "refund_no": "R1", "arrival": None}
    assert told(refund, "amount_fen") == "¥98.00"
    assert told({"review_wd": 3}, "review_wd") == "3 个工作日"
    told.about(refund, "refund_no", "arrival")
    assert told.facts == {"amount_fen": 9800, "review_wd": "P3WD", "refund_no": "R1"}


def test_what_is_not_known_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="review_due_at"):
        Telling(NOW)({"review_due_at": None}, "review_due_at")


def test_the_backends_own_numbers_become_facts_too() -> None:
    told = Telling(NOW)
    told.quote("极速退款只用于不到 500 元的金额，24 小时内、3 个工作日内、10 分钟内。")
    assert told.facts == {"amounts_fen": [50000], "durations": ["PT24H", "P3WD", "PT10M"]}


def test_rules_are_cited_three_at_most_and_kept_all() -> None:
    told = Telling(NOW)
    assert told.rules(["A2", "R18", "R19", "R24", "R37"], "2026.1") == "（规则 R18、R19、R24）"
    assert told.facts == {"rule_ids": ["A2", "R18", "R19", "R24", "R37"], "policy_version": "2026.1"}
    assert told.rules(["A2"]) == ""
