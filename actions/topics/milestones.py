"""What happened to a case without anybody speaking: a warm sentence of it, and what comes next by when."""

from ..door import Door
from ..registry import FLOWS, HANDLERS, answers, asking, go_on
from ..reply import PERSON, Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .filing import file_refund
from .progress import shown
from .talk import MENU, greeting

# Said before the state's own words. A milestone that a yes has just brought about needs no lead of its own.
LEADS = {
    "refund.rejected": "很抱歉，有结果了：",
    "refund.rejected_final": "",
    "refund.evidence_required": "审核有新进展，需要您帮个忙。",
    "refund.manual_review": "这笔转给人工复核了，会看得更细。",
    "refund.refunded": "退款成功！",
    "refund.payout_exception": "",
    "refund.overdue": "",
    "refund.disputed": "",
    "dispute.merchant_contested": "商家提出了异议，您可以把聊天记录、支付凭证和异常截图都发给我。",
    "dispute.evidence_asked": "纠纷有新的进展。",
    "expedite.updated": "今天的加急进展：",
}
# What the milestone's own event adds to them.
RESOLVED = {
    "dispute_for_user": "平台裁定支持您退款。", "dispute_for_merchant": "平台裁定没有支持退款。",
    "supplied_m": "商家补充了材料。",
}  # fmt: skip
# After these, pictures that follow are for this case, and are compared with its order.
WANTS_PICTURES = frozenset({"refund.evidence_required", "dispute.evidence_asked"})


@answers("refund_moved")
async def refund_moved(turn: Turn, door: Door) -> Reply:
    """The case as it stands now, after a word of what has just happened."""
    kind = turn.kind
    if kind == "handoff.deferred_late":
        text = "人工客服上线了，现在可以为您转接。还需要吗？"
        return say("inform_handoff", text, choices=[PERSON, choice("不用了", "deny")])
    number = turn.one("refund_no")
    if number is None:
        return say("ask_topic", "刚才有新的进展，我可以帮您查一下。", choices=MENU)
    refund = await door.refund(str(number))
    what = RESOLVED.get(str(turn.one("event")), "")
    if kind == "refund.approved":
        return _approved(turn, refund, what)
    lead = what if kind == "dispute.merchant_contested" and what else LEADS.get(kind, "") + what
    asked = refund["state"] == "evidence_required" or (refund["dispute"] or {}).get("state") == "awaiting_user_evidence"
    if kind in WANTS_PICTURES and not asked:
        lead = ""  # it has moved on since
    reply = await shown(turn, door, refund, lead, card=False)
    if kind in WANTS_PICTURES and asked and not turn.agenda:
        waits = {"doing": "upload_evidence", "refund_no": refund["refund_no"], "order_no": refund["order_no"]}
        return Reply(reply.bubbles, asking(waits, "evidence"))
    # What was being done with this very case is overtaken.
    return Reply(reply.bubbles, None) if turn.agenda.get("refund_no") == number else reply


def _approved(turn: Turn, refund: Json, what: str) -> Reply:
    """The money is on its way, whether or not it has been sent by now: that is told next."""
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state", "path")
    reply = say("inform_progress", f"好消息！{what}{told(refund, 'amount_fen')} 已经批准，正在原路退回。", told)
    overtaken = turn.agenda.get("refund_no") == refund["refund_no"]
    return Reply(reply.bubbles, None) if overtaken else reply


@answers("conversation_opened")
async def conversation_opened(turn: Turn, door: Door) -> Reply:
    """Opened from an order, with a topic, or just so."""
    topic = str(turn.one("topic") or "")
    if topic in HANDLERS and topic not in {"conversation_opened", "affirm", "deny"}:
        return await HANDLERS[topic](turn, door)
    if turn.one("order_no"):
        return await file_refund(turn, door)
    return Reply((greeting(turn),))


@answers("handoff_ended")
async def handoff_ended(turn: Turn, door: Door) -> Reply:
    text = "我是小云，接着为您服务。刚才的事办好了吗？还需要什么，直接告诉我。"
    return say("ask_topic", text, choices=MENU, agenda=None)


@answers("turn_resumed")
async def turn_resumed(turn: Turn, door: Door) -> Reply:
    """The buyer taps “try again” when nothing is owed any more."""
    if turn.agenda.get("doing") in FLOWS:
        return await go_on(turn.quiet(), door, turn.agenda)
    return say("ask_topic", "我回来了，刚才让您久等。请问要办什么？", choices=MENU)
