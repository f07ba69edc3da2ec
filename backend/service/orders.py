"""A buyer's orders, with what may be claimed on each (R5, R17, R69)."""

from typing import Any

from ..domain.actor import Actor
from ..domain.people import OrderRow
from ..domain.policy import eligibility
from .desk import Desk
from .engine import record
from .facts import facts_for, order_for
from .ports import Tx
from .views import order_card


async def order_json(desk: Desk, tx: Tx, row: OrderRow) -> dict[str, Any]:
    """The order card plus the contract's `eligibility`."""
    found = eligibility(await facts_for(desk, tx, row), desk.policy).as_json()
    card = await order_card(tx, row, bool(found["express"]["eligible"]))
    del card["type"]
    drafts = await tx.refunds.find(order_no=row.order_no, order="-created_at", limit=5)
    latest = next((r for r in drafts if r.state not in {"draft", "abandoned", "ineligible"}), None)
    return card | {
        "merchant_id": row.merchant_id,
        "shipped_at": row.body.get("shipped_at"),
        "delivered_at": row.body.get("delivered_at") or row.body.get("shipped_at"),
        "confirmed_at": row.body.get("confirmed_at"),
        "eligibility": found,
        "refund": {"refund_no": latest.refund_no, "state": latest.state} if latest else None,
    }


async def enable_express(desk: Desk, tx: Tx, actor: Actor, order_no: str) -> OrderRow:
    """An agent opens express for an order: the flag and nothing else, and the trail says who, and what it changed (S4,
    A19). Raises `NotFound`."""
    row = await order_for(tx, order_no, None, lock=True)
    if not row.express_enabled:
        row.express_enabled = True
        found = eligibility(await facts_for(desk, tx, row), desk.policy).as_json()["express"]
        await record(
            desk, tx, "order", order_no, "enable_express", "", "eligible" if found["eligible"] else "not_eligible",
            actor, rule_ids=found["rule_ids"], policy_version=desk.policy.version, inputs=found,
        )  # fmt: skip
    return row


async def orders_of(desk: Desk, tx: Tx, customer_id: str, limit: int = 50) -> list[dict[str, Any]]:
    """The buyer's orders, newest payment first."""
    rows = await tx.orders.find(customer_id=customer_id, order="-paid_at", limit=limit)
    return [await order_json(desk, tx, row) for row in rows]
