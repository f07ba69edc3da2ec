"""留言+电话回拨: a number, a half-hour inside service hours, a message; then the yes (R60, S13)."""

import re

from ..door import Door, Refused
from ..phrases import SOON
from ..registry import after, answers, asking, flow
from ..reply import Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from . import bookings, slots
from .bookings import DOING
from .slots import ask_slot, slot_of, spoken_slot

SOONEST = "soonest"
PHONE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})|(0\d{2,3}-?[2-9]\d{6,7})")


@answers(DOING)
async def request_callback(turn: Turn, door: Door) -> Reply:
    """Begin, with whatever the words bring along."""
    agenda = turn.agenda if turn.agenda.get("doing") == DOING else _begun(turn)
    return await _go_on(turn, door, hear(turn, agenda) or agenda)


def _begun(turn: Turn) -> Json:
    """A callback about the refund that is being talked of, where there is one."""
    number = turn.one("refund_no") or turn.agenda.get("refund_no")
    known = number in {refund["refund_no"] for refund in turn.refunds}
    return {"doing": DOING} | ({"refund_no": number} if known else {})


def hear(turn: Turn, agenda: Json) -> Json | None:
    """Number, time and message; the message is the buyer's own words."""
    heard = agenda
    phone = turn.one("phone_number", "phone")
    if phone is not None:
        heard = heard | {"phone": str(phone)}
    slot = turn.one("slot_start_at") or turn.one("time")
    day_will_do = agenda.get("asking") == "slot" or turn.one("choice") == "move"
    if slot is not None and ("T" in str(slot) or day_will_do):
        heard = heard | slots.wanted(turn, agenda, str(slot))
    elif agenda.get("asking") == "slot" and SOON.search(turn.said):
        heard = heard | {"wanted": SOONEST}
    if turn.one("message") is not None:
        heard = heard | {"message": str(turn.one("message"))}
    words = not turn.chosen and turn.said and turn.intent not in {"affirm", "deny"}
    words = words and not (slot is not None and len(turn.said) <= slots.BARE)
    if agenda.get("asking") == "message" and words and phone is None:
        heard = heard | {"message": turn.words[:500]}
    wish = turn.one("choice")
    if wish == "another":
        heard = heard | {"another": True}
    if wish in bookings.WISHES:
        kept: Json = {name: heard[name] for name in ("wanted", "phone") if name in heard}
        heard = {"doing": DOING, **kept, wish: str(turn.one("callback_no") or "")}
    return heard if heard != agenda else None


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    booked = await door.callbacks(slots.day_of(agenda))
    if agenda.get("wanted") == SOONEST and booked["slots"]:
        agenda = agenda | {"wanted": booked["slots"][0]["slot_start_at"]}
    wish = next((name for name in bookings.WISHES if name in agenda), None)
    if wish is not None:
        return await _changed(turn, door, agenda, wish, booked)
    if booked["items"] and not agenda.get("another") and "phone" not in agenda:
        return bookings.there_is_one(turn, agenda, booked["items"][0])
    if not PHONE.fullmatch(agenda.get("phone", "")):
        wrong = "这个号码好像不对，" if agenda.get("phone") else "好的，帮您预约电话回拨。"
        return say("ask_phone", f"{wrong}请告诉我接听的手机号，座机请带上区号。", agenda=asking(agenda, "phone"))
    slot = slot_of(turn, agenda.get("wanted"))
    if slot is None:
        return ask_slot(turn, agenda, booked["slots"], (await door.policy())["params"])
    if not agenda.get("message"):
        text = "想让客服帮您处理什么？说一句就行，回电的同事会先看好您的情况。"
        choices = [choice(words, "inform", message=words) for words in ("问退款进度", "退款有争议")]
        return say("ask_statement", text, choices=choices, agenda=asking(agenda | {"wanted": slot}, "message"))
    return _propose(turn, agenda, slot)


async def _changed(turn: Turn, door: Door, agenda: Json, wish: str, booked: Json) -> Reply:
    """The booking that is meant is moved or called off; one that is only being arranged is dropped."""
    open_ones = [item for item in booked["items"] if item["state"] == "scheduled"]
    known = [item for item in open_ones if item["callback_no"] == agenda[wish]] or open_ones
    if not known:
        return bookings.none_booked(turn, agenda, wish)
    if len(known) > 1:
        return bookings.which(turn, agenda, wish, known)
    params = (await door.policy())["params"]
    return bookings.change(turn, agenda | {wish: known[0]["callback_no"]}, known[0], booked["slots"], params)


def _propose(turn: Turn, agenda: Json, slot: str) -> Reply:
    told = Telling(turn.now, slot_start_at=slot, phone=agenda["phone"], refund_no=agenda.get("refund_no"))
    args = {"phone": agenda["phone"], "slot_start_at": slot, "message": agenda["message"]}
    if agenda.get("refund_no"):
        args["refund_no"] = agenda["refund_no"]
    rows = [
        {"label": "回电号码", "value": agenda["phone"]},
        {"label": "回电时间", "value": spoken_slot(slot, turn.now)},
        {"label": "留言", "value": told.quote(agenda["message"])},
    ]
    card = {"type": "confirm", "title": "电话回拨", "rows": rows}
    agenda = asking(agenda | {"wanted": slot}, "confirm", pending={"command": "callbacks.request", "args": args})
    yes, no = choice("确认预约", "affirm"), choice("改一下", "deny")
    return say("ask_confirm", "请核对一下，没问题我就预约。", told, [yes, no], card, agenda)


@after("callbacks.request")
async def booked(turn: Turn, door: Door, answer: Json) -> Reply:
    callback = answer["callback"]
    told = Telling(turn.now)
    told.about(callback, "state", "phone", "slot_start_at")
    number, when = told(callback, "callback_no"), spoken_slot(callback["slot_start_at"], turn.now)
    text = f"约好了，{when} 会有客服打到 {callback['phone']}，请留意接听。预约编号 {number}。"
    return Reply((bubble("inform_callback", text, told, card=bookings.card(callback)),), None)


async def refused(turn: Turn, door: Door, agenda: Json, refusal: Refused) -> Reply:
    """The number or the time did not pass: ask for it again."""
    fields = {error.get("field") for error in refusal.body.get("errors") or []}
    if "phone" in fields:
        left = {name: value for name, value in agenda.items() if name != "phone"}
        return say("ask_phone", refusal.detail, agenda=asking(left, "phone"))
    left = {name: value for name, value in agenda.items() if name != "wanted"}
    free = (await door.callbacks())["slots"]
    return ask_slot(turn, left | {"wanted": "passed"}, free, (await door.policy())["params"])


flow(DOING, _go_on, hear)
