"""The edges of the named values that only the services know: how often, how many, how long back. Each is asked of an
office that works under the policy it is given; the questions are made for the value that stands."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from backend.domain.errors import Refusal
from backend.domain.handoff import Handoff
from backend.domain.refund import Refund
from backend.service import presence, queue
from backend.service.facts import facts_for
from tests.backend.desk import HOUR, SECOND, at
from tests.backend.domain.cases import POLICY
from tests.backend.edges import Answers
from tests.backend.office import Office
from tests.backend.talk import Talk

from .test_callbacks import agent, book
from .test_payouts import Forgetful, paid

Count = Callable[[Office], Awaitable[Answers]]
AROUND = (-1, 0, 1)


async def refused(act: Awaitable[Any]) -> bool:
    try:
        await act
    except Refusal:
        return True
    return False


async def filed(office: Office) -> str:
    return (await office.file(await office.order(shipped=HOUR), "service_fault", "merchant_chat")).refund_no


async def supplement_rounds(office: Office) -> Answers:
    """Asking once, twice, three times."""
    number, told = await filed(office), []
    for _ in range(3):
        told.append(not await refused(office.staff("reviewer", number, "request_evidence", items=(
            {"kind": "fault_screenshot", "note": "看不清"},))))  # fmt: skip
        await refused(office.buyer(number, "supply_evidence", "fault_screenshot"))
    return tuple(told)


async def attempts_max(office: Office) -> Answers:
    """The fourth, fifth and sixth time of submitting."""
    number, told = await filed(office), []
    for _ in range(5):
        await office.staff("reviewer", number, "reject", reason_code="evidence_incomplete")
        told.append(not await refused(office.buyer(number, "resubmit", "merchant_chat")))
        if not told[-1]:
            break
    return tuple((told + [False] * 5)[2:5])


async def pictures_max(office: Office) -> Answers:
    most = POLICY.number("pictures_max")
    found = []
    for by in AROUND:
        ids = [await office.picture("merchant_chat") for _ in range(most + by)]
        order_no = await office.order(shipped=HOUR)
        found.append(not await refused(office.file(order_no, "service_fault", evidence_ids=ids)))
    return tuple(found)


async def callback_attempts(office: Office) -> Answers:
    """Whether it may be put down as out of reach after two, three, four calls that nobody took."""
    booked, found = await book(office), []
    for _ in range(4):
        if (await office.read("callbacks"))[0].state != "scheduled":
            break
        await agent(office, booked, "attempt")
        if await refused(agent(office, booked, "no_answer")):
            await agent(office, booked, "gave_up")
        found.append((await office.read("callbacks"))[0].state)
    return tuple(found)


async def callback_open_max(office: Office) -> Answers:
    slots = [at(f"2026-11-24 {hour}:00") for hour in (11, 12, 13, 14)]
    return tuple([not await refused(book(office, slot=slot)) for slot in slots][1:])


async def callback_ahead(office: Office) -> Answers:
    """A week ahead of ten o'clock, and the half-hours beside it (the clock is moved by the second)."""
    slot = at("2026-12-01 10:00")
    found = []
    for by in AROUND:
        await office.clock.set(slot - timedelta(days=7) - by * SECOND)
        found.append(not await refused(book(office, slot=slot, customer_id=f"u-{by}")))
    return tuple(found)


async def past(office: Office, order_no: str, at_: datetime, **fields: Any) -> None:
    """A refund of long ago."""
    row = (await office.read("orders", order_no=order_no))[0]
    shape = {"state": "closed", "created_at": at_} | fields
    old = Refund(office.desk.number("R"), order_no, row.customer_id, row.merchant_id, **shape)
    async with office.desk.store.transaction() as tx:
        tx.refunds.add(old)


async def history(office: Office, name: str, of: str, fields: Callable[[datetime], dict[str, Any]]) -> Answers:
    """What counts of a refund so long ago, a second less and a second more."""
    found = []
    for by in AROUND:
        buyer = f"u{by}"
        order_no, now = await office.order(buyer), office.clock.now()
        then = now - POLICY.span(name) - by * SECOND
        await past(office, order_no, then, **fields(then))
        async with office.desk.store.reading() as tx:
            facts = await facts_for(office.desk, tx, await tx.orders.get(order_no))
        found.append(bool(getattr(facts, of)))
        async with office.desk.store.transaction() as tx:
            await tx.refunds.remove(await tx.refunds.get((await tx.refunds.find(order_no=order_no))[0].refund_no))
    return tuple(found)


