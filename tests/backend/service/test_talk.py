"""The talk: words are words, turns are taken once, an assistant that is away is told of, only a yes writes (I28)."""

import asyncio
from typing import Any

import pytest

from backend.domain.errors import Conflict, NotAllowed, NotFound
from backend.service import confirm
from backend.service.ports import AssistantDown
from backend.service.turns import Hub, take_turn
from tests.backend.desk import HOUR
from tests.backend.office import Office
from tests.backend.talk import Talk


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("/restart", "restart"),
        ("／greet", "greet"),
        ("  /inform{\"order_no\": \"X\"}", "inform{\"order_no\": \"X\"}"),
        ("//／ /deny", "deny"),
        ("/", "符号"),
        ("为什么/怎么办", "为什么/怎么办"),
    ],
)  # fmt: skip
async def test_text_is_never_a_command(office: Office, text: str, heard: str) -> None:
    talk = await Talk.open(office)
    await talk.turn()
    entry = await talk.say(text)
    await talk.turn()
    assert (entry.text, talk.xiaoyun.heard[-1][1]) == (text, heard)


async def test_only_what_was_offered_can_be_chosen(office: Office) -> None:
    talk = await Talk.open(office)
    choice = {"label": "就是这笔", "value": "inform:order_no=LY1&reason=other"}
    talk.xiaoyun.says = [{"act": "ask_order", "text": "哪一笔？", "choices": [choice], "facts": {}}]
    with pytest.raises(NotAllowed):
        await talk.say(choice=choice["value"])
    await talk.turn()
    with pytest.raises(NotAllowed):
        await talk.say(choice="inform:order_no=LY2")
    entry = await talk.say(choice=choice["value"])
    await talk.turn()
    assert entry.text == "就是这笔"
    assert talk.xiaoyun.heard[-1][1] == '/inform{"order_no": "LY1", "reason": "other"}'
    assert "_choice" not in entry.as_json()


