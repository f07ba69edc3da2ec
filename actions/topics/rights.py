"""能不能退: what the order's eligibility says, with its rules and last moments."""

import re

from ..door import Door, Refused
from ..names import REASONS
from ..registry import answers, flow
from ..reply import FILE, PERSON, Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .claims import HAS_CASE, allowed, claim
from .picking import order_card, pick_order
from .progress import shown
from .reasons import told_reason

DOING = "ask_eligibility"
# Goods that were used, or put to an account of the buyer's: not those that could not be.
USED = re.compile(r"(?:用|充|兑换|激活|消耗|花)(?:过|掉|完|了)(?!.{0,4}(?:失败|不了|没|不成))")
SHOWN = 3


@answers(DOING)
async def ask_eligibility(turn: Turn, door: Door) -> Reply:
    """The order in question, whatever is being done; with none to be found, the rule in general."""
    if USED.search(turn.said) and not turn.chosen and turn.one("order_no") is None:
        return await _used(turn, door)
    reason = turn.one("refund_reason", "reason") or turn.agenda.get("reason")
    agenda: Json = {"doing": DOING, "reason": reason}
    if turn.agenda.get("order_no") and not turn.one("order_no", "product", "ordinal"):
        agenda["order_no"] = turn.agenda["order_no"]
    reply = await _go_on(turn, door, agenda)
    busy = turn.agenda.get("doing") not in {None, DOING}
    return Reply(reply.bubbles) if busy else reply


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    if not await door.orders():
        return await _general(turn, door)
    order = await pick_order(
        turn, door, agenda, "想看哪一笔能不能退？", fit=lambda o: bool(o["eligibility"]["self_service"])
    )
    if isinstance(order, Reply):
        return order
    return await _of(turn, door, order, agenda.get("reason"))


def hear(turn: Turn, agenda: Json) -> Json | None:
    """The order that was picked, or the reason that is meant."""
    reason = told_reason(turn)
    number = turn.one("order_no")
    heard = agenda | ({"reason": reason} if reason in REASONS else {}) | ({"order_no": str(number)} if number else {})
    return heard if heard != agenda or turn.one("ordinal", "number", "product", "amount") is not None else None


async def eligibility_of(turn: Turn, door: Door, order_no: str) -> Reply:
    """One order's rights. An order that is not the buyer's is said to be unknown."""
    try:
        order = await door.order(order_no)
    except Refused:
        told = Telling(turn.now, order_no=order_no)
        return say("ask_order", f"我没有在您名下找到订单 {order_no}，麻烦核对一下。", told, [FILE, PERSON])
    return await _of(turn, door, order, None)


async def _of(turn: Turn, door: Door, order: Json, reason: str | None) -> Reply:
    rights = order["eligibility"]
    if HAS_CASE & set(rights["blocked_by"]) and order["refund"]:
        refund = await door.refund(order["refund"]["refund_no"])
        return Reply((await shown(turn, door, refund, "这笔订单已经有退款申请了：")).bubbles, None)
    told = Telling(turn.now)
    told.about(order, "order_no", "refundable_fen")
    if rights["blocked_by"]:
        told.facts["blocked_by"] = rights["blocked_by"]
        rules = told.rules(rights["express"]["rule_ids"], rights["policy_version"])
        text = f"{told.quote(rights['text'])}{rules}"
        choices = [choice("让人工看看这笔", "file_refund", order_no=order["order_no"], reason=reason), PERSON]
        return say("inform_eligibility", text, told, choices, order_card(order), agenda=None)
    wanted = [reason] if reason in REASONS else allowed(order)[:SHOWN]
    lines = [_line(told, order, one) for one in wanted]
    can = [one for one in wanted if claim(order, one)["allowed"]]
    rules = told.rules(list(dict.fromkeys(r for one in wanted for r in claim(order, one)["rule_ids"])),
                       rights["policy_version"])  # fmt: skip
    text = f"{'可以退' if can else '这个原因不能退'}：{'；'.join(lines)}{rules}。"
    file = choice("申请退款", "file_refund", order_no=order["order_no"], reason=reason if can else None)
    return say("inform_eligibility", text, told, [file, PERSON], order_card(order), agenda=None)


def _line(told: Telling, order: Json, reason: str) -> str:
    """`未发货（还没发货，随时可以申请）`, with the last moment where one is running."""
    found = claim(order, reason)
    words = told.quote(found["text"]).rstrip("。")
    if not found["until_at"]:
        window = f"（发现后 {told(found, 'window')}内）" if found["allowed"] and found["window"] else ""
        return f"{REASONS[reason]}，{words}{window}"
    (until,) = told.each("claims", found, "until_at")
    return f"{REASONS[reason]}，{words}（{until}前）"


async def _used(turn: Turn, door: Door) -> Reply:
    """What is used up; the supplier's record tells, not a word of the buyer's (R7, R11, A5)."""
    policy = await door.policy()
    told = Telling(turn.now)
    rules = told.rules(["R7", "R11", "A5"], policy["version"])
    text = f"看发卡方的记录：已经正常用掉的一般不能退；没用上、用不了或和说好的不一样，可以申请，由审核核实{rules}。"
    return say("inform_eligibility", text, told, [FILE, PERSON])


async def _general(turn: Turn, door: Door) -> Reply:
    policy = await door.policy()
    told = Telling(turn.now)
    rules = told.rules(["R6", "R7", "R8", "R9", "R10", "R11"], policy["version"])
    text = (
        f"没发货、商品失效、充错账号或金额、商家造成的服务异常，都可以申请退款；正常用掉的、自己填错信息的一般不能退{rules}。"
        "完整的《退款规则》在 /rules 页。告诉我订单号，我帮您看那一笔。"
    )
    return say("inform_policy", text, told, [FILE, PERSON])


flow(DOING, _go_on, hear, lasting=False)
