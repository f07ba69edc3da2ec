"""The last step of an application: put it to the buyer whole, and say what became of it after the yes."""

from ..door import Door
from ..names import PATHS, REASONS
from ..registry import after, asking
from ..reply import CALLBACK, PERSON, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .promises import each_way

YES = choice("确认提交", "affirm")
NO = choice("再想想", "deny")
# How long each path takes: the policy's own value.
PROMISE = {"express": "express_slo", "standard": "review_wd", "manual": "manual_wd"}


async def propose(turn: Turn, door: Door, agenda: Json, draft: Json, lead: str = "") -> Reply:
    """Everything that will be filed, with the path and its promise; nothing is written before the yes (I28)."""
    preview, order = draft["preview"], draft["order"]
    policy = await door.policy()
    told = Telling(turn.now)
    told.about(draft, "refund_no", "reason")
    told.about(preview, "path")
    path = preview["path"]
    promise = told(policy["params"], PROMISE[path])
    by = {
        "express": f"极速退款，提交后 {promise}内由支付渠道受理",
        "standard": f"普通审核，{promise}内给结果",
        "manual": f"人工复核，{promise}内给结果",
    }[path]
    rows = [
        {"label": "商品", "value": order["product_name"]},
        {"label": "订单号", "value": told(order, "order_no")},
        {"label": "退款金额", "value": told(preview, "amount_fen")},
        {"label": "退款原因", "value": REASONS[draft["reason"]]},
        {"label": "审核方式", "value": by},
        {"label": "退到哪里", "value": "原来的付款账户"},
    ]
    told.rules(preview["rule_ids"], preview["policy_version"])
    what = f"“{order['product_name']}”按“{REASONS[draft['reason']]}”退 {told(preview, 'amount_fen')}。"
    text = f"{lead}{what}{_advice(told, preview, order)}请核对一下，没问题我就替您提交。"
    card = {"type": "confirm", "title": "退款申请", "rows": rows}
    pending = {"command": "refunds.submit", "args": {"refund_no": draft["refund_no"]}}
    return say("ask_confirm", text, told, [YES, NO], card, asking(agenda, "confirm", pending=pending))


def _advice(told: Telling, preview: Json, order: Json) -> str:
    """Why people look at it, or why an undelivered order is not express."""
    if preview["type"] == "return_and_refund":
        return "提交后会先收回没用过的卡密，再退款。"
    if preview["path"] == "manual":
        return told.quote(preview["text"])
    express = order["eligibility"]["express"]
    if preview["path"] == "standard" and order["delivery"] == "undelivered" and not express["eligible"]:
        return told.quote(express["text"])
    return ""


def ask_amount(turn: Turn, agenda: Json, order: Json) -> Reply:
    """The amount that was named cannot be."""
    told = Telling(turn.now)
    told.about(order, "order_no")
    text = f"这笔订单最多能退 {told(order, 'refundable_fen')}，退款金额要大于 0、不超过它。您想退多少？"
    return say("inform_eligibility", text, told, [choice("全额退款", "file_refund", choice="whole")],
               agenda=asking(agenda, "amount"))  # fmt: skip


@after("refunds.submit")
async def submitted(turn: Turn, door: Door, answer: Json) -> Reply:
    """Filed: the number, the path, and by when what happens next."""
    refund = answer["refund"]
    told = Telling(turn.now)
    told.about(refund, "order_no", "state", "path", "reason")
    if refund["state"] == "ineligible":
        return _turned_down(told, refund)
    number = told(refund, "refund_no")
    if refund["path"] == "express":
        policy = await door.policy()
        text = (
            f"提交成功，退款单号 {number}。符合极速退款，系统已自动通过，"
            f"{told(refund, 'amount_fen')} 会在 {told(policy['params'], 'express_slo')}内由支付渠道受理，原路退回"
        )
        arrives = each_way(refund["payouts"], policy["params"], told)
        text += f"，{arrives}。" if arrives else "。"
    else:
        told.about(refund, "amount_fen")
        text = (
            f"提交成功，退款单号 {number}，走{PATHS[refund['path']]}，{told(refund, 'review_due_at')}前给您结果。"
            "不用催，有进展我会马上告诉您；请保持电话畅通。"
        )
    filed = Reply((bubble("inform_submitted", text, told),), None)
    return await _next_one(turn, door, filed, refund["order_no"])


async def _next_one(turn: Turn, door: Door, filed: Reply, order_no: str) -> Reply:
    """The other order that was named along with this one, if it can still be filed."""
    left = [number for number in turn.agenda.get("also", ()) if number != order_no]
    orders = [order for order in await door.orders() if order["order_no"] in left] if left else []
    other = next((order for order in orders if order["eligibility"]["self_service"]), None)
    if other is None:
        return filed
    told = Telling(turn.now)
    told.about(other, "order_no")
    reason = turn.agenda.get("also_reason")
    also = choice("接着办这笔", "file_refund", order_no=other["order_no"], reason=reason)
    text = f"您还说到“{other['product_name']}”，接着办这笔吗？"
    ask = bubble("ask_topic", text, told, [also, choice("先不办", "deny")])
    return Reply((*filed.bubbles, ask), {"also": [other["order_no"]], "also_reason": reason})


def _turned_down(told: Telling, refund: Json) -> Reply:
    """Things changed between the question and the yes."""
    decision = refund["decision"]
    rules = told.rules(decision["rule_ids"], decision["policy_version"])
    number = told(refund, "refund_no")
    text = f"很抱歉，{told.quote(decision['text'])}{rules}编号 {number} 我已记下，可以请人工客服受理。"
    return say("inform_eligibility", text, told, [PERSON, CALLBACK], agenda=None)
