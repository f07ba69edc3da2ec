"""Who may do what: docs/authorisation.md, written from the tables that are asked (routes, roles, machines).

    python -m ops.authorisation
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from backend.api import actions
from backend.api.authorisation import roles_for
from backend.api.contract_routes import ROUTES, Route
from backend.domain.actor import STAFF_ROLES, Actor
from backend.domain.machine import Machine
from backend.service.audit import MACHINES

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "authorisation.md"
# Everybody who calls from outside, by the key they hold; the bot's is the action server's.
OUTSIDE = ("customer", "bot", "merchant", "platform")
CALLERS = ("nobody", *OUTSIDE, *STAFF_ROLES)
# Parts of the house itself: no key of any door makes a caller one of them.
HOUSE = ("system", "timer", "channel", "payout", "dispute", "outbox", "assigner", "rule")
DOORS = {"customer": "customer", "merchant": "merchant", "platform": "platform", "actions": "bot"}
# The tables' events that decide, pay, adjudicate, deduct or extend: never the bot's, nor any buyer's or merchant's.
POWERS = (
    "approve", "reject", "overturn", "uphold", "agent_override", "extend_deadline", "create_obligation",
    "retry_payout", "decide_user", "decide_partial", "decide_merchant", "send", "redirect", "withhold", "propose",
    "second_approve", "refuse", "hold_deposit", "deposit_short", "deduct_and_pay", "pay", "lift", "lose",
)  # fmt: skip
HEAD = """# Who may do what

Written by `make coverage` from the tables that the doors and machines ask; tests hold it to them and knock with every
key at every door (tests/backend/api/test_authorisation.py). ✓ allowed, · refused: 401 for another door's key, 403 for
another role. A ✓ of a machine says that the role may fire the event where the case stands so; guards may refuse it
still. A senior may do what the junior may. The bot speaks for one signed-in buyer and writes only what the buyer has
said yes to; it never approves, pays, adjudicates, deducts or extends.

"""


def inner() -> list[Route]:
    """The bot's own door, which the public contract leaves out: what it may read and ask for in one conversation."""
    nothing: Any = None
    base, found = "/v1/actions/conversations/{conversation_id}", []
    for route in actions.door(nothing, nothing)._future_routes:
        path = re.sub(r"<(\w+):\w+>", r"{\1}", route.uri)
        found += [Route("actions", method, f"{base}{path}", "") for method in route.methods]
    return sorted(found, key=lambda route: (route.path, route.method))


def may_use(route: Route, caller: str) -> bool:
    """Whether that caller's key opens the route."""
    if not route.door:
        return True
    if route.door != "agent":
        return DOORS[route.door] == caller
    roles = roles_for(route.method, route.path)
    return caller in STAFF_ROLES and (not roles or bool(Actor(caller, caller).roles & set(roles)))


def may_fire(machine: Machine, event: str, role: str) -> bool:
    """Whether the table lets the role fire the event from any state at all."""
    return any(row.event == event and Actor(role, role).roles & row.actors for row in machine.rows)


def events(machine: Machine) -> list[str]:
    """In the table's order."""
    return list(dict.fromkeys(row.event for row in machine.rows))


def _table(first: str, columns: Iterable[str], rows: Iterable[tuple[str, Iterable[bool]]]) -> str:
    names = list(columns)
    lines = [f"| {first} | {' | '.join(names)} |", f"|---|{':-:|' * len(names)}"]
    lines += [f"| {name} | {' | '.join('✓' if mark else '·' for mark in marks)} |" for name, marks in rows]
    return "\n".join(lines) + "\n\n"


def matrix() -> str:
    """The whole page."""
    routes = [(f"`{r.method} {r.path}`", [may_use(r, c) for c in CALLERS]) for r in (*ROUTES, *inner())]
    parts = [HEAD, "## Routes\n\n", _table("route", CALLERS, routes)]
    roles = (*OUTSIDE, *STAFF_ROLES, *HOUSE)
    for machine, _ in MACHINES.values():
        rows = [(f"`{e}`", [may_fire(machine, e, role) for role in roles]) for e in events(machine)]
        parts += [f"## Machine: {machine.name}\n\n", _table("event", roles, rows)]
    return "".join(parts).rstrip() + "\n"


def main() -> int:
    PAGE.write_text(matrix(), "utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {len(matrix().splitlines())} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
