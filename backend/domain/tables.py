"""The policy's tables as typed rows, read from a mapping and refused whole if anything in them is unclear:
unknown words, rows that overlap, inputs that no row answers (I22)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

REASONS = (
    "undelivered", "topup_not_received", "product_invalid", "product_abnormal", "wrong_topup", "service_fault", "other",
)  # fmt: skip
DOMAINS: dict[str, tuple[str, ...]] = {
    "reason": REASONS,
    "delivery": ("unshipped", "in_grace", "past_grace"),
    "usage": ("used", "unused", "partly_used", "none"),
    "topup": ("same", "different", "unknown"),
    "expiry": ("born_bad", "expired_later", "fine"),
    "window": ("open", "closed"),
}
BLOCKS = ("already_refunded", "active_refund", "too_old", "confirmed")
LEGS = ("undelivered", "reason", "capable", "amount", "standing", "count", "history")
CAUSES = (
    "large", "reason_other", "appraisal", "fault_unknown", "late_discovery", "usage_unknown", "partly_used", "used",
    "override",
)  # fmt: skip
CODES = (
    "evidence_incomplete", "evidence_mismatch", "past_window", "user_input_error", "product_used", "expired_by_user",
    "no_liability", "duplicate",
)  # fmt: skip


class PolicyError(ValueError):
    """All that is wrong with a policy, one line each."""


@dataclass(frozen=True)
class Block:
    id: str
    when: str
    code: str
    rules: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class ClaimRow:
    id: str
    when: Mapping[str, frozenset[str]]
    why: str | None
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Needs:
    id: str
    needs: tuple[tuple[str, ...], ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Leg:
    id: str
    leg: str
    code: str
    rules: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Cause:
    id: str
    rules: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Rejection:
    code: str
    curable: bool
    rule_ids: tuple[str, ...]
    next_steps: tuple[str, ...]
    text: str


class Policy:
    """One version of the tables."""

    reasons = REASONS

    def __init__(
        self, version: str, effective_from: datetime, params: dict[str, Any], blocks: Sequence[Block],
        claims: Sequence[ClaimRow], evidence: dict[str, Needs], express: Sequence[Leg], manual: dict[str, Cause],
        rejections: dict[str, Rejection], source: Mapping[str, Any],
    ) -> None:  # fmt: skip
        self.version = version
        self.effective_from = effective_from
        self.params = params
        self.blocks, self.claims, self.evidence = tuple(blocks), tuple(claims), evidence
        self.express, self.manual, self.rejections = tuple(express), manual, rejections
        self.source = source
        self._spans = {k: _span(v) for k, v in params.items() if isinstance(v, str)}
        # Every possible input is answered once, at load; deciding is then a look-up.
        self._answers = _answer_all(self.claims)

    def number(self, name: str) -> int:
        return int(self.params[name])

    def span(self, name: str) -> timedelta:
        return self._spans[name]

    def text(self, name: str) -> str:
        return str(self.params[name])

    def claim_row(self, inputs: Mapping[str, str]) -> ClaimRow:
        return self._answers[tuple(inputs[name] for name in DOMAINS)]


class PolicyBook:
    """Every version there is, by the moment it came into force (I24)."""

    def __init__(self, policies: Sequence[Policy]) -> None:
        self._policies = sorted(policies, key=lambda p: p.effective_from)

    def in_force(self, at: datetime) -> Policy:
        """The latest version in force at that moment; before the first, the first."""
        found = [p for p in self._policies if p.effective_from <= at]
        return found[-1] if found else self._policies[0]

    def get(self, version: str) -> Policy | None:
        return next((p for p in self._policies if p.version == version), None)


def policy_from(source: Mapping[str, Any]) -> Policy:
    """A policy from its mapping. Raises `PolicyError` naming every fault found."""
    wrong: list[str] = []
    _words(wrong, "policy", source, {
        "version", "effective_from", "owner", "params", "blocks", "claims", "evidence", "express", "manual",
        "rejections",
    })  # fmt: skip
    for name, param in source["params"].items():
        _words(wrong, f"params.{name}", param, {"value", "source", "signed_off"})
    params = {name: param["value"] for name, param in source["params"].items()}
    blocks = [_row(wrong, Block, r) for r in source["blocks"]]
    express = [_row(wrong, Leg, r) for r in source["express"]]
    _exactly(wrong, "blocks", [b.when for b in blocks], BLOCKS)
    _exactly(wrong, "express", [leg.leg for leg in express], LEGS)
    claims = []
    for r in source["claims"]:
        _words(wrong, r["id"], r, {"id", "when", "why", "rules"})
        for field, values in r["when"].items():
            unknown = set(values) - set(DOMAINS.get(field, ()))
            wrong += [f"{r['id']}: unknown {field} {v}" for v in unknown]
        when = {field: frozenset(values) for field, values in r["when"].items()}
        claims.append(ClaimRow(r["id"], when, r.get("why"), tuple(r["rules"])))
    wrong += [f"{c.id}: unknown code {c.why}" for c in claims if c.why and c.why not in CODES]
    evidence = {
        r["reason"]: Needs(r["id"], tuple(map(tuple, r["needs"])), tuple(r["rules"])) for r in source["evidence"]
    }
    manual = {r["cause"]: Cause(r["id"], tuple(r["rules"]), r["text"]) for r in source["manual"]}
    rejections = {
        r["code"]: Rejection(r["code"], r["curable"], tuple(r["rules"]), tuple(r["next"]), r["text"])
        for r in source["rejections"]
    }
    _exactly(wrong, "evidence", list(evidence), REASONS)
    _exactly(wrong, "manual", list(manual), CAUSES)
    _exactly(wrong, "rejections", list(rejections), CODES)
    try:
        _answer_all(claims)
    except PolicyError as error:
        wrong.append(str(error))
    if wrong:
        raise PolicyError("\n".join(wrong))
    start = datetime.fromisoformat(source["effective_from"])
    return Policy(str(source["version"]), start, params, blocks, claims, evidence, express, manual, rejections, source)


def _answer_all(claims: Sequence[ClaimRow]) -> dict[tuple[str, ...], ClaimRow]:
    """One row for every point of the input space, or a `PolicyError` naming gaps and overlaps."""
    answers: dict[tuple[str, ...], ClaimRow] = {}
    wrong = []
    for point in product(*DOMAINS.values()):
        named = dict(zip(DOMAINS, point, strict=True))
        hits = [row for row in claims if all(named[field] in values for field, values in row.when.items())]
        if len(hits) != 1:
            wrong.append(f"claims: {named} hits {[row.id for row in hits] or 'no row'}")
        else:
            answers[point] = hits[0]
    if wrong:
        raise PolicyError("\n".join(wrong[:20]))
    return answers


def _words(wrong: list[str], where: str, row: Mapping[str, Any], known: set[str]) -> None:
    wrong += [f"{where}: unknown field {name}" for name in set(row) - known]


def _row(wrong: list[str], kind: Any, row: Mapping[str, Any]) -> Any:
    names = set(kind.__dataclass_fields__)
    _words(wrong, row.get("id", "?"), row, names)
    return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items() if k in names})


def _exactly(wrong: list[str], table: str, found: list[str], expected: Sequence[str]) -> None:
    if sorted(found) != sorted(expected):
        wrong.append(f"{table}: has {sorted(found)}, must have {sorted(expected)}")


def _span(text: str) -> timedelta:
    match = re.fullmatch(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", text)
    if not match:
        raise PolicyError(f"not a duration: {text}")
    days, hours, minutes = (int(g or 0) for g in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes)
