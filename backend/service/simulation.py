"""What a proposed policy would change: every recorded decision made again under it, nothing written."""

import asyncio
from collections.abc import Mapping
from typing import Any

from ..domain.errors import Invalid
from ..domain.policy import Policy, PolicyError, policy_from
from ..domain.refund import REFUND
from ..domain.replay import Survey, survey
from .desk import Desk

# The newest cases only: a proposal is judged by what happens now, and the answer should come while one waits.
MAX_CASES = 2000


def proposal(source: Mapping[str, Any]) -> Policy:
    """The policy spelt out in a request. Raises `Invalid` with one error for each fault found (I22)."""
    try:
        return policy_from(source)
    except PolicyError as refused:
        errors = [_error(fault) for fault in refused.faults]
        raise Invalid("这份规则还有不清楚的地方，请逐条改好再试。", errors=errors) from refused


async def simulate(desk: Desk, source: Mapping[str, Any], limit: int = MAX_CASES) -> Survey:
    """The proposal against the newest `limit` recorded decisions, each also under its own version (I24)."""
    proposed = proposal(source)
    async with desk.store.reading() as tx:
        filed = await tx.refunds.find(state=sorted(REFUND.states - {"draft"}), order="-created_at", limit=limit)
        cases = [(refund.refund_no, refund.decision_input) for refund in filed if refund.decision_input]
    return await asyncio.to_thread(survey, cases, desk.policies, proposed)


def _error(fault: str) -> dict[str, str]:
    where, colon, what = fault.partition(": ")
    return {"field": f"policy.{where}" if colon else "policy", "code": "unclear", "detail": what if colon else fault}
