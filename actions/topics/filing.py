"""申请退款: from the first words to a draft that only wants the buyer's yes."""

import re
from typing import Any

from ..choosing import named_together, switched, tells_order, turns_to
from ..door import Door, Refused
from ..phrases import ANOTHER, CUT_OFF, ENOUGH, NOTHING, OTHER_REASON
from ..registry import answers, asking, flow
from ..reply import Reply
from ..telling import local
from ..turn import Json, Turn
from . import claims, dates, pictures, proofs, reasons, submitting
from .leading import IN_TURN, LEADS, led, sorry
from .picking import pick_order
from .reasons import REPORTED

DOING = "file_refund"
PARTLY = ("只退", "先退", "就退", "退一部分", "部分退", "退其中", "退剩")
HALF = re.compile(r"退.{0,2}(?:一半|百分之五十|50%)")
WHOLE = ("全退", "全部退", "全额", "都退")
# More than one is to be had back.
SEVERAL = re.compile(r"[两俩三四2-4][笔个单张样件]|都.{0,4}退|还有|以及|和|跟|、")
ALL = re.compile(r"都.{0,3}(?:退|要)|全.{0,2}退|一起退|[两二三四]个都|^都$")
MOST = 4
KEPT = ("doing", "asking", "reason", "description", "also", "also_reason")  # though it is another order
QUESTION = "好的，我来帮您。想退的是哪一笔呢？点一下就行。"


@answers("file_refund", *REPORTED)
async def file_refund(turn: Turn, door: Door) -> Reply:
    """Begin, or take up what is being filled in; of several orders at once, one after the other."""
    going = turn.agenda.get("doing") == DOING
    agenda = turn.agenda if going else {"doing": DOING}
    if turn.spoken and not turn.chosen and SEVERAL.search(turn.said) and not agenda.get("order_no"):
        found = named_together(turn, await door.orders())
        if 1 < len(found) <= MOST:
            numbers = [order["order_no"] for order in found]
            agenda = agenda | {"also": numbers, "order_no": numbers[0], IN_TURN: True}
        same = len(turn.given.get("refund_reason", ())) == 1 and "都" in turn.said
        agenda = agenda | ({"also_reason": turn.one("refund_reason")} if same else {})
    reply = await go_on(turn, door, _merged(turn, agenda))
    kind = turn.spoken and not going and turn.intent in REPORTED
    return sorry(reply) if kind else reply


def hear(turn: Turn, agenda: Json) -> Json | None:
    """What the message says of order, reason, day, amount or story; None where it says nothing of what is asked."""
    asked = agenda.get("asking")
    if turn.intent == "ask_evidence_requirements" and asked != "evidence":
        return None  # a question of its own, though it names a reason
    if asked == "swap":
        return reasons.settled(turn, agenda)
    if asked == "reason" and "advised" in agenda and reasons.follows(turn):
        return agenda | {"reason": agenda["advised"], "anew": True, "picked": True}
    if asked == "statement" and not turn.chosen and turn.intent not in {"affirm", "deny"}:
        return agenda | {"description": turn.words[:500], "told": True}
    if asked == "statement" and turn.intent == "deny":
        return agenda | {"told": True}
    nothing = turn.intent == "deny" or NOTHING.search(turn.said) or CUT_OFF.search(turn.said)
    if asked == "evidence" and ENOUGH.search(turn.said):
        return agenda | {"enough": True}
    if asked == "evidence" and nothing and not ANOTHER.search(turn.said):
        return agenda | {"lacks": True}
    merged = _merged(turn, agenda)
    offers: list[str] = agenda.get("offers") or []
    if asked == "order" and ALL.search(turn.said) and 1 < len(offers) <= MOST:
        return merged | {"order_no": offers[0], "also": offers, IN_TURN: True}
    if asked == "order" and tells_order(turn):
        return merged
    return merged if merged != agenda or (_settled(agenda) and turns_to(turn)) else None


