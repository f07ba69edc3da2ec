"""Which way the money goes back is the routing table's word, leg by leg (R42, A13)."""

from copy import deepcopy

import pytest

from backend.domain.errors import NotAllowed
from backend.domain.policy import PolicyBook, policy_from
from tests.backend.desk import payment
from tests.backend.domain.test_publication import SOURCE
from tests.backend.office import Office

LEGS = [payment("alipay", "wallet_balance", 5000, "A"), payment("bank", "credit_card", 4000, "B")]


def routed(office: Office, **routes: str) -> None:
    """The office under a policy whose routing rows (P2: usable accounts, P3: void ones) say otherwise for banks."""
    source = deepcopy(SOURCE)
    for name, route in routes.items():
        row = next(row for row in source["routing"] if row["id"] == name)
        row["when"]["channel"] = [channel for channel in row["when"]["channel"] if channel != "bank"]
        source["routing"].append(row | {"id": f"{name}b", "when": row["when"] | {"channel": ["bank"]}, "route": route})
    office.desk.policies = PolicyBook([policy_from(source)])


async def approved(office: Office, behaviour: str | None = None) -> str:
    order_no = await office.order(payments=LEGS)
    if behaviour:
        office.behave(order_no, behaviour, "bank")
    number = (await office.file(order_no)).refund_no
    await office.staff("reviewer", number, "approve")
    await office.wait(minutes=5)
    return number


async def test_every_leg_goes_back_the_way_it_came(office: Office) -> None:
    number = await approved(office)
    found = {(p.transaction_id, p.channel, p.route, p.amount_fen) for p in await office.payouts(number)}
    assert found == {("A", "alipay", "original", 5000), ("B", "bank", "original", 4000)}


async def test_another_row_another_way(office: Office) -> None:
    routed(office, P2="balance")
    number = await approved(office)
    found = {(p.transaction_id, p.channel, p.route) for p in await office.payouts(number)}
    assert found == {("A", "alipay", "original"), ("B", "balance", "balance")}
    assert await office.state(number) == "refunded"
    ledger = {line.account: line.amount_fen for line in await office.read("ledger") if line.account[:7] == "channel"}
    assert ledger == {"channel:alipay": -5000, "channel:balance": -4000}


async def test_a_void_account_leads_to_a_verified_one_where_the_table_says_so(office: Office) -> None:
    number = await approved(office, "abnormal")
    stuck = next(p for p in await office.payouts(number) if p.channel == "bank")
    assert (await office.redirect(stuck.payout_no)).route == "verified_account"


async def test_and_nowhere_where_it_does_not(office: Office) -> None:
    routed(office, P3="original")
    number = await approved(office, "abnormal")
    stuck = next(p for p in await office.payouts(number) if p.channel == "bank")
    with pytest.raises(NotAllowed) as refused:
        await office.redirect(stuck.payout_no)
    assert "A13" in refused.value.extra["rule_ids"]
