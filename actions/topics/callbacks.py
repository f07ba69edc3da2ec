"""留言+电话回拨: a number, a half-hour inside service hours, a message; then the yes (R60, S13)."""

import re
from datetime import datetime, timedelta

from ..door import Door, Refused
from ..registry import after, answers, asking, flow
from ..reply import Reply, bubble, choice, say
from ..telling import Telling, day, local
from ..turn import Json, Turn

DOING = "request_callback"
SLOT = timedelta(minutes=30)
OFFERED = 6
AHEAD = timedelta(days=7)
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
    if slot is not None and (turn.one("slot_start_at") or "T" in str(slot) or agenda.get("asking") == "slot"):
        heard = heard | {"wanted": str(slot)}
    if turn.one("message") is not None:
        heard = heard | {"message": str(turn.one("message"))}
    words = not turn.chosen and turn.said and turn.intent not in {"affirm", "deny"}
    if agenda.get("asking") == "message" and words and phone is None:
        heard = heard | {"message": turn.said[:500]}
    wish = turn.one("choice")
    if wish == "another":
        heard = heard | {"another": True}
    if wish in {"cancel", "move"} and turn.one("callback_no"):
        heard = {"doing": DOING, wish: str(turn.one("callback_no"))}
    return heard if heard != agenda else None


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    booked = await door.callbacks()
    number = agenda.get("cancel") or agenda.get("move")
    known = next((item for item in booked["items"] if item["callback_no"] == number), None)
    if known is not None:
        return _change(turn, agenda, known, booked["slots"])
    if booked["items"] and not agenda.get("another") and "phone" not in agenda:
        return _there_is_one(turn, agenda, booked["items"][0])
    if not PHONE.fullmatch(agenda.get("phone", "")):
        wrong = "这个号码好像不对，" if agenda.get("phone") else "好的，帮您预约电话回拨。"
        return say("ask_phone", f"{wrong}请告诉我接听的手机号，座机请带上区号。", agenda=asking(agenda, "phone"))
    slot = _slot(turn, agenda.get("wanted"))
    if slot is None:
        return _ask_slot(turn, agenda, booked["slots"])
    if not agenda.get("message"):
        text = "想让客服帮您处理什么？说一句就行，回电的同事会先看好您的情况。"
        choices = [choice(words, "inform", message=words) for words in ("问退款进度", "退款有争议")]
        return say("ask_statement", text, choices=choices, agenda=asking(agenda | {"wanted": slot}, "message"))
    return _propose(turn, agenda, slot)


def _slot(turn: Turn, wanted: str | None) -> str | None:
    """The half-hour that was named, inside 9:00–22:00, ahead of now and within a week."""
    if not wanted or "T" not in wanted:
        return None
    at = local(wanted)
    at = at.replace(minute=at.minute - at.minute % 30, second=0, microsecond=0)
    inside = 9 <= at.hour < 22 and turn.now < at <= turn.now + AHEAD
    return at.isoformat() if inside else None


def _ask_slot(turn: Turn, agenda: Json, slots: list[Json]) -> Reply:
    told = Telling(turn.now)
    wanted = agenda.get("wanted")
    that_day = [slot for slot in slots if wanted == f"{local(slot['slot_start_at']):%Y-%m-%d}"]
    offered = (that_day or slots)[:OFFERED]
    choices = []
    for slot in offered:
        told.each("slots", slot, "slot_start_at")
        label = spoken_slot(slot["slot_start_at"], turn.now)
        choices.append(choice(label, "inform", slot_start_at=slot["slot_start_at"]))
    sorry = "这个时间约不了，" if wanted and not that_day else ""
    text = f"{sorry}您什么时候方便接电话？客服时间是每天 9:00 到 22:00，点一个或直接告诉我，比如“明天下午三点”。"
    told.facts["service_opens"], told.facts["service_closes"] = "09:00", "22:00"
    left = {name: value for name, value in agenda.items() if name != "wanted"}
    return say("ask_slot", text, told, choices, agenda=asking(left, "slot"))


