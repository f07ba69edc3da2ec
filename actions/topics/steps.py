"""One yes and it is done: withdraw, expedite, look for money that has not come, confirm that it has."""

from datetime import datetime

from ..door import Door
from ..registry import after, answers, flow
from ..reply import PERSON, PROGRESS, Reply, bubble, say
from ..telling import Telling
from ..turn import Json, Turn
from .picking import pick_refund
from .progress import shown
from .proposing import propose_event
from .states import arrival, for_refund, payouts

CANCELLABLE = ("draft", "submitted", "under_review", "manual_review", "evidence_required", "rejected")
IN_REVIEW = ("under_review", "manual_review", "appeal_review")
CAN_CONFIRM = "arrival_confirmed"


def hear(turn: Turn, agenda: Json) -> Json | None:
    """A refund that was picked, or the buyer's insisting."""
    if turn.one("choice") == "insist":
        return agenda | {"insist": True}
    return agenda if turn.one("refund_no", "order_no", "ordinal", "number") else None


def _agenda(turn: Turn, doing: str) -> Json:
    same = turn.agenda if turn.agenda.get("doing") == doing else {"doing": doing}
    told_before = turn.spoken and any("choice=insist" in offer["value"] for offer in turn.offered)
    insists = turn.one("choice") == "insist" or "还是没" in turn.said or told_before
    return same | ({"insist": True} if insists else {})


@answers("withdraw_refund")
async def withdraw_refund(turn: Turn, door: Door) -> Reply:
    """What is only being filled in is let go without more ado."""
    filing = turn.agenda.get("doing") == "file_refund"
    only_draft = turn.draft is not None and not any(r["state"] in (*CANCELLABLE, "disputed") for r in turn.refunds)
    if (filing or only_draft) and not turn.one("refund_no"):
        text = "好的，这份申请就不提交了。想再办的时候告诉我就行。"
        return say("inform_withdrawn", text, choices=[PROGRESS, PERSON], agenda={})
    return await _withdraw(turn, door, _agenda(turn, "withdraw_refund"))


async def _withdraw(turn: Turn, door: Door, agenda: Json) -> Reply:
    """Cancel while it is allowed; a dispute is withdrawn, which cancels the refund too (S23)."""
    none = "您现在没有在办的退款申请，什么都不用撤销。"
    refund = await pick_refund(turn, door, agenda, (*CANCELLABLE, "disputed"), "想撤销哪一笔呢？", none)
    if isinstance(refund, Reply):
        return refund
    told = Telling(turn.now)
    if refund["state"] == "disputed":
        text = "撤回纠纷后，这笔退款申请也会一起取消。确定要撤回吗？"
        return propose_event(turn, agenda, refund, "withdraw_dispute", text, told, title="撤回纠纷", yes="确认撤回")
    if refund["state"] not in CANCELLABLE or refund["amount_fen"] is None:
        return await _cannot(turn, door, refund, "这笔现在已经不能撤销了。")
    text = "撤销后这笔申请就不再处理；以后还符合条件的话，可以重新申请。确定要撤销吗？"
    return propose_event(turn, agenda, refund, "cancel", text, told, title="撤销退款申请", yes="确认撤销")


async def _cannot(turn: Turn, door: Door, refund: Json, why: str) -> Reply:
    """Not in this state: why, and how it stands."""
    reply = await shown(turn, door, refund, lead=why, progress=True)
    return Reply(reply.bubbles, None)