def _merged(turn: Turn, agenda: Json) -> Json:
    """The agenda with what the message says put into it."""
    merged: Json = {name: value for name, value in agenda.items() if name not in {"lacks", "enough", "swap", "advised"}}
    wish = "other_order" if ANOTHER.search(turn.said) else turn.one("choice")
    number = turn.one("order_no")
    if wish in {"list", "other_order"} or (number and str(number).upper() != agenda.get("order_no")):
        merged = {name: merged[name] for name in KEPT if name in merged}
        merged |= {"listing": True} if wish else {}
    if number and turn.chosen:
        merged["order_no"] = str(number)
    if wish == "other_reason" or (OTHER_REASON.search(turn.said) and turn.one("refund_reason") is None):
        merged = {k: v for k, v in merged.items() if k not in {"reason", "fault_day", "told"}} | {"anew": True}
    if wish == "skip":
        merged["told"] = True
    merged = reasons.heard(turn, agenda, merged)
    day = dates.heard(turn)
    if agenda.get("asking") == "fault_date" or ("发现" in turn.said and "fault_day" in day):
        merged |= day
    return merged | _amount(turn, agenda)


def _amount(turn: Turn, agenda: Json) -> Json:
    """A smaller amount, only where the words ask for one: a sum alone usually tells which order is meant."""
    if HALF.search(turn.said):
        return {"amount_fen": "half"}
    amount = turn.one("amount")
    asked = agenda.get("asking") in {"amount", "confirm"}
    if turn.one("choice") == "whole" or any(word in turn.said for word in WHOLE):
        return {"amount_fen": "all"}
    if amount is None and agenda.get("asking") == "amount" and turn.one("number") is not None:
        amount = int(turn.one("number")) * 100
    if amount is not None and (asked or any(word in turn.said for word in PARTLY)):
        return {"amount_fen": int(amount)}
    return {}


async def go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    """Ask the next thing that is missing; when nothing is, propose to submit. What was found or changed on the way is
    said along with it."""
    order = await pick_order(turn, door, agenda, QUESTION, fit=lambda o: bool(o["eligibility"]["self_service"]))
    if isinstance(order, Reply):
        return order
    other = await _other(turn, door, agenda, order)
    if other is not None:
        order, agenda = other, _of_other(turn, agenda, order, other)
    in_turn = bool(agenda.get(IN_TURN))
    found = other is not None or in_turn or not agenda.get("order_no")
    agenda = await _read_off(turn, door, agenda, order)
    left = {name: value for name, value in agenda.items() if name not in {*LEADS, IN_TURN}}
    reply = await _next(turn, door, left, order)
    return led(reply, order, found=found, why=[name for name in LEADS if agenda.get(name)], in_turn=in_turn)


async def _other(turn: Turn, door: Door, agenda: Json, order: Json) -> Json | None:
    """Another order that the buyer has turned to in the middle of this one's application."""
    if not (_settled(agenda) and turns_to(turn)) or _amount(turn, agenda):
        return None
    return switched(turn, await door.orders(), order)


def _settled(agenda: Json) -> bool:
    """Whether the order is known, and the words are no answer that may name anything."""
    return bool(agenda.get("order_no")) and agenda.get("asking") not in {"order", "statement", "amount"}


def _of_other(turn: Turn, agenda: Json, order: Json, other: Json) -> Json:
    """What still holds: the reason, where it was told just now or the goods are of one kind."""
    holds = turn.one("refund_reason") is not None or order["product_kind"] == other["product_kind"]
    kept = {"doing", "also", "also_reason"} | ({"reason", "description"} if holds else set())
    return {name: value for name, value in agenda.items() if name in kept} | {"order_no": other["order_no"]}


async def _read_off(turn: Turn, door: Door, agenda: Json, order: Json) -> Json:
    """The agenda with the reason that the buyer's pictures tell, where no word has told one."""
    drafted = turn.draft and turn.draft["order_no"] == order["order_no"] and turn.draft["reason"]
    if agenda.get("reason") or agenda.get("anew") or drafted or order["eligibility"]["blocked_by"]:
        return agenda
    reason = await proofs.told_reason(turn, door, order)
    return agenda | {"reason": reason, "read": True} if reason else agenda


