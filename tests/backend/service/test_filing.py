"""From an application to its path: express legs, causes for people to look, blocked orders (S3, S4, S9)."""

from tests.backend.office import Office


async def test_express(office: Office) -> None:
    order_no = await office.order(product={"express_capable": True})
    refund = await office.file(order_no)
    assert (refund.path, refund.state) == ("express", "payout_pending")
    await office.drain()
    assert await office.state(refund.refund_no) == "refunded"
