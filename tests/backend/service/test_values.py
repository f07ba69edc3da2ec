"""Every named value of the policy has its edge, and the edge is where the value says (I18): a new value without one
fails here."""

from pathlib import Path

import pytest

from backend.domain.dimensions import PARAMS
from backend.domain.policy import Policy, PolicyBook
from tests.backend.desk import build
from tests.backend.domain.cases import POLICY
from tests.backend.edges import EDGES, can_shift, shifted
from tests.backend.office import Office

from .counts import COUNTS


def test_no_value_is_without_its_edge() -> None:
    assert sorted(PARAMS) == sorted([*EDGES, *COUNTS])


@pytest.mark.parametrize("name", EDGES)
def test_below_at_and_above(name: str) -> None:
    edge, expected = EDGES[name]
    assert edge(POLICY) == expected


@pytest.mark.parametrize(("name", "by"), [(name, by) for name in EDGES for by in (-1, 1) if can_shift(name, by)])
def test_one_unit_more_or_less_is_noticed(name: str, by: int) -> None:
    edge, expected = EDGES[name]
    assert edge(shifted(name, by)) != expected


def opened(fresh: str, folder: Path, policy: Policy) -> Office:
    office = Office(build(fresh, folder))
    office.desk.policies = PolicyBook([policy])
    return office


@pytest.mark.parametrize(("name", "by"), [(name, by) for name in COUNTS for by in (-1, 0, 1) if can_shift(name, by)])
async def test_how_many_how_often_how_long_back(fresh: str, tmp_path: Path, name: str, by: int) -> None:
    ask, expected = COUNTS[name]
    office = opened(fresh, tmp_path, shifted(name, by))
    try:
        assert (await ask(office) == expected) == (by == 0)
    finally:
        await office.close()
