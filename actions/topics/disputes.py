"""平台介入: the platform hears both sides; a silent merchant loses (R61–R63, R84–R89)."""

from ..door import Door
from ..phrases import LOGS
from ..registry import after, answers, flow
from ..reply import Reply, bubble, say
from ..telling import Telling
from ..turn import Json, Turn
from .filing import file_refund
from .picking import pick_refund
from .progress import shown
from .proposing import propose_event
from .states import words_of

DOING = "open_dispute"
CAN_OPEN = ("under_review", "manual_review", "evidence_required", "rejected")
TELLING = 12  # characters that say more than the wish itself


@answers(DOING, "report_merchant_unresponsive")
async def open_dispute(turn: Turn, door: Door) -> Reply:
    """With a filed refund to the platform; without one, filing comes first."""
    agenda = turn.agenda if turn.agenda.get("doing") == DOING else {"doing": DOING}
    heard = hear(turn, agenda) or agenda
    named = turn.one("refund_no", "order_no") or heard.get("refund_no")
    pool = [refund for refund in turn.refunds if refund["state"] in (*CAN_OPEN, "disputed")]
    if not pool and not named:
        text = "您不用跟商家耗：先把退款申请提交给平台，审核中就可以申请平台介入，由平台判定责任。"
        first = bubble("inform_dispute", text, Telling(turn.now, rule_ids=["R85", "R86"]))
        question = await file_refund(turn, door)
        return Reply((first, *question.bubbles[-1:]), question.agenda)
    return await _go_on(turn, door, heard)


def hear(turn: Turn, agenda: Json) -> Json | None:
    """The refund, what the merchant did in the buyer's words, or the wish for the logs (R63)."""
    heard = agenda
    number = turn.one("refund_no")
    if number and number != agenda.get("refund_no"):
        heard = {"doing": DOING, "refund_no": str(number)}
    if turn.one("choice") == "logs" or LOGS.search(turn.said):
        heard = heard | {"logs": True}
    if len(turn.story) >= TELLING and turn.intent in {DOING, "report_merchant_unresponsive"}:
        heard = heard | {"reason": turn.words[:500]}
    picks = turn.one("ordinal", "number", "order_no") is not None and agenda.get("asking") == "refund"
    return heard if picks or heard != agenda else None


async def _go_on(turn: Turn, door: Door, agenda: Json) -> Reply:
    states = (*CAN_OPEN, "disputed")
    none = "现在没有可以申请平台介入的退款：要先有一笔在审核或没通过的申请。"
    refund = await pick_refund(turn, door, agenda, states, "想让平台介入哪一笔呢？", none)
    if isinstance(refund, Reply):
        return refund
    told = Telling(turn.now)
    if refund["state"] == "disputed":
        if not agenda.get("logs"):
            return Reply((await shown(turn, door, refund)).bubbles, None)
        if refund["dispute"]["state"] != "adjudication":
            lead = "交易日志要等双方说完、平台裁定时才能调取，到时跟我说一声就行。"
            return Reply((await shown(turn, door, refund, lead)).bubbles, None)
        told.about(refund["dispute"], "dispute_no")
        text = "我替您申请调取平台的交易日志，放进这笔纠纷的证据里，裁定时会看。要申请吗？"
        return propose_event(turn, agenda, refund, "request_logs", text, told, title="调取交易日志", yes="确认调取")
    if refund["state"] not in CAN_OPEN:
        return Reply((await shown(turn, door, refund, "这笔现在不能申请平台介入。", progress=True)).bubbles, None)
    policy = await door.policy()
    span = told(policy["params"], "merchant_response")
    reason = agenda.get("reason")
    rows = [{"label": "情况说明", "value": told.quote(reason)}] if reason else []
    rules = told.rules(["R85", "R87"], policy["version"])
    text = (
        f"平台介入后，商家接到通知要在 {span}内回应，不回应就默认支持您退款{rules}。您不用再跟商家纠缠。要现在申请吗？"
    )
    return propose_event(
        turn, agenda, refund, "open_dispute", text, told, title="申请平台介入", yes="确认申请", rows=rows, reason=reason
    )


@after("open_dispute")
async def opened(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    number = told(refund["dispute"], "dispute_no")
    text = f"平台已经介入，纠纷编号 {number}。订单截图、支付凭证、聊天记录和异常截图都可以现在发给我，证据越全越有利。"
    return Reply((bubble("inform_dispute", text, told),), None)


@after("request_logs")
async def logged(turn: Turn, door: Door, answer: Json) -> Reply:
    refund = answer["refund"]
    policy = await door.policy()
    told = Telling(turn.now)
    text, choices = words_of(turn, refund, policy["params"], told)
    return say("inform_dispute", f"交易日志已经调取，放进了证据。{text}", told, choices, agenda=None)


flow(DOING, _go_on, hear, "report_merchant_unresponsive")
