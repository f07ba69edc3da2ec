"""留言+电话回拨: a number, a half-hour slot inside service hours, a message (POLICY section 2 F, S13)."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import phonenumbers

from ..domain.actor import TIMER, Actor
from ..domain.calendar import local
from ..domain.callback import CALLBACK, Callback
from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.journal import OutboxItem, Timer
from ..domain.machine import START
from ..domain.moment import SHANGHAI, iso
from .context import hours
from .desk import Desk
from .engine import fire, rearm
from .events import notify, publish, send_later
from .ports import Tx
from .threads import tell
from .views import callback_json


def slots(desk: Desk, day: date | None = None, count: int = 8) -> list[dict[str, Any]]:
    """The next slots that can be booked, from half a slot on; of a day (Shanghai), all that it has."""
    at = desk.now() + desk.policy.span("callback_slot") / 2
    if day is not None:
        if not local(desk.now()).date() <= day <= local(desk.now() + _ahead(desk)).date():
            return []
        at = max(at, datetime.combine(day, time(), SHANGHAI).astimezone(UTC))
    found: list[dict[str, Any]] = []
    while day is not None or len(found) < count:
        at = _next_slot(desk, at)
        if at > desk.now() + _ahead(desk) or day not in (None, local(at).date()):
            break
        found.append({"slot_start_at": iso(at)})
        at += desk.policy.span("callback_slot")
    return found


def _next_slot(desk: Desk, at: datetime) -> datetime:
    slot = desk.policy.span("callback_slot")
    day = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    at = day + -(-(at.replace(second=0, microsecond=0) - day) // slot) * slot
    return desk.calendar.next_open(at.astimezone(UTC))


def phone_number(text: str) -> str:
    """A Chinese mobile or landline in E.164. Raises `Invalid`."""
    try:
        number = phonenumbers.parse(text, "CN")
    except phonenumbers.NumberParseException as error:
        raise Invalid(
            "电话号码不对，请填手机号，或带区号的座机。", errors=[{"field": "phone", "code": "phone"}]
        ) from error
    if number.country_code != 86 or not phonenumbers.is_valid_number(number):
        raise Invalid("电话号码不对，请填手机号，或带区号的座机。", errors=[{"field": "phone", "code": "phone"}])
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def check_slot(desk: Desk, at: datetime) -> datetime:
    """A slot inside service hours, ahead of now and within a week. Raises `Invalid`."""
    here = local(at)
    day = here.replace(hour=0, minute=0, second=0, microsecond=0)
    whole = not (here - day) % desk.policy.span("callback_slot")
    if not whole or not desk.calendar.is_open(at) or not desk.now() < at <= desk.now() + _ahead(desk):
        served, ahead = hours(desk)["text"], desk.policy.said("callback_ahead")
        fits = f"回电时间请选 {served} 之间、{ahead}以内的整点或半点。"
        raise Invalid(fits, errors=[{"field": "slot_start_at", "code": "slot"}])
    return at.astimezone(UTC)


def _ahead(desk: Desk) -> timedelta:
    return desk.policy.span("callback_ahead")


async def request(
    desk: Desk, tx: Tx, actor: Actor, customer_id: str, phone: str, slot_start_at: datetime, message: str,
    refund_no: str | None = None, conversation_id: str | None = None,
) -> Callback:  # fmt: skip
    """Book a callback. Raises `Invalid`, `NotFound` for another's refund, `NotAllowed` beyond three open ones."""
    number, slot = phone_number(phone), check_slot(desk, slot_start_at)
    if refund_no is not None:
        refund = await tx.refunds.get(refund_no)
        if refund is None or refund.customer_id != customer_id:
            raise NotFound("没有找到这笔退款申请。")
    most = desk.policy.number("callback_open_max")
    if await tx.callbacks.count(customer_id=customer_id, state=["scheduled", "in_call"]) >= most:
        raise NotAllowed(f"您已经有 {most} 个回电预约了，可以先改期或取消。", rule_ids=["R60"])
    found = Callback(
        desk.number("K"), customer_id, START, number, slot, message, desk.now(), refund_no, conversation_id
    )
    tx.callbacks.add(found)
    await fire(desk, tx, CALLBACK, found, "request", actor)
    await _announce(desk, tx, found, "callback.scheduled")
    return found


