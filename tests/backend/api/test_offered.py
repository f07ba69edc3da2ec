"""What the desk offers of a case, and why not the rest: nothing both ways, nothing unexplained, nothing untrue."""

import pytest

from backend.api import agent_lists
from backend.domain.actor import Actor
from backend.domain.errors import Refusal
from backend.domain.refund import REFUND
from backend.service.reviews import STAFF_EVENTS

ROLES = ("agent", "reviewer", "senior_reviewer", "adjudicator", "senior_adjudicator", "finance", "supervisor")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", sorted({source for row in REFUND.rows for source in row.sources}))
def test_every_event_is_offered_or_explained(role: str, state: str) -> None:
    told = agent_lists.acts(REFUND, state, Actor(role, "x"), STAFF_EVENTS)
    refused = {one["event"]: one for one in told["refused_events"]}
    assert set(told["allowed_events"]).isdisjoint(refused)
    assert set(told["allowed_events"]) | set(refused) == set(STAFF_EVENTS) & {row.event for row in REFUND.rows}
    for event in told["allowed_events"]:
        REFUND.step(state, event, Actor(role, "x"))
    for event, why in refused.items():
        with pytest.raises(Refusal):
            REFUND.step(state, event, Actor(role, "x"))
        assert why["roles"] or why["states"]


def test_what_the_case_itself_forbids_is_said_in_words() -> None:
    reviewer = Actor("senior_reviewer", "x")
    open_to = agent_lists.acts(REFUND, "under_review", reviewer, STAFF_EVENTS)["allowed_events"]
    told = agent_lists.acts(REFUND, "under_review", reviewer, STAFF_EVENTS, {open_to[0]: "须由另一位同事来办"})
    assert open_to[0] not in told["allowed_events"]
    (why,) = [one for one in told["refused_events"] if one["event"] == open_to[0]]
    assert why == {"event": open_to[0], "roles": None, "states": None, "why": "须由另一位同事来办"}
