"""What the rules say: deadlines, review, evidence, arrival, destination, hours; the buyer's own case first."""

from dataclasses import replace

from ..door import Door
from ..names import PATHS, REASONS, all_of, payout_name
from ..registry import answers, go_on
from ..reply import CALLBACK, FILE, PERSON, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .pictures import WANTS_PICTURES
from .progress import shown
from .promises import usual_arrival
from .reasons import told_reason
from .rights import eligibility_of

IN_REVIEW = frozenset({"submitted", "under_review", "manual_review", "appeal_review", "disputed"})
PAID_BY = {
    "支付宝": "wallet",
    "微信": "wallet",
    "花呗": "wallet",
    "银行卡": "debit",
    "信用卡": "credit",
    "余额": "balance",
}
SENT = frozenset({"payout_pending", "refunded", "arrival_inquiry"})


def own_case(turn: Turn, states: frozenset[str]) -> Json | None:
    """The refund that the question is about: the one named, else the only one in these states."""
    number, order_no = turn.one("refund_no"), turn.one("order_no")
    named = [r for r in turn.refunds if r["refund_no"] == number or r["order_no"] == order_no]
    fits = named or [refund for refund in turn.refunds if refund["state"] in states]
    return fits[0] if len(fits) == 1 else None


@answers("ask_review_time")
async def ask_review_time(turn: Turn, door: Door) -> Reply:
    mine = own_case(turn, IN_REVIEW | {"evidence_required", "arrival_inquiry"})
    if mine is not None:
        return await shown(turn, door, await door.refund(mine["refund_no"]), progress=True)
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    if "申诉" in turn.said or "复审" in turn.said:
        rules = told.rules(["R81", "A23"], policy["version"])
        text = f"申诉由另一位高级审核员复审，提交后 {told(params, 'appeal_wd')}内给结果{rules}。"
        return say("inform_policy", text, told)
    if any(word in turn.said for word in ("介入", "纠纷", "仲裁", "裁定")):
        rules = told.rules(["R86", "R87", "A24"], policy["version"])
        wait, judged = told(params, "merchant_response"), told(params, "adjudication_wd")
        text = f"平台介入后，商家要在 {wait}内回应，不回应默认支持您；回应了就由平台裁定，{judged}内给结果{rules}。"
        return say("inform_policy", text, told)
    text = (
        f"提交后 {told(params, 'review_wd')}内出结果；金额较大、要鉴定或说不清的转人工复核，"
        f"一共 {told(params, 'manual_wd')}；"
        f"极速退款 {told(params, 'express_slo')}内就由支付渠道受理。提交当天不算"
    )
    return say("inform_policy", f"{text}{told.rules(['R33', 'R40', 'R68'], policy['version'])}。", told, [FILE])


@answers("ask_arrival_time")
async def ask_arrival_time(turn: Turn, door: Door) -> Reply:
    """By how it was paid (R43–R45, A14)."""
    mine = own_case(turn, SENT)
    if mine is not None:
        return await shown(turn, door, await door.refund(mine["refund_no"]), progress=mine["state"] != "refunded")
    waiting = own_case(turn, IN_REVIEW)
    if waiting is not None and not turn.one("payment_channel"):
        return await _after_review(turn, door, await door.refund(waiting["refund_no"]))
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    names = {"wallet": "支付宝、微信零钱", "debit": "银行卡", "credit": "信用卡", "balance": "平台余额"}
    asked = PAID_BY.get(str(turn.one("payment_channel")))
    rules = told.rules(["R43", "R44", "R45"], policy["version"])
    ways = [asked] if asked else list(names)
    lines = "；".join(f"{names[way]}{usual_arrival(way, params, told)}" for way in ways)
    bound = "（付款用的是绑定的卡就按卡算）" if "wallet" in ways else ""
    text = f"退款成功后，{lines}{bound}{rules}。"
    return say("inform_policy", text, told)


async def _after_review(turn: Turn, door: Door, refund: Json) -> Reply:
    """First the review, by when; then the way home."""
    policy = await door.policy()
    told = Telling(turn.now)
    stands = replace((await shown(turn, door, refund, progress=True)).bubbles[0], choices=())
    wallet, debit = (usual_arrival(way, policy["params"], told) for way in ("wallet", "debit"))
    rules = told.rules(["R43", "R44"], policy["version"])
    then = bubble("inform_policy", f"通过后原路退回：支付宝、微信零钱{wallet}；银行卡{debit}{rules}。", told)
    return Reply((stands, then))


@answers("ask_refund_destination")
async def ask_refund_destination(turn: Turn, door: Door) -> Reply:
    mine = own_case(turn, SENT)
    told = Telling(turn.now)
    if mine is not None:
        refund = await door.refund(mine["refund_no"])
        told.about(refund, "order_no", "state")
        to = "、".join(dict.fromkeys(payout_name(p["channel"], p["funding"]) for p in refund["payouts"]))
        text = f"退款单 {told(refund, 'refund_no')} 会原路退回：{to or '原来的付款账户'}。"
        return say("inform_policy", text, told)
    policy = await door.policy()
    rules = told.rules(["R13", "R42"], policy["version"])
    text = (
        f"都是原路退回：怎么付的就退到哪里，支付宝、微信、银行卡或平台余额{rules}。"
        "原账户注销或冻结了，财务会和您核实新账户。"
    )
    return say("inform_policy", text, told)


