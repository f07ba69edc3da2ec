"""The one decision: `decide(claim, facts, policy)`, pure, over versioned tables. Nothing else can say yes to money."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from .deadlines import (
    Arrival,
    adjudication_due_at,
    appeal_due_at,
    arrival_window,
    dispute_evidence_due_at,
    merchant_due_at,
    paused_due_at,
    resubmit_until_at,
    review_due_at,
    supplement_due_at,
)
from .eligibility import (
    Claim,
    ClaimVerdict,
    Eligibility,
    Facts,
    blocked_rows,
    claim_verdict,
    eligibility,
    express_leg,
    topup,
)
from .moment import iso
from .tables import Policy, PolicyBook, PolicyError, Rejection, policy_from

__all__ = [
    "Arrival", "Claim", "ClaimVerdict", "Decision", "Eligibility", "Facts", "Policy", "PolicyBook", "PolicyError",
    "Rejection", "adjudication_due_at", "appeal_due_at", "arrival_window", "decide", "dispute_evidence_due_at",
    "eligibility", "merchant_due_at", "paused_due_at", "policy_from", "resubmit_until_at", "review_due_at",
    "supplement_due_at",
]  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """`outcome` ineligible|incomplete|express|manual|standard. Stored whole, and replayable from `input_json` (I24)."""

    outcome: str
    path: str | None
    code: str | None
    blocked_by: tuple[str, ...]
    rule_ids: tuple[str, ...]
    rows: tuple[str, ...]
    policy_version: str
    input_hash: str
    input_json: str
    amount_fen: int
    missing_evidence: tuple[tuple[str, ...], ...]
    manual_causes: tuple[str, ...]
    curable: bool | None
    next_steps: tuple[str, ...]
    text: str
    would_help: tuple[str, ...]
    until_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        shape = asdict(self)
        del shape["input_json"]
        shape["until_at"] = iso(self.until_at)
        return {k: _lists(v) for k, v in shape.items()}


def decide(claim: Claim, facts: Facts, policy: Policy) -> Decision:
    """What the policy says to this claim. An override lifts what a person may lift, and always goes manual (A2)."""
    amount = claim.amount_fen if claim.amount_fen is not None else facts.refundable_fen
    blocks = blocked_rows(facts, policy)
    if claim.override:
        blocks = [b for b in blocks if b.code in {"already_refunded", "active_refund"}]
    verdict = claim_verdict(claim.reason, facts, policy, claim.fault_discovered_at)
    needs = policy.evidence[claim.reason]
    missing = tuple(kinds for kinds in needs.needs if not claim.evidence_kinds & set(kinds))
    causes = manual_causes(claim, facts, policy, amount)
    failing = express_leg(facts, policy, claim.reason, amount)
    base = _blank(claim, facts, policy, amount, verdict)
    if blocks:
        rows, rules = [b.id for b in blocks], [r for b in blocks for r in b.rules]
        return replace(
            base, outcome="ineligible", code=blocks[0].code, blocked_by=tuple(b.code for b in blocks),
            rows=tuple(rows), rule_ids=_unique(rules), text=blocks[0].text, curable=False,
            next_steps=("request_human",),
        )  # fmt: skip
    if not verdict.allowed and not claim.override:
        told = policy.rejections[verdict.why or "no_liability"]
        return replace(
            base, outcome="ineligible", code=verdict.why, blocked_by=(verdict.why or "",),
            rule_ids=_unique([*verdict.rule_ids, *told.rule_ids]), text=told.text, curable=told.curable,
            next_steps=("request_human",),
        )  # fmt: skip
    if missing and not claim.override:
        return replace(
            base, outcome="incomplete", code="evidence_incomplete", missing_evidence=missing,
            rows=(*base.rows, needs.id), rule_ids=_unique([*verdict.rule_ids, *needs.rules]),
            curable=True, next_steps=("supply_evidence",),
            text=policy.rejections["evidence_incomplete"].text, would_help=tuple(k for kinds in missing for k in kinds),
        )  # fmt: skip
    if causes:
        found = [policy.manual[cause] for cause in causes]
        return replace(
            base, outcome="manual", path="manual", manual_causes=causes, rows=(*base.rows, *(m.id for m in found)),
            rule_ids=_unique([*verdict.rule_ids, *(r for m in found for r in m.rules)]), text=found[0].text,
        )  # fmt: skip
    if failing is None:
        rules = [r for leg in policy.express for r in leg.rules]
        return replace(
            base, outcome="express", path="express", rows=(*base.rows, *(leg.id for leg in policy.express)),
            rule_ids=_unique([*verdict.rule_ids, *rules]),
        )  # fmt: skip
    return replace(base, outcome="standard", path="standard", rule_ids=_unique([*verdict.rule_ids, "R33"]))


def manual_causes(claim: Claim, facts: Facts, policy: Policy, amount: int) -> tuple[str, ...]:
    """Every cause that sends the claim to people, in the table's order (S3, S5, S6)."""
    order, reason = facts.order, claim.reason
    fault = reason in {"topup_not_received", "product_invalid", "product_abnormal", "service_fault"}
    found = claim.fault_discovered_at
    holds = {
        "large": amount >= policy.number("large"),
        "reason_other": reason == "other",
        "appraisal": order.product.appraisal,
        "fault_unknown": reason == "wrong_topup" and topup(order) == "unknown",
        "late_discovery": (
            found is not None
            and order.delivered_at is not None
            and found > order.delivered_at + policy.span("soft_cap")
        ),
        "usage_unknown": fault and order.supplier_record == "none" and amount >= policy.number("unknown_usage_limit"),
        "partly_used": order.supplier_record == "partly_used" and reason != "wrong_topup",
        "used": order.supplier_record == "used" and reason in {"product_abnormal", "service_fault"},
        "override": claim.override is not None,
    }
    return tuple(cause for cause in policy.manual if holds[cause])


def _blank(claim: Claim, facts: Facts, policy: Policy, amount: int, verdict: ClaimVerdict) -> Decision:
    text = json.dumps(
        {"claim": asdict(claim), "facts": asdict(facts), "policy": policy.version},
        sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain,
    )  # fmt: skip
    return Decision(
        outcome="standard", path=None, code=None, blocked_by=(), rule_ids=(), rows=(verdict.row,),
        policy_version=policy.version, input_hash=hashlib.sha256(text.encode()).hexdigest(), input_json=text,
        amount_fen=amount, missing_evidence=(), manual_causes=(), curable=None, next_steps=(), text="",
        would_help=(), until_at=verdict.until_at,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset | set) else value.isoformat()


def _lists(value: Any) -> Any:
    return [_lists(v) for v in value] if isinstance(value, tuple | list) else value


def _unique(rules: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(rules))
