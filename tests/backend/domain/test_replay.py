"""A stored decision is made again from its own bytes, whatever has been published since (I24)."""

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import given, settings

from backend.domain.policy import Claim, Facts, PolicyBook, decide, policy_from
from backend.domain.record import canonical, digest, recall
from backend.domain.replay import replay, simulate, survey

from .cases import BOOK, POLICY, claim, delivered, facts, order
from .strategies import any_claim, any_facts
from .test_publication import SOURCE

STRICTER_SOURCE = deepcopy(SOURCE) | {"version": "2026.2", "effective_from": "2026-06-01T00:00:00+08:00"}
STRICTER_SOURCE["params"]["express_limit"]["value"] = 5000
STRICTER = policy_from(STRICTER_SOURCE)
GROWN = PolicyBook([POLICY, STRICTER])


@settings(max_examples=60)
@given(any_claim, any_facts())
def test_the_same_bytes_make_the_same_decision(said: Claim, those: Facts) -> None:
    first = decide(said, those, POLICY)
    again = replay(first.input_json, GROWN)
    assert again == first
    assert json.dumps(again.as_json(), sort_keys=True) == json.dumps(first.as_json(), sort_keys=True)
    assert again.input_json.encode() == first.input_json.encode()


@given(any_claim, any_facts())
def test_facts_survive_being_written(said: Claim, those: Facts) -> None:
    assert recall(canonical(said, those, "2026.1", "cn-2026.1")) == (said, those, "2026.1", "cn-2026.1")


@given(any_claim, any_facts())
def test_neither_zone_nor_order_of_arrival_shows(said: Claim, those: Facts) -> None:
    tokyo = timezone(timedelta(hours=9))
    of = those.order
    shipped = of.shipped_at and of.shipped_at.astimezone(tokyo)
    there = replace(of, paid_at=of.paid_at.astimezone(tokyo), shipped_at=shipped)
    moved = replace(those, now=those.now.astimezone(tokyo), order=there)
    shuffled = replace(said, evidence_kinds=frozenset(reversed(sorted(said.evidence_kinds))))
    assert decide(shuffled, moved, POLICY) == decide(said, those, POLICY)


def test_the_hash_is_of_the_bytes_and_tells_any_change() -> None:
    found = decide(claim(), facts(), POLICY)
    assert found.input_hash == digest(found.input_json)
    assert found.input_hash != decide(claim(amount_fen=9999), facts(), POLICY).input_hash
    assert "\n" not in found.input_json
    assert "Q币" in found.input_json


def test_a_version_in_force_later_changes_nothing_that_is_stored() -> None:
    stored = decide(claim(), facts(), BOOK.in_force(facts().now))
    assert GROWN.in_force(facts().now).version == "2026.2"
    assert replay(stored.input_json, GROWN).outcome == "express"
    assert decide(claim(), facts(), GROWN.in_force(facts().now)).outcome == "standard"


def test_a_lost_version_or_calendar_is_said() -> None:
    stored = decide(claim(), facts(), POLICY).input_json
    with pytest.raises(LookupError, match=r"no policy 2026\.1"):
        replay(stored, PolicyBook([STRICTER]))
    with pytest.raises(LookupError, match=r"no calendar cn-2026\.1"):
        replay(stored, BOOK, {})


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"claim": 1}', '{"claim": {}, "facts": {"order": {}}}'])
def test_what_was_never_written_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        recall(text)


def test_a_proposal_is_tried_on_what_was_decided() -> None:
    express = decide(claim(), facts(), POLICY).input_json
    fault = decide(claim("service_fault"), facts(delivered()), POLICY).input_json
    small = decide(claim(), facts(order(4999)), POLICY).input_json
    found = simulate(express, BOOK, STRICTER)
    assert found.changed["outcome"] == {"before": "express", "after": "standard"}
    assert simulate(fault, BOOK, STRICTER).changed == {}
    assert simulate(small, BOOK, STRICTER).changed == {}
    assert simulate(express, BOOK, POLICY).changed == {}


def test_a_survey_counts_what_a_proposal_would_move() -> None:
    lost = json.dumps(json.loads(decide(claim(), facts(), POLICY).input_json) | {"policy": "1999.1"})
    cases = [
        ("R1", decide(claim(), facts(), POLICY).input_json),
        ("R2", decide(claim(), facts(order(4999)), POLICY).input_json),
        ("R3", decide(claim("other"), facts(delivered()), POLICY).input_json),
        ("R4", lost),
        ("R5", "{}"),
    ]
    found = survey(cases, BOOK, STRICTER).as_json()
    assert (found["policy_version"], found["cases"], found["changed"], found["lost"]) == ("2026.2", 3, 1, ["R4", "R5"])
    assert found["outcomes"] == [
        {"before": "express", "after": "express", "cases": 1},
        {"before": "express", "after": "standard", "cases": 1},
        {"before": "manual", "after": "manual", "cases": 1},
    ]
    assert [(item["refund_no"], item["policy_version"]) for item in found["items"]] == [("R1", "2026.1")]
    assert found["items"][0]["changed"]["outcome"] == {"before": "express", "after": "standard"}
    json.dumps(found)
