"""Whether a talk that a person ended is resolved: only where the books bear its outcome out, or the buyer says so.
Silence proves nothing, and neither does an agent's own word."""

from collections.abc import Iterable
from datetime import datetime

from .callback import Callback
from .handoff import Handoff
from .refund import Refund

CONTENT = 4  # a score from here up is a buyer who says that it is done


def confirmed(
    handoff: Handoff, refunds: Iterable[Refund], callbacks: Iterable[Callback], score: int | None
) -> bool:
    """`refunds` and `callbacks` are the customer's, `score` what they gave for this talk, if anything."""
    since, outcome = handoff.requested_at, handoff.end_reason
    if score is not None and outcome in {"solved", "explained"}:
        return score >= CONTENT
    if outcome == "solved":
        return any(_after(r.refunded_at, since) for r in refunds)
    if outcome == "filed":
        return any(_after(r.submitted_at, since) for r in refunds)
    if outcome == "callback":
        return any(c.state == "completed" and _after(c.created_at, since) for c in callbacks)
    return False


def _after(at: datetime | None, since: datetime) -> bool:
    return at is not None and at >= since
