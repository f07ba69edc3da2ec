"""A decision's input as canonical JSON: the same facts always make the same bytes, and the bytes make the facts.

Moments are written in UTC, kinds sorted, keys sorted, so that neither a time zone nor an order of arrival shows.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from .moment import moment
from .order import Account, Order, Payment, Product
from .situation import Claim, Facts

_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical(claim: Claim, facts: Facts, policy_version: str, calendar_version: str) -> str:
    """Claim, facts and the versions that they are judged under, as one line of JSON."""
    order = facts.order
    body = vars(facts) | {
        "now": _utc(facts.now),
        "order": vars(order)
        | {name: _utc(getattr(order, name)) for name in _MOMENTS}
        | {
            "product": vars(order.product),
            "requested": vars(order.requested),
            "delivered": vars(order.delivered),
            "payments": [vars(payment) for payment in order.payments],
        },
    }
    said = vars(claim) | {
        "fault_discovered_at": _utc(claim.fault_discovered_at),
        "evidence_kinds": sorted(claim.evidence_kinds),
    }
    return _write({"calendar": calendar_version, "claim": said, "facts": body, "policy": policy_version})


def digest(written: str) -> str:
    """SHA-256 of the canonical text, in hex."""
    return hashlib.sha256(written.encode()).hexdigest()


def recall(written: str) -> tuple[Claim, Facts, str, str]:
    """The claim, the facts, and the versions of policy and calendar that a stored decision was made from.

    Raises ValueError, KeyError or TypeError for a text that `canonical` did not write.
    """
    body: dict[str, Any] = json.loads(written)
    said, known, order = body["claim"], body["facts"], body["facts"]["order"]
    claim = Claim(**said | {
        "fault_discovered_at": moment(said["fault_discovered_at"]),
        "evidence_kinds": frozenset(said["evidence_kinds"]),
    })  # fmt: skip
    facts = Facts(**known | {
        "now": moment(known["now"]),
        "order": Order(**order | {name: moment(order[name]) for name in _MOMENTS} | {
            "product": Product(**order["product"]),
            "requested": Account(**order["requested"]),
            "delivered": Account(**order["delivered"]),
            "payments": tuple(Payment(**payment) for payment in order["payments"]),
        }),
    })  # fmt: skip
    return claim, facts, body["policy"], body["calendar"]


_MOMENTS = ("paid_at", "shipped_at", "delivered_at", "confirmed_at", "expires_at", "advertised_valid_until")


def _utc(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