async def _next(turn: Turn, door: Door, agenda: Json, order: Json) -> Reply:
    agenda = asking(agenda, agenda.get("asking", ""), order_no=order["order_no"])
    draft = turn.draft if turn.draft and turn.draft["order_no"] == order["order_no"] else None
    reason = agenda.get("reason") or (None if agenda.get("anew") else (draft or {}).get("reason"))
    if order["eligibility"]["blocked_by"]:
        return await claims.blocked(turn, door, agenda, order, reason)
    if reason is None:
        return claims.ask_reason(turn, agenda, order)
    agenda |= {"reason": reason}
    if agenda.get("swap"):
        return reasons.ask_swap(turn, agenda, reason)
    advice = claims.advise(turn, agenda, order)
    if advice is not None:
        return advice
    lead = claims.steer(agenda, order, reason)
    agenda |= {"reason": "undelivered" if lead else reason}
    claim = claims.claim(order, agenda["reason"])
    if not claim["allowed"]:
        return await claims.refused(turn, door, agenda, order, reason)
    if claim["window"] and not agenda.get("fault_day") and dates.came_today(order, turn.now):
        agenda |= {"fault_day": f"{local(turn.now):%Y-%m-%d}"}
    day_told = agenda.get("fault_day") or agenda.get("fault_unknown") or (draft or {}).get("fault_discovered_at")
    if claim["window"] and not day_told:
        return dates.ask(turn, agenda, order, claim)
    if agenda["reason"] == "other" and not agenda.get("told") and not agenda.get("description"):
        return proofs.ask_story(agenda)
    return await _drafted(turn, door, agenda, order, lead or "")


async def _drafted(turn: Turn, door: Door, agenda: Json, order: Json, lead: str) -> Reply:
    """Write what is known into the draft; the policy's answer to it says what comes next."""
    claim: dict[str, Any] = {"reason": agenda["reason"], "description": agenda.get("description")}
    amount = agenda.get("amount_fen")
    shares: dict[Any, Any] = {"all": order["refundable_fen"], "half": order["refundable_fen"] // 2}
    claim["amount_fen"] = shares.get(amount, amount)
    if agenda.get("fault_day"):
        found = dates.discovered_at(agenda["fault_day"], order, turn.now)
        if found is None:
            return dates.ask(turn, agenda, order, claims.claim(order, agenda["reason"]), outside=True)
        claim["fault_discovered_at"] = found
    given: list[str] = []
    if order["eligibility"]["required_evidence"].get(agenda["reason"]):
        given = await proofs.usable(turn, door, order["order_no"])
    claim["evidence_ids"] = given or None
    try:
        draft = await door.amend(order["order_no"], **claim)
    except Refused as refusal:
        return _corrected(turn, agenda, order, refusal)
    preview = draft["preview"]
    if preview["outcome"] == "ineligible":
        return await claims.refused(turn, door, agenda, order, agenda["reason"], preview)
    no_good = await pictures.no_good(turn, door, agenda, given, draft)
    if preview["outcome"] == "incomplete":
        question = proofs.ask(turn, agenda, draft, lead)
    else:
        question = await submitting.propose(turn, door, agenda, draft, lead)
    return Reply((*no_good, *question.bubbles), question.agenda)


def _corrected(turn: Turn, agenda: Json, order: Json, refusal: Refused) -> Reply:
    """The backend cannot take the day or the amount: say so and ask again."""
    fields = {error.get("field") for error in refusal.body.get("errors") or []}
    left = {name: value for name, value in agenda.items() if name not in {"amount_fen", "fault_day"}}
    if "fault_discovered_at" in fields:
        return dates.ask(turn, left, order, claims.claim(order, agenda["reason"]), outside=True)
    if "amount_fen" in fields:
        return submitting.ask_amount(turn, left, order)
    return claims.told_no(turn, refusal.detail, refusal.rule_ids, None)


flow(DOING, go_on, hear, *REPORTED, "upload_evidence", "report_merchant_unresponsive", "ask_evidence_requirements")
