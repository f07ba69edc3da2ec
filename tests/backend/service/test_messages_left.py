"""留言: what a buyer writes instead of waiting lies on every desk until a person has answered, whatever happens."""

import pytest

from backend.domain.handoff import Handoff
from backend.service import board, handoffs, presence, queue
from backend.service.threads import conversation_of, proxy
from tests.backend.desk import DAY, MINUTE, SECOND, at
from tests.backend.office import Office
from tests.backend.talk import Talk


async def leave(talk: Talk) -> None:
    """The buyer takes the choice, as the assistant hands it on."""
    async with talk.office.desk.store.transaction() as tx:
        conversation = await conversation_of(tx, talk.id, None, lock=True)
        mine = proxy(conversation.customer_id)
        await handoffs.request(talk.office.desk, tx, mine, conversation, "customer_request", message=True)


async def lying(office: Office) -> list[Handoff]:
    async with office.desk.store.reading() as tx:
        return await queue.messages(tx)


async def answered(talk: Talk) -> None:
    await talk.agent_says("您的留言我看到了", name="lin")


async def opened(office: Office) -> Talk:
    talk = await Talk.open(office)
    await talk.turn()
    return talk


@pytest.mark.parametrize("moment", ["2026-11-24 15:00", "2026-11-24 23:00"])
async def test_it_lies_there_until_a_person_answers(office: Office, moment: str) -> None:
    await office.clock.set(at(moment))
    talk = await opened(office)
    await talk.on_duty("lin")
    await leave(talk)
    assert (await talk.now()).owner == "bot"
    assert "handoff.message_left" in await talk.kinds()
    await talk.say("卡密第三位看不清，麻烦补发")
    await office.wait(8 * DAY)  # far beyond the time after which a request lapses
    (left,) = await lying(office)
    assert left.state == "deferred"
    async with office.desk.store.reading() as tx:
        assert (await board.figures(office.desk, tx))["messages"] == {"count": 1, "oldest_s": 8 * DAY.total_seconds()}
    since = left.waiting_since_at
    await answered(talk)
    assert await lying(office) == []
    now = await talk.handoff()
    assert (now.state, now.agent_id, now.waiting_since_at) == ("connected", "lin", since)
    assert not queue.left_message(now.packet)
    assert "卡密第三位看不清，麻烦补发" in [each["text"] for each in now.packet["said"]]


async def test_it_is_kept_when_the_buyer_comes_to_wait_after_all(office: Office) -> None:
    talk = await opened(office)
    await talk.on_duty("lin")
    await leave(talk)
    await office.clock.set(office.clock.now() + SECOND)
    await talk.ask_person()
    assert (await talk.handoff()).state == "offered"
    assert await lying(office) == []  # they are rung for now
    await talk.on_duty("lin", presence="away")
    await office.wait(10 * MINUTE)
    assert (await talk.handoff()).state == "deferred"
    assert len(await lying(office)) == 1


async def test_waiting_for_an_opening_that_nobody_keeps_does_not_end_it(office: Office) -> None:
    await office.clock.set(at("2026-11-24 23:00"))
    talk = await opened(office)
    await leave(talk)
    await office.clock.set(office.clock.now() + SECOND)
    await talk.ask_person(wait_for_opening=True)
    await office.wait(4 * DAY)  # nobody comes on duty
    (left,) = await lying(office)
    assert left.wait_for_opening
    await talk.on_duty("lin")
    await office.wait_until(at("2026-11-29 09:00"))
    assert (await talk.handoff()).offered_to == "lin"


async def test_who_comes_on_duty_asks_nobody_who_chose_to_be_written_to(office: Office) -> None:
    talk = await opened(office)
    await leave(talk)
    await talk.on_duty("lin", presence="offline")
    async with office.desk.store.transaction() as tx:
        await presence.say(office.desk, tx, "lin", "online")
    assert "handoff.deferred_late" not in await talk.kinds()
    assert len(await lying(office)) == 1


async def test_a_message_is_not_left_where_a_person_is_there_already(office: Office) -> None:
    talk = await opened(office)
    await talk.on_duty("lin")
    await talk.ask_person()
    await talk.accept("lin")
    await leave(talk)
    assert (await talk.handoff()).state == "connected"
    assert await lying(office) == []


async def test_the_limit_offers_it(office: Office) -> None:
    talk = await opened(office)
    await talk.on_duty("lin")
    await talk.ask_person()
    await talk.on_duty("lin", presence="away")
    await office.wait(4 * MINUTE)
    offered = (await talk.entries())[-1].body["choices"]
    assert [choice["label"] for choice in offered] == ["继续排队", "预约电话回拨", "给客服留言"]
    taken = await talk.say(choice="request_human:choice=message")
    assert taken.text == "给客服留言"
    await talk.turn()
    assert '/request_human{"choice": "message"}' in [message for _, message, _ in talk.xiaoyun.heard]
