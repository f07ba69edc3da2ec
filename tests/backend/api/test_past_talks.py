"""A buyer's earlier talks as the desk reads them; a long thread comes without a pause; an appeal is others' to see."""

import asyncio
import json

import pytest

from backend.service.threads import append
from tests.backend.desk import MINUTE

from .doors import Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
AGENT = "/v1/agent"


async def asked_for(doors: Doors, me: Caller) -> str:
    """The conversation of a buyer who waits for a person, somebody being there."""
    await doors.platform.put(f"/v1/platform/customers/{me.id}", {"name": "林晓"})
    await (await doors.staff("agent")).post(f"{AGENT}/presence", {"state": "online"})
    name = (await doors.talk(me)).rsplit("/", 1)[1]
    await doors.actions.post(f"/v1/actions/conversations/{name}/handoff", {"reason_code": "complaint"})
    return name


async def test_earlier_talks_with_who_how_and_the_rating(doors: Doors, me: Caller) -> None:
    agent, lead = await doors.staff("agent"), await doors.staff("supervisor")
    name = await asked_for(doors, me)
    mine = f"/v1/customer/conversations/{name}"
    await me.post(f"{mine}/messages", {"client_msg_id": "wait", "text": "卡密打不开"})
    await agent.post(f"{AGENT}/conversations/{name}/accept")
    await agent.post(f"{AGENT}/conversations/{name}/messages", {"client_msg_id": "a", "text": "已为您补发"})
    note = {"client_msg_id": "n", "text": "批次问题", "visibility": "internal"}
    await lead.post(f"{AGENT}/conversations/{name}/messages", note)
    assert (await lead.get(f"{AGENT}/customers/{me.id}"))["talks"] == []  # it still goes on
    await agent.post(f"{AGENT}/conversations/{name}/resolve", {"outcome": "solved"})
    await doors.house.clock.set(doors.now() + MINUTE)
    await me.post(f"{mine}/messages", {"client_msg_id": "later", "text": "另外问一句"})

    (talk,) = (await lead.get(f"{AGENT}/customers/{me.id}"))["talks"]
    assert (talk["agent_id"], talk["agent_name"], talk["end_reason"]) == ("agent", "同事 agent", "solved")
    assert (talk["handoff_state"], talk["reason_code"], talk["asked"], talk["score"]) == (
        "completed", "complaint", True, None,
    )  # fmt: skip
    await me.post(f"{mine}/rating", {"score": 4})
    shown = await lead.get(f"{AGENT}/handoffs/{talk['handoff_id']}")
    assert (shown["score"], shown["customer_id"]) == (4, me.id)
    said = [(e.get("text"), e.get("visibility")) for e in shown["entries"] if e["kind"].endswith(".said")]
    wanted = [("卡密打不开", None), ("已为您补发", None), ("批次问题", "internal")]
    assert [each for each in said if each in wanted] == wanted
    assert shown["entries"][-1]["kind"] == "handoff.resolved"
    assert "另外问一句" not in {text for text, _ in said}
    seqs = [e["seq"] for e in shown["entries"]]
    assert seqs == list(range(seqs[0], seqs[-1] + 1))


async def test_a_request_that_goes_on_is_no_earlier_talk(doors: Doors, me: Caller) -> None:
    agent = await doors.staff("agent")
    name = await asked_for(doors, me)
    open_one = (await agent.post(f"{AGENT}/conversations/{name}/accept"))["handoff_id"]
    for number in (open_one, "H-none"):
        assert (await agent.get(f"{AGENT}/handoffs/{number}")).problem == (404, "not_found")
    await agent.post(f"{AGENT}/conversations/{name}/return")
    await doors.house.clock.set(doors.now() + MINUTE)
    again = await asked_for(doors, me)
    await me.post(f"/v1/customer/conversations/{again}/messages", {"client_msg_id": "c", "choice": "cancel_handoff"})
    talks = (await agent.get(f"{AGENT}/customers/{me.id}"))["talks"]
    assert [(t["handoff_state"], t["agent_id"], t["asked"]) for t in talks] == [
        ("cancelled", None, False), ("returned", "agent", False),
    ]  # fmt: skip


async def test_a_long_thread_comes_without_a_pause(doors: Doors, me: Caller) -> None:
    """Three pages of the store, the middle one among ourselves alone: neither side waits for a bell between them."""
    talk = await doors.talk(me)
    name = talk.rsplit("/", 1)[1]
    async with doors.house.desk.store.transaction() as tx:
        conversation = await tx.conversations.get(name, lock=True)
        for at in range(1600):
            seen = "internal" if 400 <= at < 1100 else "public"
            await append(
                doors.house.desk, tx, conversation, "agent.said", "agent", "客服", text=f"第 {at} 句", visibility=seen
            )
        last = conversation.last_seq
    agent = await doors.staff("agent")
    for who, place, number in ((me, talk, last - 700), (agent, f"{AGENT}/conversations/{name}", last)):
        seqs: list[int] = []
        async with asyncio.timeout(9), who.stream(f"{place}/stream") as events:
            async for event in events:
                if event["event"] == "state":  # told only when the thread is there whole
                    assert json.loads(event["data"])["last_seq"] == last
                    break
                seqs.append(int(event["id"]))
        assert (len(seqs), seqs[-1], seqs) == (number, last, sorted(set(seqs)))
    polled = await me.get(f"{talk}/entries", after_seq=last - 1200, wait_ms=2000)
    assert polled["entries"][0]["text"] == "第 1100 句"


async def test_an_appeal_is_not_shown_to_who_rejected(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me, fen=60_000)
    number = (await me.post("/v1/customer/refunds", {"order_no": order_no, "reason": "undelivered"}))["refund_no"]
    first, other = await doors.staff("senior_reviewer"), await doors.staff("supervisor")
    before = [(await who.get(f"{AGENT}/counts"))["refunds"] for who in (first, other)]
    async with doors.house.desk.store.transaction() as tx:
        refund = await tx.refunds.get(number, lock=True)
        refund.state, refund.rejected_by = "appeal_review", "senior_reviewer"
    for who, shown in ((first, False), (other, True)):
        for query in ({"state": "under_review,appeal_review"}, {}):
            listed = {row["refund_no"] for row in (await who.get(f"{AGENT}/refunds", **query))["items"]}
            assert (number in listed) is shown
    assert [(await who.get(f"{AGENT}/counts"))["refunds"] for who in (first, other)] == [before[0] - 1, before[1]]
    case = await first.get(f"{AGENT}/refunds/{number}")
    assert "overturn" not in case["allowed_events"]
    async with doors.house.desk.store.transaction() as tx:  # as it was, for whoever reads the books later
        refund = await tx.refunds.get(number, lock=True)
        refund.state, refund.rejected_by = "under_review", None
