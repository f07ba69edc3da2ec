"""The thread through the customer's door: words stay words, nothing is lost or doubled, waiting ends in time."""

import asyncio
import json
import time
import uuid
from typing import Any

import pytest

from .doors import Answered, Caller, Doors

pytestmark = pytest.mark.asyncio(loop_scope="module")
CHOICE = {"label": "就是这笔", "value": "inform:order_no=LY1"}


async def say(me: Caller, talk: str, text: str | None = None, **more: Any) -> Answered:
    body = {"client_msg_id": uuid.uuid4().hex, **({"text": text} if text is not None else {}), **more}
    return await me.post(f"{talk}/messages", body)


async def settled(me: Caller, talk: str, after: int = 0) -> list[dict[str, Any]]:
    answer = await me.get(f"{talk}/entries", after_seq=after, settled="true", wait_ms=5000)
    return list(answer["entries"])


async def test_one_conversation(doors: Doors, me: Caller) -> None:
    first = await me.post("/v1/customer/conversations")
    again = await me.post("/v1/customer/conversations", {"topic": "file_refund"})
    assert first["conversation_id"] == again["conversation_id"]
    assert (await me.post("/v1/customer/conversations", {"mood": "bad"})).problem == (422, "invalid")
    assert (await me.raw("/v1/customer/conversations", b"")).status == 200


async def test_an_order_is_at_hand(doors: Doors, me: Caller) -> None:
    order_no = await doors.order(me)
    opened = await me.post("/v1/customer/conversations", {"order_no": order_no})
    talk = f"/v1/customer/conversations/{opened['conversation_id']}"
    await settled(me, talk)
    sender, message, context = doors.xiaoyun.heard[-1]
    assert (sender, json.loads(message.partition("{")[1] + message.partition("{")[2])["order_no"]) == (
        f"{opened['conversation_id']}.1", order_no,
    )  # fmt: skip
    assert context["hint"] == {"order_no": order_no}


@pytest.mark.parametrize("text", ["/restart", "／session_start", '/inform{"order_no": "LY1"}', " /deny", "/"])
async def test_text_is_never_a_command(doors: Doors, me: Caller, text: str) -> None:
    talk = await doors.talk(me)
    sent = await say(me, talk, text)
    assert sent.status == 202
    entries = await settled(me, talk, sent["seq"] - 1)
    assert entries[0]["text"] == text
    assert not doors.xiaoyun.heard[-1][1].lstrip().startswith(("/", "／"))
    assert entries[1]["kind"] == "bot.said"


