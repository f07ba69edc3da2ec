"""What is wrong with a policy is said, all of it and where. Each case breaks the good one in one way (I22)."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from backend.domain.policy import PolicyError, policy_from

from .test_publication import SOURCE, row

Source = dict[str, Any]


def faults_of(change: Callable[[Source], Any]) -> tuple[str, ...]:
    source = deepcopy(SOURCE)
    change(source)
    with pytest.raises(PolicyError) as refused:
        policy_from(source)
    return refused.value.faults


LATE, EARLY = "2026-05-01T00:00:00+08:00", "2025-04-01T00:00:00+08:00"
ABSENT = object()

# Row, field (`when.x` within its condition), new value (ABSENT: taken out), and how a fault begins.
ROWS: list[tuple[str, str, Any, str]] = [
    ("W1", "when.delivery", ABSENT, "claims: rows W1, W2 contradict one another at wrong_topup, in_grace"),
    ("B7", "when.active", ABSENT, "blocks: rows B2, B7 contradict one another"),
    ("N1", "when.size", ABSENT, "triage: rows M1, N1 contradict one another"),
    ("X0", "when.standing", ["good", "restricted"], "express: rows X4, X0 contradict one another"),
    ("U1", "when.usage", ["eaten"], "claims.U1.when.usage: 'eaten' is not a word known here"),
    ("U1", "when.usage", [], "claims.U1.when.usage: [] is no list of something"),
    ("U1", "when.usage", "used", "claims.U1.when.usage: 'used' is no list of something"),
    ("U1", "when.mood", ["bad"], "claims.U1.when: unknown field mood"),
    ("U1", "when", "always", "claims.U1: when is a mapping"),
    ("U1", "note", "x", "claims.U1: unknown field note"),
    ("U1", "rules", ABSENT, "claims.U1: rules is missing"),
    ("U1", "rules", [], "claims.U1.rules: [] is no list of something"),
    ("U1", "rules", ["R93"], "claims.U1: 'R93' is no rule"),
    ("U1", "rules", ["X1"], "claims.U1: 'X1' is no rule"),
    ("U1", "rules", [7], "claims.U1: 7 is no rule"),
    ("U1", "why", "bad_luck", "claims.U1.why: 'bad_luck' is not a word known here"),
    ("U1", "id", "U2", "two rows are called U2"),
    ("U1", "text", " ", "claims.U1: ' ' is no text"),
    ("U3", "text", "发货后 {grace}内", "claims.U3: the text names grace, which is no value"),
    ("U3", "text", "发货后 {}内", "claims.U3: the text names nothing, which is no value"),
    ("V2", "text", "{wallet_arrival_min–later}", "arrival.V2: the text names later, which is no value"),
    ("U4", "next", ABSENT, "claims.U4: refuses without a next step"),
    ("B3", "next", [], "blocks.B3: refuses without a next step"),
    ("B3", "liftable", "no", "blocks.B3.liftable: 'no' is neither true nor false"),
    ("E2", "needs", [["selfie"]], "evidence.E2.needs: 'selfie' is not a word known here"),
    ("E2", "needs", [[]], "evidence.E2.needs: [] is no list of something"),
    ("J7", "next", [], "rejections.J7: refuses without a next step"),
    ("J3", "next", ["resubmit"], "rejections.J3: resubmitting is a next step exactly of what is curable"),
    ("J1", "curable", False, "rejections.J1: resubmitting is a next step exactly of what is curable"),
    ("J1", "curable", ABSENT, "rejections.J1: curable is missing"),
    ("J8", "code", "past_window", "rejections: duplicate stands 0 times"),
    ("D2", "promise", "undelivered_grace", "deadlines: undelivered_grace stands 2 times"),
    ("D4", "counted", "hours", "deadlines.D4: review_wd cannot be counted in hours"),
    ("D1", "counted", "working_days", "deadlines.D1: grace_after_ship cannot be counted in working_days"),
    ("D1", "length", "large", "deadlines.D1: large cannot be counted in hours"),
    ("D3", "counted", "natural_days", "deadlines.D3: express_slo is no whole number of days"),
    ("V2", "latest", "debit_arrival_max_wd", "arrival.V2: earliest and latest are not of one kind"),
    ("V2", "latest", ABSENT, "arrival.V2: earliest and latest are not of one kind"),
    ("O3", "to", LATE, "claims: no row answers other, unshipped, unused"),
    ("O3", "to", EARLY, "row O3 is dead before the version begins"),
    ("O3", "from", "May", "claims.O3: 'May' is no moment with an offset"),
    ("A1", "id", "A28", "readings: A28 is no reading"),
    ("A1", "kept", [], "readings.A1: kept nowhere"),
    ("A1", "kept", ["U99"], "readings.A1: kept in U99, which is not there"),
    ("A1", "text", ABSENT, "readings.A1: text is missing"),
]
VALUES: list[tuple[str, Any, str]] = [
    ("large", 1e6, "params.large: 1000000.0 is no whole number"),
    ("large", True, "params.large: True is no whole number"),
    ("large", 0, "params.large: 0 is no whole number"),
    ("large", 40000, "params: express_limit is more than large"),
    ("grace_after_ship", "P0D", "params.grace_after_ship: 'P0D' is no duration"),
    ("grace_after_ship", "24h", "params.grace_after_ship: '24h' is no duration"),
    ("service_opens", "24:00", "params.service_opens: '24:00' is no time of day"),
    ("service_opens", "22:30", "params: service_opens is more than service_closes"),
    ("review_wd", 6, "params: review_wd is more than manual_wd"),
    ("fault_window", "P6DT12H", "deadlines.D2: fault_window is no whole number of days"),
]
OTHERS: dict[str, tuple[Callable[[Source], Any], str]] = {
    "a gap": (lambda s: s["claims"].remove(row(s, "O3")), "claims: no row answers other, unshipped, unused"),
    "a row that is none": (lambda s: s["claims"].append("U9"), "claims: 'U9' is no row"),
    "a table that is none": (lambda s: s.update(claims={}), "claims: {} is no list"),
    "an empty table": (lambda s: s.update(claims=[]), "claims: no rows in force"),
    "a missing table": (lambda s: s.pop("routing"), "policy: routing is missing"),
    "a stray table": (lambda s: s.update(wishes=[]), "policy: unknown field wishes"),
    "a missing value": (lambda s: s["params"].pop("large"), "params: large is missing"),
    "a stray value": (lambda s: s["params"].update(luck={}), "params: unknown field luck"),
    "a bare value": (lambda s: s["params"].update(large=5), "params.large: 5 is no value with its source"),
    "a vague sign-off": (lambda s: s["params"]["large"].update(signed_off="yes"), "params.large: 'yes' is neither"),
    "a missing reading": (lambda s: s["readings"].remove(row(s, "A13")), "readings: A13 stands 0 times"),
    "a doubled reading": (lambda s: s["readings"].append(row(s, "A1")), "readings: A1 stands 2 times"),
    "no start": (lambda s: s.update(effective_from="2026-01-01"), "effective_from: '2026-01-01' is no moment"),
    "no version": (lambda s: s.update(version=None), "version: None is no text"),
}


def _set(name: str, field: str, value: Any) -> Callable[[Source], None]:
    def change(source: Source) -> None:
        body = row(source, name)
        *inner, last = field.split(".")
        for part in inner:
            body = body[part]
        if value is ABSENT:
            del body[last]
        else:
            body[last] = value

    return change


def said(faults: tuple[str, ...], beginning: str) -> bool:
    return any(fault.startswith(beginning) for fault in faults)


@pytest.mark.parametrize(("name", "field", "value", "beginning"), ROWS)
def test_a_faulty_row_is_named(name: str, field: str, value: Any, beginning: str) -> None:
    faults = faults_of(_set(name, field, value))
    assert said(faults, beginning), faults


@pytest.mark.parametrize(("name", "value", "beginning"), VALUES)
def test_a_faulty_value_is_named(name: str, value: Any, beginning: str) -> None:
    faults = faults_of(lambda source: source["params"][name].update(value=value))
    assert said(faults, beginning), faults


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_missing_or_stray_is_named(name: str) -> None:
    change, beginning = OTHERS[name]
    faults = faults_of(change)
    assert said(faults, beginning), faults


def test_all_faults_are_told_at_once_and_once_each() -> None:
    def change(source: Source) -> None:
        source["params"].pop("large")
        row(source, "U1")["why"] = "bad_luck"
        source["readings"].pop()

    faults = faults_of(change)
    assert {"params: large is missing", "claims.U1.why: 'bad_luck' is not a word known here"} <= {*faults}
    assert "readings: S23 stands 0 times" in faults
    assert len(faults) == 3, faults


def test_a_wide_gap_is_told_in_a_few_lines() -> None:
    faults = faults_of(lambda source: source["claims"].clear() or source["claims"].append(row(deepcopy(SOURCE), "U1")))
    assert len([fault for fault in faults if fault.startswith("claims")]) == 6
    assert said(faults, "claims: ")
    assert faults[-1].endswith("more such faults")


def test_a_row_that_ends_before_it_begins() -> None:
    faults = faults_of(lambda source: row(source, "O3").update({"from": LATE, "to": LATE}))
    assert "claims.O3: ends before it begins" in faults