@answers("ask_evidence_requirements")
async def ask_evidence_requirements(turn: Turn, door: Door) -> Reply:
    """What the reviewer asked of this buyer, what this reason needs, or the list by reason (R27–R31)."""
    if turn.agenda.get("doing") in WANTS_PICTURES and turn.agenda.get("asking") == "evidence":
        return await go_on(turn.quiet(), door, turn.agenda)
    mine = own_case(turn, frozenset({"evidence_required"}))
    if mine is not None:
        return await shown(turn, door, await door.refund(mine["refund_no"]))
    filed = own_case(turn, IN_REVIEW)
    if filed is not None and not told_reason(turn):
        asked = filed["state"] == "disputed"  # there the platform may be waiting for more: its own words say so
        lead = "" if asked else "现在不用补材料；要补我会马上告诉您。"
        return await shown(turn, door, await door.refund(filed["refund_no"]), lead, progress=True)
    policy = await door.policy()
    needs: dict[str, list[list[str]]] = policy["evidence"]
    told = Telling(turn.now)
    reason = told_reason(turn) or turn.agenda.get("reason")
    if reason in needs:
        told.facts |= {"reason": reason, "required_evidence": needs[reason]}
        rules = told.rules(["R26", "R31"], policy["version"])
        wanted = f"需要{all_of(needs[reason])}" if needs[reason] else "不用交材料"
        text = f"“{REASONS[reason]}”{wanted}。截图里带上订单号、时间和金额会更快{rules}。"
        return say("inform_policy", text, told, [choice("申请退款", "file_refund", reason=reason)])
    told.facts["required_evidence"] = needs
    rules = told.rules(["R26", "R27", "R28"], policy["version"])
    told_few = [f"{REASONS[r]}：{all_of(n) or '不用交'}" for r, n in needs.items() if r not in {"other", "wrong_topup"}]
    text = f"看原因：{'；'.join(told_few)}{rules}。"
    return say("inform_policy", text, told, [FILE])


@answers("ask_service_hours")
async def ask_service_hours(turn: Turn, door: Door) -> Reply:
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    opens, closes = told(params, "service_opens"), told(params, "service_closes")
    told.facts["open"] = turn.hours["open"]
    now = "现在就在班" if turn.hours["open"] else f"现在休息，{told(turn.hours, 'next_open_at')}上班"
    rules = told.rules(["R58", "R60"], policy["version"])
    text = f"人工客服每天 {opens} 到 {closes}，节假日也在，{now}{rules}。小云 24 小时都在；怕排队可以约电话回拨。"
    return say("inform_policy", text, told, [PERSON, CALLBACK])


@answers("ask_deadline")
async def ask_deadline(turn: Turn, door: Door) -> Reply:
    """The buyer's own windows first: what must be supplied, or what a rejection leaves open, until when."""
    mine = own_case(turn, frozenset({"evidence_required", "rejected"}))
    if mine is not None:
        return await shown(turn, door, await door.refund(mine["refund_no"]))
    order_no = turn.one("order_no") or turn.agenda.get("order_no")
    if order_no:
        return await eligibility_of(turn, door, str(order_no).upper())
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    text = (
        f"还没发货，随时能申请，发货后 {told(params, 'grace_after_ship')}内也还行；商品有问题，发现后 "
        f"{told(params, 'fault_window')}内申请；没通过的，{told(params, 'resubmit_window')}内可以重交、"
        "申诉或申请平台介入"
    )
    return say("inform_policy", f"{text}{told.rules(['R22', 'R23', 'R38'], policy['version'])}。", told, [FILE])


@answers("ask_express_refund")
async def ask_express_refund(turn: Turn, door: Door) -> Reply:
    """On the buyer's own undelivered orders where there are some, else what it takes (R64–R70)."""
    orders = await door.orders()
    order_no = turn.one("order_no") or turn.agenda.get("order_no")
    named = [order for order in orders if order["order_no"] == str(order_no).upper()]
    waiting = named or [o for o in orders if o["delivery"] == "undelivered" and o["eligibility"]["self_service"]]
    filed = own_case(turn, IN_REVIEW)
    if filed is not None and not waiting:
        lead = f"能不能极速是提交时系统判定的，这笔走的是{PATHS.get(filed['path'], '普通审核')}。"
        return await shown(turn, door, await door.refund(filed["refund_no"]), lead, progress=True)
    if len(waiting) >= 1:
        return _express_of(turn, sorted(waiting, key=lambda o: not o["eligibility"]["express"]["eligible"])[0])
    policy = await door.policy()
    told = Telling(turn.now)
    limit = {"express_limit_fen": policy["params"]["express_limit"]}
    span = told(policy["params"], "express_slo")
    text = f"极速退款要商品支持、还没发货、金额不到 {told(limit, 'express_limit_fen')}，账户信用良好、近期没有异常"
    rules = told.rules(["R64", "R65", "R67", "R68"], policy["version"])
    text += f"；提交后 {span}内由支付渠道受理{rules}。您现在没有还没发货的订单，可以走普通审核。"
    return say("inform_policy", text, told, [FILE, PERSON])


def _express_of(turn: Turn, order: Json) -> Reply:
    express = order["eligibility"]["express"]
    told = Telling(turn.now)
    told.facts["express"] = {"eligible": express["eligible"], "why": express["why"]}
    told.about(order, "order_no")
    rules = told.rules(express["rule_ids"], order["eligibility"]["policy_version"])
    can = "可以极速退款：" if express["eligible"] else "暂时不能极速退款："
    text = f"“{order['product_name']}”（{told(order, 'refundable_fen')}）{can}{told.quote(express['text'])}{rules}"
    label = "极速退款" if express["eligible"] else "申请退款"
    choices = [choice(label, "file_refund", order_no=order["order_no"], reason="undelivered")]
    return say("inform_eligibility", text, told, choices if order["delivery"] == "undelivered" else [FILE, PERSON])
