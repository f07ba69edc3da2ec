"""The decision by example: blocks before claims, claims before evidence, people before express (S3–S9, S17, A2–A6)."""

from typing import Any

import pytest

from backend.domain.order import Account
from backend.domain.policy import Decision, decide, topup

from .cases import ALL_KINDS, DAY, FAULTS, NOW, POLICY, claim, delivered, facts, order

ELSEWHERE, AS_ASKED = Account("13800000002", 10000), Account("13800000001", 10000)


def made(reason: str = "undelivered", of: Any = None, **changes: Any) -> Decision:
    names = ("amount_fen", "fault_discovered_at", "override", "evidence_kinds")
    said = {name: changes.pop(name) for name in names if name in changes}
    return decide(claim(reason, **said), facts(of, **changes), POLICY)


def test_express_is_the_whole_of_s4() -> None:
    found = made()
    assert (found.outcome, found.path, found.code) == ("express", "express", None)
    assert {"R6", "R64", "R65", "R66", "R67"} <= {*found.rule_ids}
    assert found.policy_version == "2026.1"


@pytest.mark.parametrize(
    ("of", "changes", "code"),
    [
        (order(express_capable=False), {}, "not_capable"),
        (order(50000), {}, "amount_limit"),
        (order(), {"standing": "restricted"}, "standing"),
        (order(), {"express_count_30d": 3}, "too_many"),
        (order(), {"abnormal_180d": True}, "history"),
        (order(shipped_at=NOW - DAY / 2, supplier_record="unused"), {}, "not_undelivered"),
    ],
)
def test_without_any_one_leg_it_is_the_ordinary_review(of: Any, changes: dict[str, Any], code: str) -> None:
    found = made(of=of, **changes)
    assert found.outcome == "standard"
    assert "R33" in found.rule_ids


def test_an_agent_can_enable_express_but_waive_nothing() -> None:
    plain = order(express_capable=False)
    assert made(of=plain, express_enabled=True).outcome == "express"
    assert made(of=plain, express_enabled=True, standing="restricted").outcome == "standard"
    assert made(of=order(50000, express_capable=False), express_enabled=True).outcome == "standard"
    assert [c.change for c in made(of=plain).what_would_change] == ["enable_express"]
    assert made(of=plain, standing="restricted").what_would_change == ()


@pytest.mark.parametrize(
    ("reason", "of", "changes", "cause"),
    [
        ("undelivered", order(1000000), {}, "large"),
        ("undelivered", order(appraisal=True), {}, "appraisal"),
        ("other", delivered(), {}, "reason_other"),
        ("wrong_topup", delivered(), {}, "fault_unknown"),
        ("service_fault", delivered(31), {"fault_discovered_at": NOW}, "late_discovery"),
        ("product_abnormal", delivered(1, 50000, supplier_record="none"), {}, "usage_unknown"),
        ("product_invalid", delivered(supplier_record="partly_used"), {}, "partly_used"),
        ("product_abnormal", delivered(supplier_record="used"), {}, "used"),
        ("service_fault", delivered(supplier_record="used"), {}, "used"),
        ("undelivered", order(), {"override": "goodwill"}, "override"),
        ("service_fault", delivered(), {"revocation_failed": True}, "revocation_failed"),
    ],
)
def test_each_cause_alone_sends_the_case_to_people(reason: str, of: Any, changes: dict[str, Any], cause: str) -> None:
    found = made(reason, of, **changes)
    assert (found.outcome, found.manual_causes) == ("manual", (cause,))


def test_manual_wins_over_express() -> None:
    assert made(of=order(appraisal=True)).path == "manual"
    assert made(override="goodwill").path == "manual"


@pytest.mark.parametrize(
    ("reason", "of", "code"),
    [
        *((reason, delivered(supplier_record="used"), "product_used")
          for reason in ("undelivered", "topup_not_received", "product_invalid", "other")),
        *((reason, order(), "no_liability")
          for reason in ("product_invalid", "product_abnormal", "service_fault", "wrong_topup")),
        ("wrong_topup", delivered(delivered=AS_ASKED), "user_input_error"),
        ("product_invalid", delivered(3, expires_at=NOW - DAY), "expired_by_user"),
        ("product_invalid", delivered(3, expires_at=NOW - DAY, advertised_valid_until=NOW - DAY), "expired_by_user"),
        ("undelivered", delivered(2), "past_window"),
    ],
)  # fmt: skip
def test_a_claim_that_is_not_allowed(reason: str, of: Any, code: str) -> None:
    found = made(reason, of)
    assert (found.outcome, found.code, found.blocked_by) == ("ineligible", code, (code,))
    assert found.next_steps
    assert made(reason, of, override="goodwill").outcome == "manual"


@pytest.mark.parametrize(
    ("reason", "of"),
    [
        ("topup_not_received", order()),  # also before delivery (S8)
        ("topup_not_received", delivered()),
        ("wrong_topup", delivered(delivered=ELSEWHERE)),
        ("wrong_topup", delivered(delivered=ELSEWHERE, supplier_record="used")),  # usage does not matter (S5)
        ("wrong_topup", delivered(1, 60000, delivered=ELSEWHERE, supplier_record="none")),
        ("wrong_topup", delivered(delivered=Account("13800000001", 5000))),
        ("product_invalid", delivered(2, expires_at=NOW - 3 * DAY)),  # dead on arrival (S7)
        ("product_invalid", delivered(2, expires_at=NOW + DAY, advertised_valid_until=NOW + 30 * DAY)),
        ("product_invalid", delivered(3, expires_at=NOW - DAY, advertised_valid_until=NOW + DAY)),
        ("product_abnormal", delivered()),
        ("service_fault", delivered()),
    ],
)
def test_claims_that_take_the_ordinary_review(reason: str, of: Any) -> None:
    assert made(reason, of).outcome == "standard"


