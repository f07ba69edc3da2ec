"""转人工: from anywhere, always; in the queue with place and wait, or told when people are back and what can be done
until then (R53–R60)."""

import re

from ..door import Door
from ..registry import answers, aside, go_on
from ..reply import CALLBACK, FILE, PERSON, PROGRESS, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .asides import busy

STAY = choice("先和小云聊", "cancel_handoff")
AGAIN = choice("再试一次转人工", "request_human")
WAIT = choice("上班后帮我排队", "request_human", choice="wait")
MESSAGE = choice("给客服留言", "request_human", choice="message")
WAITING = re.compile(r"等.{0,6}上班|上班(?:了|后|之后|以后).{0,6}(?:排队|转|接|找|联系)|明天(?:再|一早)?转")
REASONS = {"appeal_rejection": "appeal", "complain": "complaint"}


@answers("request_human")
async def request_human(turn: Turn, door: Door) -> Reply:
    """Ask the backend for a person, with the reason that the talk gives."""
    if turn.agenda.get("blocked") and turn.agenda.get("order_no"):
        await door.keep_ineligible(turn.agenda["order_no"], turn.agenda.get("reason") or "other", None)
    waits = turn.one("choice") == "wait" or (not turn.chosen and bool(WAITING.search(turn.said)))
    leaves = turn.one("choice") == "message"
    told = await door.ask_person(_reason(turn), waits, leaves)
    if leaves and told["handoff_state"] == "deferred":
        return _left(turn, told)
    closed = told["handoff_state"] == "deferred" and not (told["open"] or waits)
    return handed_over(turn, told, waits, (await door.policy())["params"] if closed else {})


def _reason(turn: Turn) -> str:
    if turn.unsure >= 2:
        return "repeated_failure"
    if turn.agenda.get("blocked"):
        return "policy_requires_human"
    if turn.agenda.get("retakes", 0) >= 2:
        return "evidence_disputed"
    return REASONS.get(turn.agenda.get("doing", ""), "customer_request")


def handed_over(turn: Turn, answer: Json, waits: bool, params: Json) -> Reply:
    told = Telling(turn.now)
    told.about(answer, "handoff_id", "handoff_state", "position", "expected_wait_s", "open", "next_open_at")
    if answer["handoff_state"] == "deferred":
        return _later(turn, answer, told, waits, params)
    if answer["position"] is None:
        text = "人工客服已经接入，请稍等，他马上回复您。"
    else:
        place = "下一位就是您" if answer["position"] == 1 else f"您排在第 {answer['position']} 位"
        wait = _wait(answer["expected_wait_s"])
        text = f"好的，正在为您转人工客服，{place}，预计等 {wait}。我们聊过的内容都会一起转过去。"
    return Reply((bubble("inform_handoff", text, told),), None, answer["epoch"])


def _later(turn: Turn, answer: Json, told: Telling, waits: bool, params: Json) -> Reply:
    if waits:
        when = "有同事上线" if answer["open"] else f"{told(answer, 'next_open_at')}一上班"
        text = f"好的，{when}我就替您排队，接通了会在这里告诉您。急的话也可以约个电话回拨。"
        return Reply((bubble("inform_handoff", text, told, [CALLBACK, STAY]),), _kept(turn), answer["epoch"])
    if answer["open"]:
        text = "现在人工客服都在忙，还没有空位。您可以约个电话回拨，或者过一会儿再转人工，我也一直在。"
    else:
        back = told(answer, "next_open_at")
        opens, closes = told(params, "service_opens"), told(params, "service_closes")
        text = f"人工客服每天 {opens} 到 {closes} 在，{back}上班。您可以现在约个电话回拨，到时打给您；我也一直在。"
    choices = [CALLBACK, AGAIN if answer["open"] else WAIT, MESSAGE, STAY]
    return Reply((bubble("inform_handoff", text, told, choices),), _kept(turn), answer["epoch"])


def _left(turn: Turn, answer: Json) -> Reply:
    """What is written from now on is the message; whether people are there changes when it is read."""
    told = Telling(turn.now)
    told.about(answer, "handoff_id", "handoff_state", "open", "next_open_at")
    when = "客服一有空就看" if answer["open"] else f"客服{told(answer, 'next_open_at')}上班就看"
    text = f"好的，请把要说的直接写在这里，分几句写也行。{when}，在这里回复您；您不用守着，有回复会通知您。"
    return Reply((bubble("inform_handoff", text, told, [CALLBACK]),), _kept(turn), answer["epoch"])


def _kept(turn: Turn) -> Json | None:
    """Nobody comes yet, so what is being done goes on; its question is not open, that a yes to these words take it."""
    if not busy(turn):
        return None
    return {name: value for name, value in turn.agenda.items() if name not in {"asking", "pending", "offers"}}


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"{minutes} 分钟" if minutes > 1 else "1 分钟左右"


@answers("cancel_handoff")
async def cancel_handoff(turn: Turn, door: Door) -> Reply:
    """Back from the queue, or not into it: to what was being done, if anything was."""
    if busy(turn):
        return await go_on(turn.quiet(), door, turn.agenda)
    text = "好的，我接着陪您。您可以直接说遇到了什么问题。"
    return Reply((bubble("ask_topic", text, choices=[PROGRESS, FILE]),))


@aside("queue_place")
async def queue_place(turn: Turn, door: Door) -> Reply:
    """While people are queued for, the queue itself tells the place; here nobody is."""
    text = "您现在没有在排队。要找人工的话点“转人工”，排到第几位我会一直告诉您。"
    return say("ask_topic", text, choices=[PERSON, CALLBACK])


@aside("who_is_this")
async def who_is_this(turn: Turn, door: Door) -> Reply:
    text = "我是小云，智能客服，不是真人。退款的事我能直接帮您办；想和真人说，点“转人工”就行。"
    return say("ask_topic", text, choices=[] if busy(turn) else [FILE, PROGRESS, PERSON])
