"""The day a fault was noticed (A7, S8): asked with the likeliest days to tap, heard from any day that was named."""

import re
from datetime import datetime, time, timedelta

from ..registry import asking
from ..reply import Reply, choice, say
from ..telling import SHANGHAI, Telling, day, local
from ..turn import Json, Turn

DAYS = ("今天", "昨天", "前天")
# `前天充的，昨天发现打不开`: two days, of which the later one is meant.
BOUGHT_THEN_FOUND = re.compile(r"(?:[买充付拍]了?的|下单|收到|到货).*?(?:发现|才知道|才看到)")


def heard(turn: Turn) -> Json:
    """The day in the message as `fault_day`, or that it is not known, or that it lies further back."""
    if turn.one("choice") == "unknown" or any(word in turn.said for word in ("不记得", "记不清", "忘了", "不知道")):
        return {"fault_unknown": True}
    if turn.one("choice") == "earlier" or "更早" in turn.said:
        return {"earlier": True}
    named = [str(moment)[:10] for moment in turn.given.get("time", ())]
    past = [one for one in named if one <= local(turn.now).date().isoformat()]
    if BOUGHT_THEN_FOUND.search(turn.said) and past:
        return {"fault_day": max(past)}
    return {"fault_day": (past or named)[0]} if named else {}


def came_today(order: Json, now: datetime) -> bool:
    """Whether the fault can only have been noticed today, so that nobody need be asked."""
    return local(order["delivered_at"]).date() == local(now).date()


def discovered_at(named: str, order: Json, now: datetime) -> str | None:
    """The day as a moment between delivery and now; None where the day lies outside of them."""
    delivered = local(order["delivered_at"])
    day_said = datetime.fromisoformat(named).date()
    if not delivered.date() <= day_said <= local(now).date():
        return None
    noon = datetime.combine(day_said, time(12), SHANGHAI)
    return min(max(noon, delivered), local(now)).isoformat()


def ask(turn: Turn, agenda: Json, order: Json, claim: Json, outside: bool = False) -> Reply:
    """When was it noticed?"""
    left = {name: value for name, value in agenda.items() if name not in {"fault_day", "earlier"}}
    told = Telling(turn.now)
    told.about(order, "order_no")
    delivered = local(order["delivered_at"])
    if outside:
        told.about(order, "delivered_at")
        text = f"发现的日子要在收货那天（{day(delivered, turn.now)}）之后、今天之前。您是哪天发现的呢？"
    elif agenda.get("earlier"):
        text = "大概是几月几号发现的呢？直接告诉我就行，比如“11月3号”或“上周三”。"
    else:
        text = f"请问您是哪天发现这个问题的？发现后 {told(claim, 'window')}内都可以申请。"
    today = local(turn.now).date()
    days = [(name, today - timedelta(days=back)) for back, name in enumerate(DAYS)]
    choices = [choice(name, "inform", time=when.isoformat()) for name, when in days if when >= delivered.date()]
    if delivered.date() < days[-1][1] and not agenda.get("earlier"):
        choices.append(choice("更早", "inform", choice="earlier"))
    choices.append(choice("记不清了", "inform", choice="unknown"))
    return say("ask_fault_date", text, told, choices, agenda=asking(left, "fault_date"))
