"""A proposed policy against recorded cases: what would change, and what is wrong with a proposal (I22, I24)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from backend.domain.errors import Invalid
from backend.domain.policy import Claim, decide
from backend.domain.refund import Refund
from backend.service.simulation import simulate

from ..domain.cases import ALL_KINDS, BOOK, NOW, POLICY, delivered, facts, order
from ..domain.test_publication import SOURCE, row


@dataclass
class Cases:
    """A store that holds refunds in a list and answers as the real one does."""

    refunds: list[Refund] = field(default_factory=list)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Any]:
        yield SimpleNamespace(refunds=self)

    async def find(self, *, state: list[str], order: str, limit: int) -> list[Refund]:
        assert order == "-created_at"
        return [refund for refund in reversed(self.refunds) if refund.state in state][:limit]

    def file(self, number: str, claim: Claim, those: Any, state: str = "under_review") -> None:
        refund = Refund(number, those.order.order_no, "u1", "m1", state, created_at=NOW)
        refund.decision_input = decide(claim, those, POLICY).input_json if state != "draft" else None
        self.refunds.append(refund)


@pytest.fixture
def desk() -> Any:
    cases = Cases()
    cases.file("R1", Claim("undelivered"), facts(order(30000)), state="refunded")
    cases.file("R2", Claim("service_fault", evidence_kinds=ALL_KINDS), facts(delivered()))
    cases.file("R3", Claim("undelivered"), facts(delivered(2)), state="ineligible")
    cases.file("R4", Claim("undelivered"), facts(), state="draft")
    return SimpleNamespace(store=cases, policies=BOOK)


def proposed(**values: Any) -> dict[str, Any]:
    source = deepcopy(SOURCE) | {"version": "2026.2"}
    for name, value in values.items():
        source["params"][name]["value"] = value
    return source


async def test_an_unchanged_policy_changes_nothing(desk: Any) -> None:
    found = (await simulate(desk, proposed())).as_json()
    assert (found["cases"], found["changed"], found["items"], found["lost"]) == (3, 0, [], [])


async def test_a_lower_express_limit_names_the_case_it_moves(desk: Any) -> None:
    found = (await simulate(desk, proposed(express_limit=30000))).as_json()
    assert [item["refund_no"] for item in found["items"]] == ["R1"]
    assert found["items"][0]["changed"]["outcome"] == {"before": "express", "after": "standard"}
    assert {"before": "express", "after": "standard", "cases": 1} in found["outcomes"]


async def test_a_longer_grace_opens_what_was_late(desk: Any) -> None:
    found = (await simulate(desk, proposed(grace_after_ship="P3D"))).as_json()
    assert [item["refund_no"] for item in found["items"]] == ["R3"]
    assert found["items"][0]["changed"]["code"] == {"before": "past_window", "after": None}


async def test_the_newest_cases_alone_if_so_asked(desk: Any) -> None:
    found = (await simulate(desk, proposed(express_limit=30000), limit=2)).as_json()
    assert (found["cases"], found["changed"]) == (2, 0)


async def test_nothing_is_written(desk: Any) -> None:
    before = [(r.state, r.decision_input, r.decision) for r in desk.store.refunds]
    await simulate(desk, proposed(express_limit=1))
    assert [(r.state, r.decision_input, r.decision) for r in desk.store.refunds] == before


async def test_a_broken_proposal_is_refused_with_every_fault(desk: Any) -> None:
    source = proposed(large=0)
    row(source, "U1")["why"] = "bad_luck"
    source["readings"].pop()
    with pytest.raises(Invalid) as refused:
        await simulate(desk, source)
    fields = [error["field"] for error in refused.value.errors]
    assert {"policy.params.large", "policy.claims.U1.why", "policy.readings"} <= {*fields}
    assert {error["code"] for error in refused.value.errors} == {"unclear"}
    assert refused.value.status == 422


async def test_nonsense_is_refused_too(desk: Any) -> None:
    with pytest.raises(Invalid) as refused:
        await simulate(desk, {})
    assert {"field": "policy.policy", "code": "unclear", "detail": "params is missing"} in refused.value.errors