async def test_a_turn_is_taken_once(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.turn()
    await talk.say("在吗")
    await talk.turn()
    await talk.turn()
    first, second = (message for _, message, _ in talk.xiaoyun.heard)
    assert (first.partition("{")[0], second) == ("/conversation_opened", "在吗")
    assert await talk.kinds() == ["conversation.opened", "bot.said", "customer.said", "bot.said"]


async def test_messages_are_answered_in_order(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.turn()
    for text in ("一", "二", "三"):
        await talk.say(text)
    await talk.turn()
    assert [message for _, message, _ in talk.xiaoyun.heard[1:]] == ["一", "二", "三"]


@pytest.mark.parametrize("why", ["TimeoutError", "empty answer", "status 500"])
async def test_an_assistant_that_is_away(office: Office, why: str) -> None:
    """Told at once, once for each message, with a way on; answered when it is back."""
    talk = await Talk.open(office)
    await talk.turn()
    talk.xiaoyun.down = why
    await talk.say("在吗")
    for _ in range(2):
        with pytest.raises(AssistantDown):
            await take_turn(office.desk, talk.id)
        assert (await talk.acts())[1:] == ["apologise"]
    last = (await talk.entries())[-1]
    assert {choice["value"] for choice in last.body["choices"]} == {"turn_resumed", "request_human"}
    talk.xiaoyun.down = None
    await talk.turn()
    assert (await talk.acts())[1:] == ["apologise", "greet"]


async def test_a_late_answer_of_an_old_owner_is_dropped(office: Office) -> None:
    """While the assistant thinks, a person takes over: its answer is not written (no entry of an old epoch)."""
    talk = await Talk.open(office)
    await talk.turn()
    await talk.on_duty("lin")
    talk.xiaoyun.gate = asyncio.Event()
    talk.xiaoyun.asked.clear()
    await talk.say("在吗")
    slow = asyncio.create_task(take_turn(office.desk, talk.id))
    await talk.xiaoyun.asked.wait()
    await talk.agent_says("我来帮您")
    talk.xiaoyun.gate.set()
    await slow
    assert (await talk.kinds())[-2:] == ["handoff.accepted", "agent.said"]
    assert (await talk.now()).owner == "agent"


async def test_the_hub_takes_one_turn_at_a_time(office: Office) -> None:
    talk = await Talk.open(office)
    await talk.turn()
    hub = Hub(office.desk)
    office.desk.kick = hub.kick
    talk.xiaoyun.gate = asyncio.Event()
    talk.xiaoyun.asked.clear()
    for text in ("一", "二", "三"):
        await talk.say(text)
    await talk.xiaoyun.asked.wait()
    assert len(talk.xiaoyun.heard) == 2  # the opening, and one in flight
    talk.xiaoyun.gate.set()
    rung = 0
    async with asyncio.timeout(5):
        while (await talk.kinds()).count("bot.said") < 4:
            rung = await office.desk.bell.wait(talk.id, rung, 1)
    await hub.stop()
    assert [message for _, message, _ in talk.xiaoyun.heard[1:]] == ["一", "二", "三"]


async def test_a_picture_and_words_share_no_id(office: Office) -> None:
    from backend.domain.actor import Actor
    from backend.service.evidence import upload
    from tests.drawn import page

    talk = await Talk.open(office)
    buyer, picture = Actor("customer", "u-1"), page("订单", [("编号", "1")])
    taken = asyncio.create_task(upload(office.desk, buyer, talk.id, "same", picture, None, None))
    await office.desk.bell.wait("work", office.desk.bell.count("work"), 5)
    await office.drain()
    first = await taken
    assert first["check"]["state"] == "accepted"
    assert await upload(office.desk, buyer, talk.id, "same", picture, None, None) == first
    for other in ((page("订单", [("编号", "2")]), None), (picture, "other")):
        with pytest.raises(Conflict):
            await upload(office.desk, buyer, talk.id, "same", other[0], None, other[1])
    with pytest.raises(Conflict):
        await talk.say("一样的编号", client_msg_id="same")


async def test_another_buyers_talk_is_not_found(office: Office) -> None:
    from backend.service.messages import say

    talk = await Talk.open(office)
    with pytest.raises(NotFound):
        async with office.desk.store.transaction() as tx:
            await say(office.desk, tx, "u-2", talk.id, "m1", "你好", None)


# The buyer's yes.


async def proposed(office: Office, command: str, args: dict[str, Any]) -> Talk:
    """The assistant has put a proposal, and waits for the buyer's word."""
    talk = await Talk.open(office)
    agenda = {"pending": {"command": command, "args": args}}
    talk.xiaoyun.says = [{"act": "ask_confirm", "text": "确认吗？", "facts": {}, "agenda": agenda}]
    await talk.turn()
    return talk


async def carry_out(office: Office, talk: Talk, seq: int) -> dict[str, Any]:
    async with office.desk.store.transaction() as tx:
        return await confirm.confirmed(office.desk, tx, talk.id, seq)


async def case(office: Office) -> str:
    return (await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")).refund_no


async def test_a_yes_carries_out_what_was_proposed(office: Office) -> None:
    number = await case(office)
    talk = await proposed(office, "refunds.event", {"refund_no": number, "event": "cancel"})
    yes = await talk.say("对")
    done = await carry_out(office, talk, yes.seq)
    assert (done["refund"]["state"], await office.state(number)) == ("cancelled", "cancelled")
    row = (await office.read("audit", machine="refund", key=number, event="cancel"))[0]
    assert (row.actor_role, row.on_behalf_of) == ("bot", "u-1")
    with pytest.raises(NotAllowed):
        await carry_out(office, talk, yes.seq)


async def test_no_yes_no_write(office: Office) -> None:
    """Not the bot's own word, not a word with another between, not after something else was asked."""
    number = await case(office)
    talk = await proposed(office, "refunds.event", {"refund_no": number, "event": "cancel"})
    asked = (await talk.entries())[-1]
    with pytest.raises(NotAllowed):
        await carry_out(office, talk, asked.seq)
    await talk.say("等一下")
    late = await talk.say("好")
    with pytest.raises(NotAllowed):
        await carry_out(office, talk, late.seq)
    talk.xiaoyun.says = [{"act": "clarify", "text": "您是说？", "facts": {}}]
    await talk.turn()
    other = await talk.say("对")
    with pytest.raises(NotAllowed):
        await carry_out(office, talk, other.seq)
    assert await office.state(number) == "under_review"


async def test_nothing_is_confirmed_while_a_person_talks(office: Office) -> None:
    number = await case(office)
    talk = await proposed(office, "refunds.event", {"refund_no": number, "event": "cancel"})
    await talk.on_duty("lin")
    await talk.agent_says("我来看看")
    yes = await talk.say("对")
    with pytest.raises(NotAllowed):
        await carry_out(office, talk, yes.seq)


async def test_a_yes_to_anothers_case_finds_nothing(office: Office) -> None:
    theirs = (await office.file(await office.order("u-2"), customer_id="u-2")).refund_no
    talk = await proposed(office, "refunds.event", {"refund_no": theirs, "event": "cancel"})
    yes = await talk.say("对")
    with pytest.raises(NotFound):
        await carry_out(office, talk, yes.seq)


async def test_a_message_beyond_the_assistant_holds_up_nobody(office: Office) -> None:
    """It answers others, so after some tries the buyer is told, offered a person, and the next message is answered."""
    talk = await Talk.open(office)
    await talk.turn()
    talk.xiaoyun.beyond = "毒"
    await talk.say("毒")
    await talk.say("在吗")
    hub = Hub(office.desk)
    for _ in range(4):
        hub.kick(talk.id)
        await hub.idle()
    await hub.stop()
    assert (await talk.acts())[1:] == ["apologise", "fallback", "greet"]