async def express_cap_window(office: Office) -> Answers:
    return await history(
        office, "express_cap_window", "express_count_30d",
        lambda then: {"path": "express", "amount_fen": 1, "approved_at": then},
    )  # fmt: skip


async def abnormal_window(office: Office) -> Answers:
    def rejected(then: datetime) -> dict[str, Any]:
        return {"state": "rejected_final", "rejected_at": then, "outcome": {"code": "evidence_mismatch"}}

    return await history(office, "abnormal_window", "abnormal_180d", rejected)


async def sends_max(office: Office) -> Answers:
    """Whether the buyer is paid by a channel that pays at the second, third, fourth time of asking."""
    found = []
    for tries in (2, 3, 4):
        office.desk.channels = {**office.desk.channels, "alipay": Forgetful(tries)}
        number = await paid(office)
        await office.wait(minutes=120)
        found.append(await office.state(number))
    return tuple(found)


async def queue_max(office: Office) -> Answers:
    """Whether one more is put into the line when 49, 50, 51 wait: the bench is full at once."""
    most, now = POLICY.number("queue_max"), office.clock.now()
    talk, found = await Talk.open(office), []
    await talk.on_duty("lin", presence="online")
    async with office.desk.store.transaction() as tx:
        (await tx.staff.get("lin")).capacity = 0
    for by in AROUND:
        async with office.desk.store.transaction() as tx:
            for number in range(len(await queue.waiting(tx)), most + by):
                name = f"H-{number}"
                tx.handoffs.add(Handoff(name, name, name, "queued", "x", "customer", now, now))
        one = await Talk.open(office, f"u{by}")
        found.append((await one.ask_person())["handoff_state"])
        async with office.desk.store.transaction() as tx:
            for handoff in await tx.handoffs.find(conversation_id=one.id):
                await tx.timers.disarm("handoff", handoff.handoff_id)
                await tx.handoffs.remove(handoff)
    return tuple(found)


async def connected(office: Office) -> Talk:
    talk = await Talk.open(office)
    await talk.on_duty("lin")
    await talk.ask_person()
    await talk.accept()
    return talk


async def quiet_reminders(office: Office) -> Answers:
    """How the talk stands 5, 10 and 15 minutes after the agent's last word."""
    talk, found = await connected(office), []
    await talk.agent_says("您好，我是小林")
    for _ in range(3):
        await office.wait(minutes=5)
        found.append((await talk.handoff()).state)
    return tuple(found)


async def offer_misses(office: Office) -> Answers:
    """Whether the agent still counts as there after one, two, three offers that ran out."""
    talk, found = await Talk.open(office), []
    await talk.on_duty("lin")
    await talk.ask_person()
    for _ in range(3):
        await office.wait(seconds=30)
        found.append((await office.read("staff"))[0].presence)
    return tuple(found)


async def agent_gone(office: Office) -> Answers:
    """Whether a colleague is still there whose page was last heard of so long ago."""
    found = []
    for by in AROUND:
        talk = await Talk.open(office)
        await talk.on_duty("lin")
        async with office.desk.store.transaction() as tx:
            (await tx.staff.get("lin")).seen_at = office.clock.now() - timedelta(minutes=1) - by * SECOND
        await presence.sweep(office.desk)
        found.append((await office.read("staff"))[0].presence)
    return tuple(found)


COUNTS: dict[str, tuple[Count, Answers]] = {
    "supplement_rounds": (supplement_rounds, (True, True, False)),
    "attempts_max": (attempts_max, (True, True, False)),
    "pictures_max": (pictures_max, (True, True, False)),
    "callback_attempts": (callback_attempts, ("scheduled", "scheduled", "unreachable")),
    "callback_open_max": (callback_open_max, (True, True, False)),
    "callback_ahead": (callback_ahead, (True, True, False)),
    "express_cap_window": (express_cap_window, (True, False, False)),
    "abnormal_window": (abnormal_window, (True, False, False)),
    "sends_max": (sends_max, ("refunded", "refunded", "payout_exception")),
    "queue_max": (queue_max, ("queued", "deferred", "deferred")),
    "quiet_reminders": (quiet_reminders, ("connected", "connected", "completed")),
    "offer_misses": (offer_misses, ("online", "away", "away")),
    "agent_gone": (agent_gone, ("online", "offline", "offline")),
}
