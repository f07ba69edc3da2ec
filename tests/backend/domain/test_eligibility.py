"""The contract's `eligibility` object, and its promises about codes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.dimensions import CAUSES, LEGS, REASONS, REJECTIONS
from backend.domain.policy import Claim, Facts, decide, eligibility

from .cases import DAY, HOUR, NOW, POLICY, at, delivered, facts, order
from .strategies import any_facts

BLOCKED_BY = {"receipt_confirmed", "past_window", "already_refunded", "active_refund", "too_old"}
KEYS = {"self_service", "blocked_by", "claims", "express", "required_evidence", "refundable_fen", "policy_version"}


def shape(of: Any = None, **changes: Any) -> dict[str, Any]:
    return eligibility(facts(of, **changes), POLICY).as_json()


def test_an_undelivered_order() -> None:
    found = shape()
    assert {*found} >= KEYS
    assert (found["self_service"], found["blocked_by"], found["refundable_fen"]) == (True, [], 10000)
    assert found["express"]["eligible"] is True
    assert {c["reason"]: c["allowed"] for c in found["claims"]} == {
        "undelivered": True, "topup_not_received": True, "product_invalid": False, "product_abnormal": False,
        "wrong_topup": False, "service_fault": False, "other": True,
    }  # fmt: skip
    assert all(c["until_at"] is None for c in found["claims"])


def test_a_delivered_order_tells_windows_by_length_until_the_fault_is_dated() -> None:
    claims = {c["reason"]: c for c in shape(order(shipped_at=NOW - HOUR, supplier_record="unused"))["claims"]}
    assert claims["undelivered"]["until_at"] == "2026-11-25T14:30:00+08:00"
    assert claims["undelivered"]["window"] is None
    assert (claims["service_fault"]["until_at"], claims["service_fault"]["window"]) == (None, "P7D")


def test_a_dated_fault_tells_its_last_moment() -> None:
    found = eligibility(facts(delivered(2)), POLICY, discovered_at=NOW - DAY)
    fault = next(c for c in found.claims if c.reason == "service_fault")
    assert (fault.until_at, fault.window) == (at("2026-12-01 00:00"), None)


def test_evidence_as_the_contract_lists_it() -> None:
    assert shape()["required_evidence"] == {
        "undelivered": [],
        "topup_not_received": [["order_screenshot"], ["payment_statement"]],
        "product_invalid": [["activation_failure", "merchant_statement"]],
        "product_abnormal": [["fault_screenshot"]],
        "wrong_topup": [["order_screenshot"]],
        "service_fault": [["merchant_chat"]],
        "other": [["fault_screenshot", "order_screenshot"]],
    }


@pytest.mark.parametrize(
    ("reason", "rules"),
    [
        ("undelivered", {"R6", "R22", "R49"}), ("topup_not_received", {"R1", "R27"}),
        ("product_invalid", {"R7", "R28"}), ("product_abnormal", {"R50", "A16", "S11"}),
        ("wrong_topup", {"R8", "A3"}), ("service_fault", {"R9", "R29"}), ("other", {"R51"}),
    ],
)  # fmt: skip
def test_a_filed_claim_names_the_contract_s_rules(reason: str, rules: set[str]) -> None:
    elsewhere = delivered(delivered=order().requested.__class__("13800000002", 10000))
    found = decide(Claim(reason), facts(order() if reason == "undelivered" else elsewhere), POLICY)
    assert rules <= {*found.rule_ids}


@pytest.mark.parametrize(
    ("of", "changes", "why"),
    [
        (delivered(), {}, "not_undelivered"),
        (order(50000), {}, "amount_limit"),
        (order(), {"standing": "restricted"}, "standing"),
        (order(), {"abnormal_180d": True}, "history"),
        (order(), {"express_count_30d": 3}, "too_many"),
        (order(express_capable=False), {}, "not_capable"),
        (order(express_capable=False), {"standing": "restricted"}, "standing"),  # what an agent can lift comes last
        (order(appraisal=True), {}, "appraisal"),  # people before express
        (order(supplier_record="partly_used"), {}, "partly_used"),
        (order(supplier_record="used"), {}, "product_used"),
        (order(), {"active_refund_no": "R1"}, "active_refund"),
    ],
)
def test_why_there_is_no_express(of: Any, changes: dict[str, Any], why: str) -> None:
    found = shape(of, **changes)["express"]
    assert (found["eligible"], found["why"]) == (False, why)
    assert found["rule_ids"]
    assert found["text"].endswith("。")


@given(any_facts(), st.none() | st.integers(0, 60).map(lambda n: NOW - n * DAY))
def test_the_shape_whatever_the_facts(those: Facts, discovered_at: Any) -> None:
    found = eligibility(those, POLICY, discovered_at).as_json()
    json.dumps(found)
    assert [c["reason"] for c in found["claims"]] == list(REASONS)
    assert {*found["blocked_by"]} <= BLOCKED_BY
    assert found["self_service"] == (not found["blocked_by"] and any(c["allowed"] for c in found["claims"]))
    for c in found["claims"]:
        assert c["allowed"] == (c["why"] is None)
        assert c["why"] is None or c["why"] in BLOCKED_BY | {*REJECTIONS}
        assert not (found["blocked_by"] and c["allowed"])
        assert c["rule_ids"]
        assert c["text"].endswith("。")
    why = found["express"]["why"]
    assert (why is None) == found["express"]["eligible"]
    assert why is None or why in BLOCKED_BY | {*REJECTIONS, *LEGS, *CAUSES}
    assert (found["text"] is None) == (not found["blocked_by"])


@given(any_facts())
def test_what_is_shown_is_what_is_decided(those: Facts) -> None:
    """An allowed claim, filed at once with all it needs, is never refused; a refused one never passes."""
    found = eligibility(those, POLICY)
    for c in found.claims:
        kinds = frozenset(any_of[0] for any_of in found.required_evidence[c.reason])
        outcome = decide(Claim(c.reason, evidence_kinds=kinds), those, POLICY).outcome
        assert (outcome == "ineligible") == (not c.allowed)
    filed = decide(Claim("undelivered"), those, POLICY).outcome
    assert (filed == "express") == found.express.eligible
