"""The generated pages are what the product says today, and no rule of the guide is without a place, tests and words."""

import re

import pytest

from backend.domain.dimensions import PARAMS, READINGS
from backend.domain.policy import Policy
from ops.coverage import RULES, coverage, kept_by, mapping, pages, policy, proven_by, said


def test_the_pages_are_those_that_would_be_written_now() -> None:
    stale = [path.name for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    assert stale == [], "make coverage"


def test_no_cell_is_empty() -> None:
    lines = [line for line in coverage().splitlines() if line.startswith("| ")]
    of_rules = [line for line in lines if re.match(r"\| R\d+ ", line)]
    assert [line.split(" ")[1] for line in of_rules] == RULES
    assert {line.split(" ")[1] for line in lines} >= {*READINGS, *PARAMS}
    assert [line for line in lines if any(not cell.strip() for cell in line.strip("|").split("|"))] == []


@pytest.fixture(scope="module")
def read() -> Policy:
    return policy()


@pytest.mark.parametrize("rule", RULES)
def test_every_sentence_is_chinese(read: Policy, rule: str) -> None:
    assert any("一" <= char <= "鿿" for char in said(rule, read))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"grants": ["domain/decide.nothing_of_the_kind"]}, "there is no test_nothing_of_the_kind"),
        ({"grants": []}, "tested by"),
        ({"edge": "1 s", "refuses": []}, "one side"),
        ({"lives": ["backend/nowhere.py: x"]}, "backend/nowhere.py"),
        ({"said": "U1"}, "no row that cites it"),
        ({"said": {"actions/names.py": "谁也没说过的话"}}, "does not say"),
    ],
)
def test_a_gap_is_named(monkeypatch: pytest.MonkeyPatch, change: dict[str, object], fault: str) -> None:
    monkeypatch.setitem(mapping(), "R22", mapping()["R22"] | change)
    with pytest.raises(ValueError, match=fault):
        coverage()


def test_a_rule_that_nothing_keeps_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(mapping(), "R12", {"what": "x", "grants": proven_by("R12", "grants")})
    assert kept_by("R12", policy()) == []
    with pytest.raises(ValueError, match="R12: kept by"):
        coverage()


def test_a_rule_without_a_line_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(mapping(), "R50")
    with pytest.raises(ValueError, match="R50"):
        coverage()