@pytest.mark.parametrize(
    ("of", "changes", "code"),
    [
        (order(), {"refundable_fen": 0}, "already_refunded"),
        (order(), {"active_refund_no": "R1"}, "active_refund"),
        (order(paid_at=NOW - 366 * DAY), {}, "too_old"),
        (delivered(confirmed_at=NOW), {}, "receipt_confirmed"),
    ],
)
def test_a_blocked_order_is_blocked_for_every_reason(of: Any, changes: dict[str, Any], code: str) -> None:
    for reason in ("undelivered", *FAULTS):
        found = made(reason, of, **changes)
        assert (found.outcome, found.code, found.blocked_by) == ("ineligible", code, (code,))


@pytest.mark.parametrize(
    ("requested", "given", "told"),
    [
        (("138", 100), ("138", 100), "same"), (("138", 100), ("139", 100), "different"),
        (("138", 100), ("138", 99), "different"), (("138", 100), ("139", None), "different"),
        (("138", 100), ("138", None), "unknown"), (("138", 100), (None, 100), "unknown"),
        (("138", 100), (None, None), "unknown"), (("138", None), ("138", 100), "same"),
        ((None, 100), ("139", 100), "same"), ((None, None), ("138", 100), "unknown"),
    ],
)  # fmt: skip
def test_whose_mistake_a_top_up_was_stands_in_the_record(requested: Any, given: Any, told: str) -> None:
    """A3: one difference is enough; sameness needs all that was asked for; what was not asked for proves nothing."""
    assert topup(order(requested=Account(*requested), delivered=Account(*given))) == told


def test_a_fault_is_never_older_than_the_delivery() -> None:
    assert made("service_fault", delivered(2), fault_discovered_at=NOW - 20 * DAY).outcome == "standard"


def test_blocks_are_told_together() -> None:
    found = made(of=delivered(confirmed_at=NOW), active_refund_no="R1", refundable_fen=0)
    assert found.blocked_by == ("already_refunded", "active_refund", "receipt_confirmed")
    assert {*found.rule_ids} == {"R83", "S10", "S19", "R18", "R19", "A2"}  # the claim itself is moot


def test_what_a_person_may_lift_and_what_nobody_may() -> None:
    """Money that is gone, an application that runs and an amount beyond the rest stay blocks (A2)."""
    assert made(of=delivered(confirmed_at=NOW), override="receipt_confirmed_fault").outcome == "manual"
    assert made(of=order(paid_at=NOW - 366 * DAY), override="late_accepted").outcome == "manual"
    for changes in ({"refundable_fen": 0}, {"active_refund_no": "R1"}, {"amount_fen": 10001}):
        assert made(override="goodwill", **changes).outcome == "ineligible"


def test_the_order_is_past_its_window_only_when_every_claim_is() -> None:
    late = {"fault_discovered_at": NOW - 10 * DAY}
    assert made("service_fault", delivered(20), **late).blocked_by == ("past_window",)
    assert made("service_fault", delivered(20)).outcome == "standard"
    assert made("undelivered", delivered(20)).rows[0] == "U4"


@pytest.mark.parametrize(
    ("reason", "given", "missing"),
    [
        ("topup_not_received", set(), (("order_screenshot",), ("payment_statement",))),
        ("topup_not_received", {"order_screenshot"}, (("payment_statement",),)),
        ("product_invalid", {"order_screenshot"}, (("activation_failure", "merchant_statement"),)),
        ("product_abnormal", {"test_report"}, (("fault_screenshot",),)),
        ("service_fault", set(), (("merchant_chat",),)),
        ("other", {"merchant_chat"}, (("fault_screenshot", "order_screenshot"),)),
    ],
)
def test_missing_evidence_is_named(reason: str, given: set[str], missing: tuple[tuple[str, ...], ...]) -> None:
    found = made(reason, delivered(), evidence_kinds=frozenset(given))
    assert (found.outcome, found.code, found.missing_evidence) == ("incomplete", "evidence_incomplete", missing)
    assert found.what_would_change[0].change == "supply_evidence"
    assert found.what_would_change[0].outcome in {"standard", "manual"}


def test_undelivered_needs_nothing() -> None:
    assert made(evidence_kinds=frozenset()).outcome == "express"


@pytest.mark.parametrize(
    ("of", "kind"),
    [
        (delivered(revocable=True), "return_and_refund"),
        (delivered(revocable=True, supplier_record="none"), "return_and_refund"),
        (delivered(revocable=True, supplier_record="used"), "refund_only"),
        (delivered(), "refund_only"),
        (order(revocable=True), "refund_only"),
    ],
)
def test_only_an_unused_revocable_code_is_returned(of: Any, kind: str) -> None:
    assert made("product_abnormal", of).type == kind


def test_every_kind_of_evidence_at_once_serves_every_reason() -> None:
    for reason in FAULTS:
        of = delivered(delivered=ELSEWHERE)
        assert made(reason, of, evidence_kinds=ALL_KINDS).outcome in {"standard", "manual"}, reason


def test_what_would_help_is_tried_and_not_guessed() -> None:
    """An honest other reason and a person's override; never a fault that the buyer did not claim."""
    found = made("product_invalid", order())
    assert [(c.change, c.outcome) for c in found.what_would_change] == [
        ("file_undelivered", "express"), ("agent_override", "manual"),
    ]  # fmt: skip
    assert [c.change for c in made(amount_fen=10001).what_would_change] == ["lower_amount"]
