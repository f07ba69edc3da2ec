"""The rules as a buyer reads them are the tables' own sentences, no more and no less (A27)."""

import re
from copy import deepcopy

from backend.domain import advice
from backend.domain.dimensions import READINGS
from backend.domain.policy import policy_from
from backend.domain.rules_page import rules_page
from backend.domain.wording import REASONS

from .cases import POLICY
from .test_publication import SOURCE, rows_of

PAGE = rules_page(POLICY)


def test_it_names_its_version_and_its_day() -> None:
    assert PAGE.startswith("# 退款规则\n\n版本 2026.1，2026-01-01 起生效。")


def test_every_refusal_cause_and_way_of_the_money_is_told() -> None:
    for table in ("claims", "evidence", "express", "rejections", "arrival", "routing"):
        assert all(row.text in PAGE for row in rows_of(table))
    assert all(row.text in PAGE for row in rows_of("blocks") if row.code)
    assert all(row.text in PAGE for row in rows_of("triage") if row.cause)


def test_every_reason_and_reading_has_its_place() -> None:
    assert [f"### {name}" in PAGE for name in REASONS.values()] == [True] * 7
    assert [name for name in READINGS if f"- {name}：" not in PAGE] == []


def test_every_line_has_its_rules_and_no_sentence_stands_twice_in_a_part() -> None:
    for part in PAGE.split("\n#")[1:]:
        lines = [line for line in part.splitlines() if line.startswith("- ")]
        assert len(lines) == len({*lines})
        assert all(re.search(r"（[RAS]\d+(、[RAS]\d+)*）$|^- [AS]\d+：", line) for line in lines)


def test_a_changed_number_changes_the_page() -> None:
    source = deepcopy(SOURCE) | {"version": "2026.2", "effective_from": "2026-12-01T00:00:00+08:00"}
    source["params"]["grace_after_ship"]["value"] = "PT36H"
    page = rules_page(policy_from(source))
    assert "版本 2026.2，2026-12-01 起生效" in page
    assert "发货后 36 小时内，仍可以按“未发货”申请。" in page
    assert "24 小时内，仍可以" not in page


def test_what_a_buyer_should_know_is_told() -> None:
    for title, said in advice.ALL.items():
        part = PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]
        assert len(part.strip().splitlines()) == len(said)
    assert "每天 9:00 到 22:00" in PAGE
    assert "{" not in PAGE
