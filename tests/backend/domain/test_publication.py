"""A policy is loaded whole: every table answers every point, and every reading is kept somewhere (I22, A27)."""

from copy import deepcopy
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.dimensions import INPUTS, PARAMS, READINGS
from backend.domain.policy import Claim, PolicyBook, PolicyError, decide, eligibility, policy_from
from backend.domain.rows import LISTS, TABLES
from backend.store.policy_files import FOLDER

from .cases import POLICY, at, facts, order

SOURCE: dict[str, Any] = yaml.safe_load((FOLDER / "2026-01.yaml").read_text("utf-8"))


def row(source: dict[str, Any], name: str) -> dict[str, Any]:
    """The row of that id, wherever it stands."""
    rows = [body for table in (*TABLES, *LISTS, "readings") for body in source[table]]
    found: dict[str, Any] = next(body for body in rows if body["id"] == name)
    return found


def rows_of(table: str) -> list[Any]:
    found = getattr(POLICY.tables, table)
    return list(found.values() if table in LISTS else found)


def points(inputs: tuple[str, ...]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{}]
    for name in inputs:
        found = [{**point, name: value} for point in found for value in INPUTS[name]]
    return found


@pytest.mark.parametrize("name", TABLES)
def test_every_point_of_every_table_is_answered_by_just_the_rows_that_hold(name: str) -> None:
    table = getattr(POLICY.tables, name)
    for point in points(TABLES[name].inputs):
        hits = table.hits(point)
        assert hits, point
        assert len({r.verdict for r in hits}) == 1
        for r in table:
            holds = all(point[i] in values for i, values in r.when.items())
            assert holds == (r in hits), (r.id, point)


@pytest.mark.parametrize("name", ["claims", "evidence", "types", "arrival", "routing"])
def test_where_one_row_answers_none_can_be_spared(name: str) -> None:
    for victim in SOURCE[name]:
        with pytest.raises(PolicyError, match=f"{name}: no row"):
            policy_from(SOURCE | {name: [r for r in SOURCE[name] if r is not victim], "readings": []})


def test_readings_and_values_are_all_there_each_with_its_words() -> None:
    assert [r.id for r in POLICY.readings] == list(READINGS)
    assert all(r.text.endswith("。") and r.kept for r in POLICY.readings)
    assert set(POLICY.named) == set(PARAMS)
    texts = [r.text for table in (*TABLES, *LISTS) for r in rows_of(table)] + [r.text for r in POLICY.readings]
    assert not any("{" in text for text in texts)
    assert all(text.endswith("。") for text in texts)


def test_what_is_kept_in_the_code_is_a_module_that_exists() -> None:
    rooms = {path.stem for room in ("domain", "service") for path in (FOLDER.parent.parent / room).iterdir()}
    kept = {name[1:] for reading in POLICY.readings for name in reading.kept if name.startswith("@")}
    assert "calendar" in kept
    assert kept <= rooms


def test_what_nobody_has_signed_is_named() -> None:
    assert {"merchant_response", "A24"} <= {*POLICY.unsigned}
    assert {"large", "express_limit", "S4"}.isdisjoint(POLICY.unsigned)


def test_the_numbers_of_the_guide_and_the_settled_details() -> None:
    assert {name: POLICY.text(name) for name in ("grace_after_ship", "fault_window", "soft_cap", "hard_cap")} == {
        "grace_after_ship": "PT24H", "fault_window": "P7D", "soft_cap": "P30D", "hard_cap": "P365D",
    }  # fmt: skip
    assert [POLICY.number(n) for n in ("large", "express_limit", "express_cap")] == [1000000, 50000, 3]
    assert [POLICY.said(n) for n in ("express_slo", "merchant_response", "large", "review_wd", "service_closes")] == [
        "10 分钟", "48 小时", "10,000 元", "3 个工作日", "22:00",
    ]  # fmt: skip
    assert (POLICY.clock("service_opens").hour, POLICY.span("abnormal_window").days) == (9, 180)


def test_the_sentences_change_with_the_numbers() -> None:
    source = deepcopy(SOURCE)
    source["params"]["express_limit"]["value"] = 30050
    changed = policy_from(source)
    told = next(leg.text for leg in changed.express if leg.code == "amount_limit")
    assert "300.50 元" in told


def test_a_row_may_live_for_a_part_of_the_time() -> None:
    turn = "2026-06-01T00:00:00+08:00"
    source = deepcopy(SOURCE)
    old, new = row(source, "E7"), deepcopy(row(source, "E7"))
    old["to"], new["from"] = turn, turn
    new |= {"id": "E8", "needs": [["order_screenshot"]]}
    source["evidence"].append(new)
    policy = policy_from(source)
    assert policy.at(at("2026-05-31 23:59:59")).evidence["other"].id == "E7"
    assert policy.at(at("2026-06-01 00:00")).evidence["other"].id == "E8"
    fault = Claim("other", evidence_kinds=frozenset({"fault_screenshot"}))
    outcomes = {}
    for now in (at("2026-05-31 12:00"), at("2026-06-01 12:00")):
        those = facts(order(paid_at=now, shipped_at=now), now=now)
        outcomes[now.month] = decide(fault, those, policy).outcome
        needed = [[*any_of] for any_of in PolicyBook([policy]).in_force(now).evidence["other"].needs]
        assert eligibility(those, policy).required_evidence["other"] == needed
    assert outcomes == {5: "manual", 6: "incomplete"}


def test_a_book_answers_by_moment_and_refuses_twins() -> None:
    later = policy_from(SOURCE | {"version": "2026.2", "effective_from": "2026-12-01T00:00:00+08:00"})
    book = PolicyBook([later, POLICY])
    assert book.in_force(at("2026-11-30 23:59:59")) is POLICY
    assert book.in_force(at("2026-12-01 00:00")) is later
    assert book.in_force(at("2020-01-01 00:00")) is POLICY
    assert book.get("2026.2") is later
    assert book.get("1999.1") is None
    with pytest.raises(PolicyError, match="two policies with the version"):
        PolicyBook([POLICY, POLICY])
    with pytest.raises(PolicyError, match="no policy at all"):
        PolicyBook([])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3),
                    max_leaves=5))  # fmt: skip
def test_nonsense_is_refused_in_one_way(nonsense: Any) -> None:
    with pytest.raises(PolicyError):
        policy_from(nonsense)


strange = st.none() | st.integers() | st.lists(st.integers() | st.dictionaries(st.text(), st.none()), min_size=1)


@given(st.sampled_from([*TABLES, *LISTS, "readings", "params", "version", "owner", "effective_from"]), strange)
def test_a_policy_with_a_strange_part_is_refused_in_one_way(part: str, body: Any) -> None:
    with pytest.raises(PolicyError):
        policy_from(SOURCE | {part: body})
