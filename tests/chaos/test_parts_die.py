"""Parts die, hang or answer nonsense: the buyer is told in time, offered a way on, and answered once all is well."""

import signal
import time

import pytest

from tests.live import Chat, LiveHouse, acts

pytestmark = [pytest.mark.processes, pytest.mark.rasa]

TOLD_WITHIN_S = 11.0


def replies_to(chat: Chat, seq: int) -> list[str]:
    """The acts of what the bot said after that entry."""
    return [e["act"] for e in chat.entries() if e["seq"] > seq and e["kind"] == "bot.said"]


def told(chat: Chat, seq: int) -> dict[str, object]:
    """The apology for an entry, and that it came in time."""
    entry = chat.wait_for("bot.said", TOLD_WITHIN_S)
    assert entry["seq"] > seq
    assert entry["act"] == "apologise"
    values = {choice["value"] for choice in entry["choices"]}
    assert values == {"turn_resumed", "request_human"}
    return entry


def answered_once(chat: Chat, seq: int, seconds: float = 45.0) -> list[str]:
    """The proper answer, given by itself, and given once."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = [act for act in replies_to(chat, seq) if act != "apologise"]
        if found:
            chat.settled()
            return [act for act in replies_to(chat, seq) if act != "apologise"]
        chat.me.get(f"{chat.path}/entries", after_seq=chat.seen + 99, wait_ms=500)
    raise AssertionError(f"never answered: {replies_to(chat, seq)}")


def test_rasa_killed(house: LiveHouse) -> None:
    chat = Chat(house, house.buyer())
    house.signal("rasa", signal.SIGKILL)
    try:
        seq = chat.post(text="你们几点上班")
        told(chat, seq)
    finally:
        house.start("rasa")
    assert answered_once(chat, seq) == ["inform_policy"]


def test_rasa_killed_in_the_middle_of_an_application(house: LiveHouse) -> None:
    """The form's memory is the backend's: the next answer goes on where the last question was."""
    customer_id = house.buyer()
    order_no = house.order(customer_id)
    chat = Chat(house, customer_id)
    assert [entry["act"] for entry in chat.say("我要退款")] == ["ask_reason"]
    house.signal("rasa", signal.SIGKILL)
    house.start("rasa")
    said = chat.say("未发货")
    assert said[-1]["act"] == "ask_confirm"
    assert said[-1]["facts"]["order_no"] == order_no


def test_rasa_hangs(house: LiveHouse) -> None:
    chat = Chat(house, house.buyer())
    house.signal("rasa", signal.SIGSTOP)
    try:
        seq = chat.post(text="你们几点上班")
        told(chat, seq)
    finally:
        house.signal("rasa", signal.SIGCONT)
    assert answered_once(chat, seq) == ["inform_policy"]


def test_actions_killed(house: LiveHouse) -> None:
    """Rasa then answers 200 with nothing, which is a failure too."""
    chat = Chat(house, house.buyer())
    house.signal("actions", signal.SIGKILL)
    try:
        seq = chat.post(text="你们几点上班")
        told(chat, seq)
    finally:
        house.start("actions")
    assert answered_once(chat, seq) == ["inform_policy"]


def test_retry_by_hand(house: LiveHouse) -> None:
    chat = Chat(house, house.buyer())
    house.signal("actions", signal.SIGKILL)
    try:
        seq = chat.post(text="你们几点上班")
        chat.last = [told(chat, seq)]
    finally:
        house.start("actions")
    chat.choose("turn_resumed")
    assert answered_once(chat, seq) == ["inform_policy"]


def test_a_person_without_the_assistant(house: LiveHouse) -> None:
    """The person that is offered can be had while the assistant is still away."""
    chat = Chat(house, house.buyer())
    house.by_day()
    house.staff("agent").post("/v1/agent/presence", {"state": "online"})
    house.signal("rasa", signal.SIGKILL)
    try:
        seq = chat.post(text="你们几点上班")
        chat.last = [told(chat, seq)]
        chat.post(choice="request_human")
        assert chat.wait_for("handoff.requested")["card"]["position"] == 1
        assert chat.me.get(f"{chat.path}/entries", after_seq=0)["owner"] == "queue"
    finally:
        house.start("rasa")


def test_backend_killed_after_202(house: LiveHouse) -> None:
    """What was accepted is answered after the restart, once."""
    chat = Chat(house, house.buyer())
    house.signal("rasa", signal.SIGSTOP)  # so that the turn is certainly in flight
    seq = chat.post(text="你们几点上班")
    house.signal("backend", signal.SIGKILL)
    house.signal("rasa", signal.SIGCONT)
    house.start("backend")
    assert answered_once(chat, seq) == ["inform_policy"]
    time.sleep(1.0)  # a second answer, if there were one, would be under way
    assert acts(chat.settled()) == []
    assert [act for act in replies_to(chat, seq) if act != "apologise"] == ["inform_policy"]


def test_backend_killed_between_approval_and_payment(house: LiveHouse) -> None:
    """An approval is owed money whatever dies; after the restart it is paid, once."""
    customer_id = house.buyer()
    me = house.customer(customer_id)
    order_no = house.order(customer_id)
    house.platform.post(
        "/v1/platform/sandbox/channel", {"channel": "alipay", "order_no": order_no, "behaviour": "timeout_after"}
    )
    refund = me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered", "evidence_ids": []})
    house.signal("backend", signal.SIGKILL)
    house.start("backend")
    house.platform.post("/v1/platform/clock", {"advance_seconds": 300})
    paid = me.get(f"/v1/customer/refunds/{refund['refund_no']}")
    assert paid["state"] == "refunded"
    assert [payout["state"] for payout in paid["payouts"]] == ["succeeded"]
    assert len({payout["out_refund_no"] for payout in paid["payouts"]}) == 1