def spoken_slot(at: str, now: datetime) -> str:
    """`今天 15:00–15:30`, `11月26日（周四）9:00–9:30`."""
    begin = local(at)
    names = {local(now).date(): "今天", local(now).date() + timedelta(days=1): "明天"}
    return f"{names.get(begin.date(), day(begin, now))} {begin:%H:%M}–{begin + SLOT:%H:%M}"


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


def _there_is_one(turn: Turn, agenda: Json, callback: Json) -> Reply:
    told = Telling(turn.now)
    told.about(callback, "slot_start_at", "state", "phone")
    number = told(callback, "callback_no")
    when = spoken_slot(callback["slot_start_at"], turn.now)
    text = f"您已经约了回电：{when}，打到 {callback['phone']}（编号 {number}）。"
    choices = [
        choice("改时间", DOING, callback_no=callback["callback_no"], choice="move"),
        choice("取消回电", DOING, callback_no=callback["callback_no"], choice="cancel"),
        choice("再约一个", DOING, choice="another"),
    ]
    return say("inform_callback", text, told, choices, _card(callback), asking(agenda, "another"))


def _card(callback: Json) -> Json:
    return {"type": "callback"} | {n: callback[n] for n in ("callback_no", "phone", "slot_start_at", "state")}


def _change(turn: Turn, agenda: Json, callback: Json, slots: list[Json]) -> Reply:
    """Another time for a callback, or none."""
    told = Telling(turn.now)
    told.about(callback, "callback_no", "slot_start_at", "phone")
    args = {"callback_no": callback["callback_no"], "event": "cancel" if agenda.get("cancel") else "reschedule"}
    rows = [
        {"label": "预约编号", "value": callback["callback_no"]},
        {"label": "原定时间", "value": spoken_slot(callback["slot_start_at"], turn.now)},
    ]
    text, title, yes = "确定取消这次回电吗？", "取消回电", "确认取消"
    if agenda.get("move"):
        slot = _slot(turn, agenda.get("wanted"))
        if slot is None:
            return _ask_slot(turn, agenda, slots)
        args["slot_start_at"] = told.facts["slot_start_at"] = slot
        told.facts["slots"] = [{"slot_start_at": callback["slot_start_at"]}]
        rows.append({"label": "新的时间", "value": spoken_slot(slot, turn.now)})
        text, title, yes = "请核对一下，没问题我就改。", "回电改期", "确认改期"
    card = {"type": "confirm", "title": title, "rows": rows}
    agenda = asking(agenda, "confirm", pending={"command": "callbacks.event", "args": args})
    return say("ask_confirm", text, told, [choice(yes, "affirm"), choice("先不改", "deny")], card, agenda)


@after("callbacks.request")
async def booked(turn: Turn, door: Door, answer: Json) -> Reply:
    callback = answer["callback"]
    told = Telling(turn.now)
    told.about(callback, "state", "phone", "slot_start_at")
    number, when = told(callback, "callback_no"), spoken_slot(callback["slot_start_at"], turn.now)
    text = f"约好了，{when} 会有客服打到 {callback['phone']}，请留意接听。预约编号 {number}。"
    return Reply((bubble("inform_callback", text, told, card=_card(callback)),), None)


@after("callbacks.event")
async def changed(turn: Turn, door: Door, answer: Json) -> Reply:
    callback = answer["callback"]
    told = Telling(turn.now)
    told.about(callback, "state", "phone", "slot_start_at")
    number = told(callback, "callback_no")
    moved = f"改好了，{spoken_slot(callback['slot_start_at'], turn.now)} 给您回电，预约编号 {number}。"
    text = f"好的，回电 {number} 已经取消。" if callback["state"] == "cancelled" else moved
    return Reply((bubble("inform_callback", text, told, card=_card(callback)),), None)


async def refused(turn: Turn, door: Door, agenda: Json, refusal: Refused) -> Reply:
    """The number or the time did not pass: ask for it again."""
    fields = {error.get("field") for error in refusal.body.get("errors") or []}
    if "phone" in fields:
        left = {name: value for name, value in agenda.items() if name != "phone"}
        return say("ask_phone", refusal.detail, agenda=asking(left, "phone"))
    left = {name: value for name, value in agenda.items() if name != "wanted"}
    return _ask_slot(turn, left | {"wanted": "passed"}, (await door.callbacks())["slots"])


flow(DOING, _go_on, hear)
