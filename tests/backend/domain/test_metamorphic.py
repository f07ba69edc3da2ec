"""How a decision may move when its input moves (I23), and that splitting gains nothing (I8)."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend.domain.dimensions import EVIDENCE_KINDS
from backend.domain.policy import Claim, Decision, Facts, decide

from .cases import ALL_KINDS, NOW, POLICY
from .strategies import any_claim, any_facts

LATE = {"past_window", "too_old", "expired_by_user"}
many = settings(max_examples=60)


def made(claim: Claim, facts: Facts) -> Decision:
    return decide(claim, facts, POLICY)


def content(decision: Decision) -> dict[str, object]:
    shape = decision.as_json()
    del shape["input_hash"]
    return shape


@many
@given(any_claim, any_facts(), st.frozensets(st.sampled_from(EVIDENCE_KINDS)))
def test_more_evidence_never_refuses(claim: Claim, facts: Facts, more: frozenset[str]) -> None:
    before = made(claim, facts)
    after = made(replace(claim, evidence_kinds=claim.evidence_kinds | more), facts)
    if before.outcome == "incomplete":
        assert after.outcome != "ineligible"
        assert len(after.missing_evidence) <= len(before.missing_evidence)
    else:
        assert after.outcome == before.outcome


@many
@given(any_facts(), st.data())
def test_a_smaller_amount_keeps_express(facts: Facts, data: st.DataObject) -> None:
    assume(facts.refundable_fen > 0)
    amount = data.draw(st.integers(1, facts.refundable_fen))
    less = data.draw(st.integers(1, amount))
    before = made(Claim("undelivered", amount), facts)
    after = made(Claim("undelivered", less), facts)
    if before.outcome == "express":
        assert after.outcome == "express"
    if before.outcome == "standard":
        assert after.outcome in {"standard", "express"}


@many
@given(any_claim, any_facts(), st.fractions(0, 1))
def test_filing_earlier_is_never_too_late(claim: Claim, facts: Facts, part: Fraction) -> None:
    order = facts.order
    since = max(at for at in (order.paid_at, order.shipped_at, order.delivered_at) if at)
    earlier = NOW - max(NOW - since, timedelta(0)) * float(part)
    before, after = made(claim, facts), made(claim, replace(facts, now=earlier))
    assert after.code not in LATE or before.code is not None
    assert LATE.isdisjoint(after.blocked_by) or not LATE.isdisjoint(before.blocked_by)


@many
@given(any_claim, any_facts(), st.text(min_size=1, max_size=8))
def test_other_names_change_nothing(claim: Claim, facts: Facts, name: str) -> None:
    order = facts.order
    renamed = replace(
        order, order_no=name, customer_id=f"u{name}", merchant_id=f"m{name}",
        product=replace(order.product, name=name),
        payments=tuple(replace(p, transaction_id=f"T{name}") for p in order.payments),
    )  # fmt: skip
    other = replace(facts, order=renamed, active_refund_no=facts.active_refund_no and name)
    assert content(made(claim, facts)) == content(made(claim, other))


@many
@given(any_claim, any_facts())
def test_a_better_standing_never_costs(claim: Claim, facts: Facts) -> None:
    before = made(claim, facts)
    after = made(claim, replace(facts, standing="good", abnormal_180d=False, express_count_30d=0))
    assert after.outcome == before.outcome or (before.outcome, after.outcome) == ("standard", "express")


@many
@given(any_claim, any_facts())
def test_an_override_never_pays_by_itself(claim: Claim, facts: Facts) -> None:
    """Whatever an agent lifts, people look at it (A2): money moves only after a reviewer's yes."""
    assert made(replace(claim, override="goodwill"), facts).outcome in {"manual", "ineligible"}


@given(any_facts(), st.integers(1, 12))
def test_splitting_an_application_gains_no_express_money(facts: Facts, parts: int) -> None:
    """Asking in parts gets no more by express than one application below the limit could (I8)."""
    assume(facts.refundable_fen >= parts)
    facts = replace(facts, express_on_order_fen=0, active_refund_no=None)
    got = 0
    for _ in range(parts):
        asked = Claim("undelivered", facts.refundable_fen // parts, evidence_kinds=ALL_KINDS)
        now = replace(facts, express_on_order_fen=got, refundable_fen=facts.refundable_fen - got)
        if made(asked, now).outcome == "express":
            got += asked.amount_fen or 0
    assert got < POLICY.number("express_limit")


@many
@given(any_claim, any_facts())
def test_every_decision_is_whole(claim: Claim, facts: Facts) -> None:
    found = made(claim, facts)
    assert found.outcome in {"ineligible", "incomplete", "express", "manual", "standard"}
    assert (found.path == found.outcome) == (found.outcome in {"express", "manual", "standard"})
    assert found.rule_ids
    assert found.rows
    assert found.next_steps
    assert found.text.endswith("。")
    assert (found.code is None) == (found.path is not None)
    assert bool(found.blocked_by) == (found.outcome == "ineligible")
    assert bool(found.missing_evidence) == (found.outcome == "incomplete")
    assert bool(found.manual_causes) == (found.outcome == "manual")
    if found.path:
        assert 0 < found.amount_fen <= facts.refundable_fen
    if found.path == "express":
        assert claim.reason == "undelivered"
        assert facts.order.shipped_at is None
        assert found.amount_fen + facts.express_on_order_fen < 50000
