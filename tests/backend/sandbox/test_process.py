"""The channel as a process of its own beside the real backend: the platform steers it, its death loses nothing."""

import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.live import LiveHouse

pytestmark = pytest.mark.processes


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveHouse]:
    """Backend and channel alone: money needs no assistant."""
    live = LiveHouse(tmp_path_factory.mktemp("channel"))
    try:
        live.start("backend", "channel")
        yield live
    finally:
        live.__exit__()


def paid(house: LiveHouse, behaviour: str, channel: str) -> tuple[str, Any]:
    """An express refund of 98 yuan that meets this behaviour: (refund_no, its buyer)."""
    customer_id = house.buyer()
    leg = {"channel": channel, "funding": "wallet_balance", "amount_fen": 9800, "transaction_id": f"T{time.time_ns()}"}
    order_no = house.order(customer_id, payments=[leg])
    house.platform.post(
        "/v1/platform/sandbox/channel", {"channel": channel, "order_no": order_no, "behaviour": behaviour}
    )
    me = house.customer(customer_id)
    body = {"order_no": order_no, "reason": "undelivered", "evidence_ids": []}
    return me.post("/v1/customer/refunds", body)["refund_no"], me


def payout_state(me: Any, refund_no: str) -> str:
    (payout,) = me.get(f"/v1/customer/refunds/{refund_no}")["payouts"]
    return str(payout["state"])


def wait_for(me: Any, refund_no: str, *states: str, seconds: float = 20.0) -> str:
    """The payout's state once it is one of these."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = payout_state(me, refund_no)
        if found in states:
            return found
        me.get("/v1/customer/refunds")
    raise AssertionError(f"still {payout_state(me, refund_no)}")


def pass_time(house: LiveHouse, seconds: int) -> None:
    house.platform.post("/v1/platform/clock", {"advance_seconds": seconds})


@pytest.mark.parametrize("channel", ["wechat", "alipay", "bank"])
def test_the_clock_answers_when_the_notices_are_in(house: LiveHouse, channel: str) -> None:
    cases = {b: paid(house, b, channel) for b in ("success", "processing", "abnormal", "closed", "timeout_after")}
    wait_for(cases["success"][1], cases["success"][0], "succeeded")
    wait_for(cases["timeout_after"][1], cases["timeout_after"][0], "unknown")
    pass_time(house, 130)
    states = {b: payout_state(me, refund_no) for b, (refund_no, me) in cases.items()}
    assert states == {
        "success": "succeeded", "processing": "succeeded", "timeout_after": "succeeded", "abnormal": "abnormal",
        "closed": "closed_unpaid",
    }  # fmt: skip


def test_reversed_by_the_platforms_door(house: LiveHouse) -> None:
    refund_no, me = paid(house, "success", "alipay")
    wait_for(me, refund_no, "succeeded")
    order_no = me.get(f"/v1/customer/refunds/{refund_no}")["order_no"]
    house.platform.post(
        "/v1/platform/sandbox/channel", {"channel": "alipay", "order_no": order_no, "behaviour": "reverse"}
    )
    assert wait_for(me, refund_no, "reversed")


def test_channel_killed_and_back(house: LiveHouse) -> None:
    """Its books outlive it: what it had taken on is not paid again, what it never heard of is sent again."""
    known, somebody = paid(house, "processing", "wechat")
    wait_for(somebody, known, "processing")
    house.signal("channel", signal.SIGKILL)
    customer_id = house.buyer()
    me = house.customer(customer_id)
    order_no = house.order(customer_id)
    refund_no = me.post(
        "/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []}
    )["refund_no"]  # fmt: skip
    wait_for(me, refund_no, "unknown")
    pass_time(house, 65)
    assert payout_state(me, refund_no) == "unknown", "the clock moves though the channel is away"
    house.start("channel")
    pass_time(house, 600)
    assert (payout_state(me, refund_no), payout_state(somebody, known)) == ("succeeded", "succeeded")
