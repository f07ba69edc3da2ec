"""What people read: every state and event in Chinese, every refusal with its rules and a way on; and who is who."""

import re

import pytest

from backend.domain.actor import DISPUTE, STAFF_ROLES, SYSTEM, Actor
from backend.domain.dimensions import CAUSES, EVIDENCE_KINDS, LEGS, NEXT_STEPS, REASONS, REJECTIONS
from backend.domain.named_values import say, say_range, value_of
from backend.domain.refund import REFUND
from backend.domain.rows import LISTS, TABLES
from backend.domain.wording import EVENTS, SILENT, STATES
from backend.domain.wording import EVIDENCE_KINDS as KIND_NAMES
from backend.domain.wording import REASONS as REASON_NAMES

from .cases import POLICY
from .test_publication import rows_of

CHINESE = re.compile(r"[一-鿿]")
CURABLE = {"evidence_incomplete": True, "evidence_mismatch": True, "past_window": False, "user_input_error": False,
           "product_used": False, "expired_by_user": False, "no_liability": False, "duplicate": False}  # fmt: skip


def test_every_state_and_event_of_a_refund_has_its_chinese() -> None:
    assert STATES.keys() == REFUND.states
    assert EVENTS.keys() == REFUND.events
    assert EVENTS.keys() >= SILENT
    assert all(CHINESE.search(text) for text in (*STATES.values(), *EVENTS.values()))


def test_every_reason_and_kind_has_its_chinese() -> None:
    assert REASON_NAMES.keys() == {*REASONS}
    assert KIND_NAMES.keys() == {*EVIDENCE_KINDS}
    assert len({*REASON_NAMES.values()}) == len(REASONS)


@pytest.mark.parametrize("code", REJECTIONS)
def test_every_rejection_says_why_by_which_rule_and_what_next(code: str) -> None:
    """I25; and the contract's own list of what is curable."""
    found = POLICY.rejections[code]
    assert found.rule_ids
    assert found.curable is CURABLE[code]
    assert found.next_steps
    assert {*found.next_steps} <= {*NEXT_STEPS}
    assert ("resubmit" in found.next_steps) is found.curable


def test_every_way_out_of_the_tables_is_used() -> None:
    """Each code the product may give is given by some row; no code lies idle."""
    assert {row.code for row in POLICY.tables.express} == {*LEGS, None}
    assert {row.cause for row in POLICY.tables.triage} == {*CAUSES, None}
    whys = {row.why for row in POLICY.tables.claims}
    assert whys == {"product_used", "past_window", "expired_by_user", "user_input_error", "no_liability", None}


@pytest.mark.parametrize("table", [*TABLES, *LISTS])
def test_every_sentence_is_short_warm_chinese_with_its_rules(table: str) -> None:
    for row in rows_of(table):
        assert CHINESE.search(row.text), row.id
        assert len(row.text) <= 50, (row.id, len(row.text))
        assert "您" in row.text or "你" not in row.text, row.id
        assert not re.search(r"[a-z_]{3,}|[,;!]", row.text), row.id
        assert row.rules, row.id
        assert row.owner == "退款规则组"


@pytest.mark.parametrize(
    ("unit", "raw", "said"),
    [
        ("span", "PT24H", "24 小时"), ("span", "PT48H", "48 小时"), ("span", "P7D", "7 天"),
        ("span", "PT10M", "10 分钟"),
        ("span", "PT90M", "90 分钟"), ("span", "P1DT12H", "36 小时"), ("fen", 50000, "500 元"),
        ("fen", 1000000, "10,000 元"), ("fen", 12345, "123.45 元"), ("wd", 3, "3 个工作日"), ("count", 5, "5"),
        ("clock", "09:00", "9:00"), ("clock", "22:30", "22:30"),
    ],
)  # fmt: skip
def test_a_value_as_a_buyer_reads_it(unit: str, raw: object, said: str) -> None:
    assert say(unit, value_of(unit, raw)) == said


@pytest.mark.parametrize(
    ("unit", "low", "high", "said"),
    [("span", "PT1H", "PT2H", "1–2 小时"), ("span", "PT30M", "PT2H", "30 分钟–2 小时"), ("wd", 3, 5, "3–5 个工作日"),
     ("clock", "09:00", "22:00", "9:00–22:00")],
)  # fmt: skip
def test_a_range_says_its_unit_once(unit: str, low: object, high: object, said: str) -> None:
    assert say_range(unit, value_of(unit, low), value_of(unit, high)) == said


def test_a_senior_may_what_a_junior_may_and_nobody_else_inherits() -> None:
    assert Actor("senior_reviewer", "x").roles == {"senior_reviewer", "reviewer"}
    assert Actor("senior_adjudicator", "x").roles == {"senior_adjudicator", "adjudicator"}
    for role in {*STAFF_ROLES} - {"senior_reviewer", "senior_adjudicator"}:
        assert Actor(role, "x").roles == {role}
        assert Actor(role, "x").is_staff
    others = (SYSTEM, DISPUTE, Actor("bot", "小云", on_behalf_of="u1"), Actor("customer", "u1"))
    assert not any(actor.is_staff for actor in others)
