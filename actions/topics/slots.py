"""Half-hours for a call: heard, offered, spoken (R60)."""

import re
from datetime import datetime, timedelta

from ..registry import asking
from ..reply import Reply, choice, say
from ..telling import Telling, day, local
from ..turn import Json, Turn

LENGTH = timedelta(minutes=30)
OFFERED = 6
AHEAD = timedelta(days=7)
DATE = re.compile(r"\d{4}-\d\d-\d\d")
DAY_NAMED = re.compile(r"[今明后昨前]|周|星期|礼拜|号|日|月|天")
MORNING = re.compile(r"早|凌晨|上午|夜|am", re.IGNORECASE)
EVENING = 21
BARE = 8  # characters that name a time and nothing else
EXAMPLE = "比如“明天下午三点”"


def slot_of(turn: Turn, wanted: str | None) -> str | None:
    """The half-hour that was named, inside 9:00–22:00, ahead of now and within a week."""
    if not wanted or "T" not in wanted:
        return None
    at = local(wanted)
    at = at.replace(minute=at.minute - at.minute % 30, second=0, microsecond=0)
    inside = 9 <= at.hour < 22 and turn.now < at <= turn.now + AHEAD
    return at.isoformat() if inside else None


def wanted(turn: Turn, agenda: Json, said: str) -> Json:
    """The moment or the day that was said; an hour alone is one of the day that was said before."""
    if "T" not in said:
        return {"wanted": said, "day": said}
    at = datetime.fromisoformat(said)
    if at.hour + 12 < EVENING and not MORNING.search(turn.said) and not turn.chosen:
        said = (at + timedelta(hours=12)).isoformat()  # nobody is rung up at three in the night
    before = agenda.get("day")
    same_day = before and not turn.chosen and not DAY_NAMED.search(turn.said)
    kept = {"day": said[:10]} if DAY_NAMED.search(turn.said) and not turn.chosen else {}
    return {"wanted": f"{before}{said[10:]}" if same_day else said, **kept}


def same_day(turn: Turn, agenda: Json, booked: str) -> str | None:
    """The moment that is wanted; an hour alone is one of the day that is booked already."""
    said = agenda.get("wanted")
    alone = said and "T" in said and not (turn.chosen or agenda.get("day") or DAY_NAMED.search(turn.said))
    return f"{local(booked):%Y-%m-%d}{said[10:]}" if said and alone else said


def day_of(agenda: Json) -> str | None:
    """The day that was named without an hour."""
    day = agenda.get("wanted")
    return day if day and DATE.fullmatch(day) else None


def ask_slot(turn: Turn, agenda: Json, slots: list[Json], params: Json) -> Reply:
    """Which half-hour? `params` are the policy's, which name the hours of service."""
    told = Telling(turn.now)
    wanted = agenda.get("wanted")
    that_day = [slot for slot in slots if wanted == f"{local(slot['slot_start_at']):%Y-%m-%d}"]
    spread = that_day[:: -(-len(that_day) // OFFERED) or 1]
    choices = []
    for slot in spread or slots[:OFFERED]:
        told.each("slots", slot, "slot_start_at")
        label = spoken_slot(slot["slot_start_at"], turn.now)
        choices.append(choice(label, "inform", slot_start_at=slot["slot_start_at"]))
    sorry = "这个时间约不了，" if wanted and not that_day else ""
    hours = f"客服时间是每天 {told(params, 'service_opens')} 到 {told(params, 'service_closes')}"
    text = f"{sorry}您什么时候方便接电话？{hours}，点一个或直接告诉我，{EXAMPLE}。"
    if wanted and not sorry:
        text = f"那天几点方便接电话？{hours}，直接告诉我就行，{EXAMPLE}。"
    left = {name: value for name, value in agenda.items() if name != "wanted"}
    return say("ask_slot", text, told, choices, agenda=asking(left, "slot"))


def spoken_slot(at: str, now: datetime) -> str:
    """`今天 15:00–15:30`, `11月26日（周四）9:00–9:30`."""
    begin = local(at)
    names = {local(now).date(): "今天", local(now).date() + timedelta(days=1): "明天"}
    return f"{names.get(begin.date(), day(begin, now))} {begin:%H:%M}–{begin + LENGTH:%H:%M}"