async def change(
    desk: Desk, tx: Tx, actor: Actor, callback: Callback, event: str, slot_start_at: datetime | None
) -> None:
    """The buyer moves or calls off a callback that has not begun."""
    if callback.state != "scheduled":
        raise NotAllowed("这个回电已经开始或结束，不能再改。", rule_ids=["R60"], machine="callback", event=event)
    if event == "reschedule":
        if slot_start_at is None:
            raise Invalid("请选择新的时间。", errors=[{"field": "slot_start_at", "code": "missing"}])
        callback.slot_start_at = check_slot(desk, slot_start_at)
        await rearm(desk, tx, CALLBACK, callback)
        await _announce(desk, tx, callback, "callback.rescheduled")
        return
    await fire(desk, tx, CALLBACK, callback, "cancel", actor, outcome="cancelled_by_customer")
    await _announce(desk, tx, callback, "callback.cancelled")


def another_dials(callback: Callback, actor: Actor) -> str | None:
    """Why this person may not say how the call went: a colleague is on the telephone."""
    return "这通电话由另一位同事在打。" if callback.state == "in_call" and callback.agent_id != actor.id else None


async def fire_staff_event(
    desk: Desk, tx: Tx, actor: Actor, callback: Callback, event: str, outcome: str | None, note: str | None
) -> None:
    """attempt, done, no_answer, gave_up (S13); how a call went is told by who made it."""
    CALLBACK.step(callback.state, event, actor)
    if why := another_dials(callback, actor):
        raise NotAllowed(why, rule_ids=["R60"], machine="callback", event=event, state=callback.state)
    changes: dict[str, Any] = {"agent_id": actor.id}
    enough = callback.attempts >= desk.policy.number("callback_attempts")
    if event == "attempt":
        changes["attempts"] = callback.attempts + 1
    if event == "no_answer":
        if enough:
            raise NotAllowed(f"已经拨了 {callback.attempts} 次，请记为联系不上并留言。", rule_ids=["R35", "R60"])
        changes["slot_start_at"] = _next_slot(desk, desk.now() + desk.policy.span("callback_slot"))
    if event == "gave_up" and not enough:
        raise NotAllowed(f"拨满 {desk.policy.number('callback_attempts')} 次才能结束。", rule_ids=["R35"])
    if event in {"done", "gave_up"}:
        changes["outcome"] = outcome or event
    callback.note = note or callback.note
    await fire(desk, tx, CALLBACK, callback, event, actor, note=note, **changes)
    if event == "attempt" and desk.dialler is not None:
        send_later(desk, tx, "callback.dial", callback.callback_no, {"agent": actor.id, "attempt": callback.attempts})
    await _announce(desk, tx, callback, f"callback.{callback.state}")


async def dial(desk: Desk, item: OutboxItem) -> None:
    """Have the telephone ring, once per attempt; not any more when the attempt is over."""
    async with desk.store.reading() as tx:
        callback = await tx.callbacks.get(item.key)
    if desk.dialler and callback and (callback.state, callback.attempts) == ("in_call", item.payload["attempt"]):
        await desk.dialler.dial(item.item_id, callback.phone, item.payload["agent"], item.created_at)


async def on_timer(desk: Desk, tx: Tx, timer: Timer) -> None:
    """A slot that we missed is given anew with an apology, and does not count as an attempt (S13)."""
    callback = await tx.callbacks.get(timer.key, lock=True)
    assert callback is not None
    if CALLBACK.waits.get(callback.state) != timer.event:
        return
    slot = _next_slot(desk, desk.now() + desk.policy.span("redrive"))
    missed = callback.missed + (timer.event == "slot_missed")
    await fire(desk, tx, CALLBACK, callback, timer.event, TIMER, slot_start_at=slot, missed=missed)
    await _announce(desk, tx, callback, "callback.reslotted")
    if timer.event == "slot_missed":
        here = local(slot)
        await notify(
            desk, tx, callback.customer_id,
            f"抱歉，约好的时间我们没能给您回电，已改到{here.month}月{here.day}日 {here:%H:%M}，不合适可以改期或取消。",
        )  # fmt: skip


async def _announce(desk: Desk, tx: Tx, callback: Callback, kind: str) -> None:
    shape = callback_json(callback)
    card = {"type": "callback", **{k: shape[k] for k in ("callback_no", "phone", "slot_start_at", "state")}}
    await tell(desk, tx, callback.customer_id, kind, card=card, facts={"callback_no": callback.callback_no})
    await publish(
        desk, tx, kind, callback.customer_id, refund_no=callback.refund_no, data={"callback_no": callback.callback_no}
    )
    tx.after_commit(lambda: desk.bell.ring("agents"))
