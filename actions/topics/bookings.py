"""A call that is booked already: told, moved, called off; which one, where there are several (R60)."""

from collections.abc import Sequence

from ..door import Door
from ..registry import after, asking
from ..reply import CALLBACK, FILE, PERSON, PROGRESS, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .slots import ask_slot, same_day, slot_of, spoken_slot

DOING = "request_callback"
WISHES = {"move": "改时间", "cancel": "取消"}


def card(callback: Json) -> Json:
    return {"type": "callback"} | {n: callback[n] for n in ("callback_no", "phone", "slot_start_at", "state")}


def there_is_one(turn: Turn, agenda: Json, callback: Json) -> Reply:
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
    return say("inform_callback", text, told, choices, card(callback), asking(agenda, "another"))


def which(turn: Turn, agenda: Json, wish: str, booked: Sequence[Json]) -> Reply:
    """Several are booked, and the words do not say which of them."""
    told = Telling(turn.now)
    choices = []
    for callback in booked:
        told.each("callbacks", callback, "callback_no", "slot_start_at")
        label = spoken_slot(callback["slot_start_at"], turn.now)
        choices.append(choice(label, DOING, callback_no=callback["callback_no"], choice=wish))
    text = f"您约了 {len(booked)} 个回电，想{WISHES[wish]}哪一个？"
    told.facts["counts"] = [len(booked)]
    return say("inform_callback", text, told, choices, agenda=asking(agenda, "which"))


def none_booked(turn: Turn, agenda: Json, wish: str) -> Reply:
    """There is no call to be moved; one that is only being arranged is let go."""
    if agenda.get("phone") or agenda.get("wanted") or wish == "cancel":
        text = "好的，那就不约回电了。需要的时候再跟我说。"
        return say("ask_topic", text, choices=[PROGRESS, FILE, PERSON], agenda=None)
    text = "您现在没有约好的回电。要约一个吗？"
    return say("ask_topic", text, choices=[CALLBACK, PERSON], agenda=None)


def change(turn: Turn, agenda: Json, callback: Json, slots: list[Json], params: Json) -> Reply:
    """Another time for a callback, or none."""
    told = Telling(turn.now)
    told.about(callback, "callback_no", "slot_start_at", "phone")
    args = {"callback_no": callback["callback_no"], "event": "cancel" if agenda.get("cancel") else "reschedule"}
    when = spoken_slot(callback["slot_start_at"], turn.now)
    rows = [{"label": "预约编号", "value": callback["callback_no"]}, {"label": "原定时间", "value": when}]
    text, title, yes, no = f"{when}的回电，确定取消吗？", "取消回电", "确认取消", "先不取消"
    if agenda.get("move"):
        slot = slot_of(turn, same_day(turn, agenda, callback["slot_start_at"]))
        if slot is None:
            return ask_slot(turn, agenda, slots, params)
        args["slot_start_at"] = told.facts["slot_start_at"] = slot
        told.facts["slots"] = [{"slot_start_at": callback["slot_start_at"]}]
        rows.append({"label": "新的时间", "value": spoken_slot(slot, turn.now)})
        text, title, yes, no = "请核对一下，没问题我就改。", "回电改期", "确认改期", "先不改"
    shown = {"type": "confirm", "title": title, "rows": rows}
    agenda = asking(agenda, "confirm", pending={"command": "callbacks.event", "args": args})
    return say("ask_confirm", text, told, [choice(yes, "affirm"), choice(no, "deny")], shown, agenda)


@after("callbacks.event")
async def changed(turn: Turn, door: Door, answer: Json) -> Reply:
    callback = answer["callback"]
    told = Telling(turn.now)
    told.about(callback, "state", "phone", "slot_start_at")
    number = told(callback, "callback_no")
    moved = f"改好了，{spoken_slot(callback['slot_start_at'], turn.now)} 给您回电，预约编号 {number}。"
    text = f"好的，回电 {number} 已经取消。" if callback["state"] == "cancelled" else moved
    return Reply((bubble("inform_callback", text, told, card=card(callback)),), None)
