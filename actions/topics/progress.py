"""查进度: one refund as it stands, or which of several."""

from ..choosing import same_number
from ..door import Door
from ..registry import answers, flow
from ..reply import FILE, PERSON, PROGRESS, Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .picking import pick_refund
from .states import words_of

DOING = "check_refund_progress"
OVER = frozenset({"closed", "cancelled", "abandoned", "ineligible", "rejected_final"})
ACTS = {"refunded": "inform_arrival", "arrival_inquiry": "inform_arrival", "rejected": "inform_decision",
        "rejected_final": "inform_decision", "disputed": "inform_dispute", "ineligible": "inform_eligibility",
        "cancelled": "inform_withdrawn"}  # fmt: skip


@answers("check_refund_progress")
async def check_refund_progress(turn: Turn, door: Door) -> Reply:
    """With a number that one; else the only open one, or which; with none, the offer to file."""
    named = turn.one("refund_no", "order_no")
    current = [refund for refund in turn.refunds if refund["state"] not in OVER]
    if not named and not current and not turn.refunds:
        return _none(turn)
    if not named and len(current) == 1:
        return await shown(turn, door, await door.refund(current[0]["refund_no"]), progress=True)
    agenda = {"doing": DOING, "offers": turn.agenda.get("offers") if turn.agenda.get("doing") == DOING else None}
    reply = await go_on(turn, door, agenda)
    return reply if turn.agenda.get("doing") in {None, DOING} else Reply(reply.bubbles)


async def go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    """The refund that was picked."""
    if turn.one("order_no") and not _has_refund(turn, str(turn.one("order_no"))):
        return await _no_refund_on(turn, door, str(turn.one("order_no")))
    none = "您现在没有退款申请。"
    states = {refund["state"] for refund in turn.refunds}
    picked = await pick_refund(
        turn, door, agenda, tuple(states - OVER or states), "您有几笔退款，想看哪一笔的进度呢？", none
    )
    if isinstance(picked, Reply):
        return picked
    reply = await shown(turn, door, picked, progress=True)
    return Reply(reply.bubbles, None) if turn.agenda.get("doing") == DOING else reply


def hear(turn: Turn, agenda: Json) -> Json | None:
    return agenda if turn.one("refund_no", "order_no", "ordinal", "number") else None


async def shown(
    turn: Turn, door: Door, refund: Json, lead: str = "", progress: bool = False, card: bool = True
) -> Reply:
    """The refund's state in words, with its card unless the thread has just shown it."""
    policy = await door.policy()
    told = Telling(turn.now)
    text, choices = words_of(turn, refund, policy["params"], told)
    act = "inform_progress" if progress else ACTS.get(refund["state"], "inform_progress")
    return say(act, lead + text, told, choices, refund["card"] if card else None)


def _has_refund(turn: Turn, order_no: str) -> bool:
    return any(same_number(order_no, refund["order_no"]) for refund in turn.refunds)


async def _no_refund_on(turn: Turn, door: Door, order_no: str) -> Reply:
    found = next((o for o in await door.orders() if same_number(order_no, o["order_no"])), None)
    if found is None:
        told = Telling(turn.now, order_no=order_no)
        text = f"我没有在您名下找到 {order_no} 这个号，麻烦核对一下；也可以点“看我的订单”来选。"
        look = choice("看我的订单", "file_refund", choice="list")
        return say("inform_progress", text, told, [PROGRESS, look, PERSON])
    order_no = found["order_no"]
    told = Telling(turn.now, order_no=order_no)
    text = f"订单 {order_no} 没有退款申请。需要退款的话，我现在就帮您办。"
    return say("inform_progress", text, told, [choice("申请退款", "file_refund", order_no=order_no), PERSON])


def _none(turn: Turn) -> Reply:
    if turn.draft is not None:
        told = Telling(turn.now)
        told.about(turn.draft, "order_no", "state")
        text = "您有一份退款申请还没有提交，所以暂时没有进度。要接着填吗？"
        return say("inform_progress", text, told,
                   [choice("继续填写", "file_refund", order_no=turn.draft["order_no"]), PERSON])  # fmt: skip
    return say("inform_progress", "您现在没有退款申请。需要退款的话，告诉我是哪笔订单就行。", choices=[FILE, PERSON])


flow(DOING, go_on, hear, lasting=False)
