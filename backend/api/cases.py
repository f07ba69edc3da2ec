"""The staff's door to cases, one module per kind of paper, and how much of each waits for somebody."""

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from ..domain.actor import Actor
from ..domain.refund import REFUND
from ..service import queue
from ..service.desk import Desk
from ..service.refund_moves import IN_REVIEW
from ..service.reviews import STAFF_EVENTS
from . import (
    agent_board,
    agent_chargebacks,
    agent_compensations,
    agent_disputes,
    agent_orders,
    agent_payouts,
    agent_refunds,
    agent_replies,
    agent_tasks,
    guards,
)

# What each list asks of staff now: shown as the number beside its name.
WAITING = {
    "disputes": ("disputes", ["adjudication"]),
    "callbacks": ("callbacks", ["scheduled", "in_call"]),
    "expedites": ("expedites", ["open", "assigned"]),  # somebody's, until the case is decided
    "payouts": ("payouts", ["abnormal", "failed", "closed_unpaid", "reversed"]),
    "compensations": ("compensations", ["proposed", "approved"]),
    "chargebacks": ("chargebacks", ["open"]),
}


def door(desk: Desk) -> Blueprint:
    """Every case route below /v1/agent."""
    bp = Blueprint("cases", url_prefix="/v1/agent")
    for papers in (
        agent_refunds, agent_orders, agent_disputes, agent_compensations, agent_payouts, agent_tasks, agent_board,
        agent_replies, agent_chargebacks,
    ):  # fmt: skip
        papers.add(bp, desk)

    @bp.get("/counts")
    async def _counts(request: Request) -> HTTPResponse:
        actor = await guards.staff(request, desk)
        async with desk.store.reading() as tx:
            waiting = await tx.handoffs.count(state=["queued", "offered"])
            line = {"conversations": waiting + len(await queue.messages(tx))}
            found = {name: await getattr(tx, noun).count(state=states) for name, (noun, states) in WAITING.items()}
            states = refund_states(actor)
            found["refunds"] = await tx.refunds.count(state=states)
            if "appeal_review" in states:  # but for those against what they rejected themselves (R81)
                found["refunds"] -= await tx.refunds.count(state="appeal_review", rejected_by=actor.id)
        return json(line | found)

    return bp


def refund_states(actor: Actor) -> list[str]:
    """In which states a refund waits for this person: reviewers' reviews, an agent's inquiry, finance's failed payment.
    Who decides nothing sees what the reviewers have. One that could not be filed waits for its buyer, not for us."""
    asks = [
        state for state in sorted(REFUND.states - {"ineligible"})
        if any(event in STAFF_EVENTS for event in REFUND.events_for(state, actor))
    ]  # fmt: skip
    return asks or sorted(IN_REVIEW)
