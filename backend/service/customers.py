"""The host platform's facts, mirrored in. Putting the same body again changes nothing."""

from typing import Any

from ..domain.moment import moment
from ..domain.people import Customer, Merchant, OrderRow
from .desk import Desk
from .events import publish
from .ports import Tx


async def put_customer(tx: Tx, customer_id: str, name: str, standing: str) -> Customer:
    found = await tx.customers.get(customer_id, lock=True)
    if found is None:
        found = Customer(customer_id, name, standing)
        tx.customers.add(found)
    found.name, found.standing = name, standing
    return found


async def put_merchant(
    tx: Tx, merchant_id: str, name: str, deposit_fen: int, webhook_url: str | None, webhook_secret: str | None
) -> Merchant:
    found = await tx.merchants.get(merchant_id, lock=True)
    if found is None:
        found = Merchant(merchant_id, name, deposit_fen)
        tx.merchants.add(found)
    found.name, found.deposit_fen = name, deposit_fen
    found.webhook_url, found.webhook_secret = webhook_url, webhook_secret
    return found


async def put_order(desk: Desk, tx: Tx, order_no: str, body: dict[str, Any]) -> OrderRow:
    """Mirror an order. A customer or merchant not mirrored yet is made, in good standing, under its own id."""
    found = await tx.orders.get(order_no, lock=True)
    if found is not None and found.body == body:
        return found
    if await tx.customers.get(body["customer_id"]) is None:
        tx.customers.add(Customer(body["customer_id"], body["customer_id"], "good"))
    if await tx.merchants.get(body["merchant_id"]) is None:
        tx.merchants.add(Merchant(body["merchant_id"], body["merchant_id"], 0))
    paid_at = moment(body["paid_at"])
    assert paid_at is not None
    if found is None:
        found = OrderRow(order_no, body["customer_id"], body["merchant_id"], paid_at, body)
        tx.orders.add(found)
    else:
        found.customer_id, found.merchant_id = body["customer_id"], body["merchant_id"]
        found.paid_at, found.body = paid_at, body
    await publish(desk, tx, "order.mirrored", found.customer_id, order_no=order_no)
    return found
