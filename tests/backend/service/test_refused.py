"""Whoever does what the tables do not have is refused with a code, whatever the machine, and nothing is written (I13,
I14)."""

from types import SimpleNamespace
from typing import Any

import pytest

from backend.domain.actor import STAFF_ROLES, Actor
from backend.domain.errors import Forbidden, NotAllowed
from backend.domain.machine import START
from backend.service.audit import MACHINES
from backend.service.engine import KEYS, fire
from ops.authorisation import HOUSE, OUTSIDE
from tests.backend.office import Office

ROLES = (*OUTSIDE, *STAFF_ROLES, *HOUSE, "nobody")


@pytest.mark.parametrize("name", MACHINES)
async def test_nothing_is_written_for_a_step_that_is_none(office: Office, name: str) -> None:
    """Every state, event and role that the machine's table does not have, other machines' events among them."""
    machine = MACHINES[name][0]
    everything = {row.event for other, _ in MACHINES.values() for row in other.rows} | {"no_such_event", ""}
    tried = 0
    async with office.desk.store.reading() as tx:
        for state in (START, *sorted(machine.states)):
            case = SimpleNamespace(state=state, **{KEYS[name]: "X"})
            for event in sorted(everything):
                for role in ROLES:
                    if not machine.allows(state, event, Actor(role, "x")):
                        await refuse(office, tx, machine, case, event, role)
                        tried += 1
            assert vars(case) == {"state": state, KEYS[name]: "X"}
        session: Any = tx.session  # type: ignore[attr-defined]
        assert not session.new
        assert not session.dirty
        assert await tx.audit.count() == 0
    assert tried > 10_000


async def refuse(office: Office, tx: Any, machine: Any, case: Any, event: str, role: str) -> None:
    with pytest.raises((NotAllowed, Forbidden)) as refused:
        await fire(office.desk, tx, machine, case, event, Actor(role, "x"), touched=True)
    assert refused.value.code in {"not_allowed", "forbidden"}
