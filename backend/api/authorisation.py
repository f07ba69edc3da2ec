"""Who may use which route of the staff's door: the one table, asked by the guard and printed in docs/authorisation.md.

A route that is not here is every member's of the staff. What may be done to a case beyond that, its machine says.
"""

import re

from sanic import Request

from ..service.assignments import REVIEWS
from ..service.queue import SERVES

SUPERVISES = ("supervisor",)

# (method, path below /v1/agent) → the roles that may use it; a senior may do what the junior may.
ROLES: dict[tuple[str, str], tuple[str, ...]] = {
    ("POST", "/refunds"): ("agent",),
    ("POST", "/refunds/assign"): REVIEWS,
    ("POST", "/orders/{order_no}/express"): SERVES,
    ("POST", "/disputes/{dispute_no}/compensations"): ("adjudicator",),
    ("POST", "/payouts/{payout_no}/events"): ("finance",),
    ("POST", "/chargebacks/{chargeback_no}/events"): ("finance",),
    ("POST", "/conversations/{conversation_id}/accept"): SERVES,
    ("POST", "/conversations/{conversation_id}/take"): SUPERVISES,
    ("POST", "/conversations/{conversation_id}/reassign"): SUPERVISES,
    ("GET", "/board"): ("supervisor", "operator"),
    ("POST", "/hours"): SUPERVISES,
    ("POST", "/staff/{username}"): SUPERVISES,
    ("POST", "/staff/{username}/presence"): SUPERVISES,
    ("POST", "/replies"): ("supervisor", "operator"),
    ("POST", "/replies/{reply_no}"): ("supervisor", "operator"),
    ("DELETE", "/replies/{reply_no}"): ("supervisor", "operator"),
}
DOOR = "/v1/agent"


def roles_for(method: str, path: str) -> tuple[str, ...]:
    """The roles for a route as the contract writes it; none named: every member of the staff."""
    return ROLES.get((method, path.removeprefix(DOOR)), ())


def roles_of(request: Request) -> tuple[str, ...]:
    """The same for a request on its way in."""
    path = request.route.path if request.route else ""
    return roles_for(request.method, "/" + re.sub(r"<(\w+):\w+>", r"{\1}", path))
