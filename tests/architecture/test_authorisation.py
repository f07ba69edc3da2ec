"""The page of who may do what is what the tables say today, and gives no power to who must not have any."""

import pytest

from backend.api.authorisation import DOOR, ROLES
from backend.api.contract_routes import ROUTES
from backend.domain.actor import STAFF_ROLES
from backend.service.audit import MACHINES
from ops.authorisation import HOUSE, OUTSIDE, PAGE, POWERS, events, inner, matrix, may_fire, may_use


def test_the_page_is_the_one_that_would_be_written_now() -> None:
    assert PAGE.read_text("utf-8") == matrix(), "make coverage"


def test_every_role_of_a_route_exists_and_so_does_the_route() -> None:
    assert {(r.method, r.path) for r in ROUTES} >= {(method, DOOR + path) for method, path in ROLES}
    assert {role for roles in ROLES.values() for role in roles} <= set(STAFF_ROLES)


def test_every_actor_of_every_table_has_a_column() -> None:
    actors = {actor for machine, _ in MACHINES.values() for row in machine.rows for actor in row.actors}
    assert actors == actors & {*OUTSIDE, *STAFF_ROLES, *HOUSE}


@pytest.mark.parametrize("power", POWERS)
def test_no_power_for_bot_buyer_or_merchant(power: str) -> None:
    holders = {role for machine, _ in MACHINES.values() for role in (*OUTSIDE, *STAFF_ROLES, *HOUSE)
               if power in events(machine) and may_fire(machine, power, role)}  # fmt: skip
    assert holders, "no such event"
    assert holders.isdisjoint(OUTSIDE)


def test_the_bots_key_opens_its_own_door_and_none_of_the_contract() -> None:
    assert [r.path for r in ROUTES if r.door and may_use(r, "bot")] == []
    assert len(inner()) > 8
    assert all(may_use(r, "bot") for r in inner())