@after("cancel", "withdraw_dispute")
async def withdrawn(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    told = Telling(turn.now)
    told.about(refund, "order_no", "state")
    what = "纠纷已撤回，" if answer["event"] == "withdraw_dispute" else ""
    text = f"好的，{what}退款单 {told(refund, 'refund_no')} 已经撤销。以后有需要，随时告诉我。"
    return Reply((bubble("inform_withdrawn", text, told),), None)


@answers("expedite_review")
async def expedite_review(turn: Turn, door: Door) -> Reply:
    return await _expedite(turn, door, _agenda(turn, "expedite_review"))


async def _expedite(turn: Turn, door: Door, agenda: Json) -> Reply:
    """Before the promise ends: until when; after it: one ticket (R41, R76, A12)."""
    none = "您现在没有正在审核的退款，不需要加急。"
    refund = await pick_refund(turn, door, agenda, IN_REVIEW, "想加急哪一笔呢？", none)
    if isinstance(refund, Reply):
        return refund
    if refund["state"] not in IN_REVIEW:
        return await _cannot(turn, door, refund, "这笔现在不在审核中，不需要加急。")
    ticket, told = refund["expedite"], Telling(turn.now)
    due = refund["appeal_due_at"] if refund["state"] == "appeal_review" else refund["review_due_at"]
    if (ticket and ticket["state"] != "done") or (due and datetime.fromisoformat(due) >= turn.now):
        reply = await shown(turn, door, refund, "" if ticket else "还在承诺的时间内，先不用加急。", progress=True)
        return Reply(reply.bubbles, None)
    text = "很抱歉让您久等了。我来替您登记加急工单，由专人盯着，每天主动告诉您进展。要登记吗？"
    return propose_event(turn, agenda, refund, "request_expedite", text, told, title="申请加急", yes="确认加急")


@after("request_expedite")
async def expedited(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    policy = await door.policy()
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    number = told(refund["expedite"], "expedite_no")
    touch = told(policy["params"], "expedite_touch")
    text = f"加急工单 {number} 已登记，客服时间内 {touch}内有专人跟进，之后每天主动告诉您进展，不用您来催。"
    return Reply((bubble("inform_expedite", text, told),), None)


@answers("refund_not_received")
async def refund_not_received(turn: Turn, door: Door) -> Reply:
    return await _not_received(turn, door, _agenda(turn, "refund_not_received"))


async def _not_received(turn: Turn, door: Door, agenda: Json) -> Reply:
    """Before the window ends the window and the number first; whoever insists is served at once (S20)."""
    states = ("refunded", "payout_pending", "approved", "payout_exception", "arrival_inquiry")
    none = "我没有查到已经退出去的款项。可以先看看申请走到哪一步了。"
    refund = await pick_refund(turn, door, agenda, states, "是哪一笔没收到呢？", none)
    if isinstance(refund, Reply):
        return refund
    if refund["state"] != "refunded":
        reply = await shown(turn, door, refund)
        return Reply(reply.bubbles, None)
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    sent = payouts(refund, told)
    span = refund["arrival"]
    if span and datetime.fromisoformat(span["latest_at"]) >= turn.now and not agenda.get("insist"):
        text = f"这笔钱已经退出：{sent}，{arrival(refund, told)}。可以先在账单里按流水号查一下；要我现在就去查也行。"
        insist = for_refund("现在就帮我查", "refund_not_received", refund, choice="insist")
        return say("inform_arrival", text, told, [insist, PERSON], agenda=None)
    text = f"我来向支付渠道查这笔钱：{sent}。查的时候您不用做什么，查到马上告诉您。现在开始查吗？"
    return propose_event(turn, agenda, refund, "not_received", text, told, title="查询到账", yes="开始查询")


@after("not_received")
async def inquiring(turn: Turn, door: Door, answer: Json) -> Reply:
    reply = await shown(turn, door, answer["refund"], "已经开始查了。", card=False)
    return Reply(reply.bubbles, None)


async def confirm_arrival(turn: Turn, door: Door, agenda: Json) -> Reply:
    """The buyer says that the money is there."""
    states = ("refunded", "arrival_inquiry")
    refund = await pick_refund(turn, door, agenda, states, "是哪一笔收到了呢？", "好的，收到就好。")
    if isinstance(refund, Reply):
        return refund
    if refund["state"] == "arrival_inquiry":  # the channel has been asked, and its answer ends the inquiry (S20)
        return say("inform_arrival", "收到就好！支付渠道查清以后，我会在这里跟您说一声。", agenda=None)
    if refund["state"] != "refunded":
        return Reply((await shown(turn, door, refund)).bubbles, None)
    told = Telling(turn.now)
    text = "收到就好！我把这笔退款记为已到账、办结，可以吗？"
    return propose_event(turn, agenda, refund, CAN_CONFIRM, text, told, title="确认到账", yes="确认收到")


@after(CAN_CONFIRM)
async def arrived(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    told = Telling(turn.now)
    told.about(refund, "order_no", "state")
    text = f"好的，退款单 {told(refund, 'refund_no')} 已办结。谢谢您的耐心，祝您一切顺利。"
    return Reply((bubble("inform_arrival", text, told),), None)


flow("withdraw_refund", _withdraw, hear)
flow("expedite_review", _expedite, hear)
flow("refund_not_received", _not_received, hear)
flow(CAN_CONFIRM, confirm_arrival, hear)
