"""The judgement itself: which rows hold for a claim, and so what becomes of it. Everything else is telling it.

Blocks come before the claim's own row, the claim before its evidence, people before express, express before the
ordinary review (S3). An agent's override lifts what a person may lift, and leads to people always (A2).
"""

from dataclasses import dataclass

from .calendar import Calendar
from .rows import Block, ClaimRow, Leg, Needs, Triage
from .rulebook import Policy
from .situation import Claim, Facts, Situation, situation

OPEN = frozenset({"express", "standard", "manual"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """`outcome` with the rows it rests on: `blocks` that hold, the claim's row, missing evidence, causes, legs."""

    outcome: str
    situation: Situation
    blocks: tuple[Block, ...]
    claim: ClaimRow
    needs: Needs
    missing: tuple[tuple[str, ...], ...]
    triage: tuple[Triage, ...]
    legs: tuple[Leg, ...]

    @property
    def causes(self) -> tuple[str, ...]:
        return tuple(row.cause for row in self.triage if row.cause)

    @property
    def failing(self) -> tuple[Leg, ...]:
        """The express legs that do not hold."""
        return tuple(leg for leg in self.legs if leg.code)


def judge(claim: Claim, facts: Facts, policy: Policy, calendar: Calendar) -> Verdict:
    """The claim under the policy as it stands at `facts.now`."""
    tables = policy.tables
    now = situation(claim, facts, policy, calendar)
    lifted = claim.override is not None
    blocks = tuple([b for b in tables.blocks.hits(now.inputs) if b.code and not (lifted and b.liftable)])
    row = tables.claims.hit(now.inputs)
    needs = tables.evidence.hit(now.inputs)
    missing = tuple([kinds for kinds in needs.needs if claim.evidence_kinds.isdisjoint(kinds)])
    triage = tables.triage.hits(now.inputs)
    legs = tables.express.hits(now.inputs)
    if blocks or (row.why and not lifted):
        outcome = "ineligible"
    elif missing and not lifted:
        outcome = "incomplete"
    elif triage[0].cause:
        outcome = "manual"
    else:
        outcome = "standard" if legs[0].code else "express"
    return Verdict(outcome, now, blocks, row, needs, missing, triage, legs)