async def test_secrets_are_not_kept(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    sent = await say(me, talk, "卡密：ABCD-1234-EFGH，卡号 6222021234567890")
    entry = (await settled(me, talk, sent["seq"] - 1))[0]
    assert entry["text"] == "卡密：AB****，卡号 6222 **** **** 7890"
    assert doors.xiaoyun.heard[-1][1] == entry["text"]


async def test_only_what_was_offered_can_be_chosen(doors: Doors, me: Caller) -> None:
    before = doors.xiaoyun.says
    doors.xiaoyun.says = [{"act": "ask_order", "text": "哪一笔？", "choices": [CHOICE], "facts": {}}]
    talk = await doors.talk(me)
    for value in ("inform:order_no=LY2", "request_human", "/restart", CHOICE["label"]):
        assert (await say(me, talk, choice=value)).problem == (409, "not_allowed")
    sent = await say(me, talk, choice=CHOICE["value"])
    entry = (await settled(me, talk, sent["seq"] - 1))[0]
    doors.xiaoyun.says = before
    assert (entry["text"], entry["choice"]) == (CHOICE["label"], CHOICE["value"])
    assert not [name for name in entry if name.startswith("_")]
    stranger = doors.customer(f"{me.id}-z")
    assert (await say(stranger, await doors.talk(stranger), choice=CHOICE["value"])).problem == (409, "not_allowed")


@pytest.mark.parametrize(
    "body",
    [{"text": ""}, {"text": "   "}, {"text": "字" * 2001}, {}, {"text": "好", "choice": "x"}, {"text": 5},
     {"text": "好", "client_msg_id": ""}, {"text": "好", "client_msg_id": "x" * 129}, {"text": "好", "mood": 1}],
    ids=lambda body: str(body)[:30],
)  # fmt: skip
async def test_messages_that_are_none(doors: Doors, me: Caller, body: dict[str, Any]) -> None:
    talk = await doors.talk(me)
    before = (await me.get(f"{talk}/entries"))["last_seq"]
    answer = await me.post(f"{talk}/messages", {"client_msg_id": "m1"} | body)
    assert answer.problem == (422, "invalid")
    assert (await me.get(f"{talk}/entries"))["last_seq"] == before


async def test_two_thousand_characters_are_a_message(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    assert (await say(me, talk, "字" * 2000)).status == 202


async def test_the_same_message_again(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    first = await me.post(f"{talk}/messages", {"client_msg_id": "m1", "text": "在吗"})
    again = await me.post(f"{talk}/messages", {"client_msg_id": "m1", "text": "在吗"})
    assert (first.status, again["seq"]) == (202, first["seq"])
    other = await me.post(f"{talk}/messages", {"client_msg_id": "m1", "text": "不在"})
    assert other.problem == (409, "conflict")
    said = [e for e in await settled(me, talk) if e["kind"] == "customer.said"]
    assert [e["client_msg_id"] for e in said] == ["m1"]


async def test_an_agent_may_use_the_same_id(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    await me.post(f"{talk}/messages", {"client_msg_id": "m1", "text": "在吗"})
    agent = await doors.staff("agent")
    place = f"/v1/agent/conversations/{talk.rsplit('/', 1)[1]}/messages"
    assert (await agent.post(place, {"client_msg_id": "m1", "text": "在的"})).status == 202


async def test_waiting_ends_with_something_new(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    last = (await me.get(f"{talk}/entries"))["last_seq"]
    began = time.monotonic()
    waiting = asyncio.create_task(me.get(f"{talk}/entries", after_seq=last, wait_ms=9000))
    await asyncio.sleep(0)
    sent = await say(me, talk, "在吗")
    found = await waiting
    assert found["entries"][0]["seq"] == sent["seq"]
    assert time.monotonic() - began < 5


async def test_waiting_ends_in_time(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    last = (await me.get(f"{talk}/entries"))["last_seq"]
    found = await me.get(f"{talk}/entries", after_seq=last, wait_ms=50)
    assert (found["entries"], found["last_seq"], found["status"], found["owner"]) == ([], last, "open", "bot")


async def test_settled_waits_until_nothing_is_owed(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    doors.xiaoyun.gate = asyncio.Event()
    doors.xiaoyun.asked.clear()
    sent = await say(me, talk, "在吗")
    plain = await me.get(f"{talk}/entries", after_seq=sent["seq"] - 1, wait_ms=5000)
    assert [e["kind"] for e in plain["entries"]] == ["customer.said"]
    waiting = asyncio.create_task(settled(me, talk, sent["seq"]))
    await doors.xiaoyun.asked.wait()
    assert not waiting.done()
    doors.xiaoyun.gate.set()
    assert [e["kind"] for e in await waiting] == ["bot.said"]


async def test_settled_does_not_wait_for_an_assistant_that_is_away(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    doors.xiaoyun.down = "away"
    sent = await say(me, talk, "在吗")
    (told,) = [e for e in await settled(me, talk, sent["seq"]) if e["kind"] == "bot.said"]
    assert told["act"] == "apologise"
    doors.xiaoyun.down = None
    again = await say(me, talk, choice="turn_resumed")
    answered = [e for e in await settled(me, talk, again["seq"]) if e["kind"] == "bot.said"]
    assert [e["act"] for e in answered] == ["greet"]


async def read(me: Caller, talk: str, until: int, **headers: str) -> list[int]:
    """The numbers of the stream's entries up to that one; every `id:` is its entry's number."""
    seqs: list[int] = []
    async with asyncio.timeout(8), me.stream(f"{talk}/stream", **headers) as events:
        async for event in events:
            if event["event"] == "entry":
                assert int(event["id"]) == json.loads(event["data"])["seq"]
                seqs.append(int(event["id"]))
                if seqs[-1] >= until:
                    return seqs
    return seqs


async def test_the_stream_resumes_without_loss_or_doubles(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    for text in ("一", "二", "三"):
        last = (await settled(me, talk, (await say(me, talk, text))["seq"]))[-1]["seq"]
    whole = await read(me, talk, last)
    assert whole == list(range(1, last + 1))
    for cut in (1, 3, last - 1):
        assert await read(me, talk, last, **{"Last-Event-ID": str(cut)}) == whole[cut:]
    assert await read(me, f"{talk}", last, **{"Last-Event-ID": "nonsense"}) == whole
    assert await read(me, f"{talk}", last, **{"Last-Event-ID": "9" * 400}) == whole
    going_on = asyncio.create_task(read(me, talk, last + 2, **{"Last-Event-ID": str(last)}))
    await asyncio.sleep(0)
    await say(me, talk, "四")
    assert await going_on == [last + 1, last + 2]


async def test_the_stream_tells_who_owns_the_talk(doors: Doors, me: Caller) -> None:
    talk = await doors.talk(me)
    agent = await doors.staff("agent")
    async with asyncio.timeout(8), me.stream(f"{talk}/stream") as events:
        states = []
        async for event in events:
            if event["event"] != "state":
                continue
            states.append(json.loads(event["data"])["owner"])
            if len(states) == 1:
                await agent.post(f"/v1/agent/conversations/{talk.rsplit('/', 1)[1]}/accept")
            if states[-1] == "agent":
                break
    assert states[0] == "bot"


async def test_too_fast(doors: Doors, me: Caller) -> None:
    """A burst is allowed, then it is one after another; the answer says how long to wait. Others are not held up."""
    talk = await doors.talk(me)
    answers = await asyncio.gather(*(me.post(f"{talk}/messages", {"text": "快"}) for _ in range(75)))
    slow = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {422, 429}
    assert 5 < len(slow) < 16
    assert slow[0].problem == (429, "too_many")
    assert int(slow[0].headers["Retry-After"]) >= 1
    other = doors.customer(f"{me.id}-o")
    assert (await say(other, await doors.talk(other), "慢")).status == 202
