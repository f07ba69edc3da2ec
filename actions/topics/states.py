"""How a refund stands, in words: what is, what comes next and by when; one function per state that waits."""

from collections.abc import Callable
from datetime import datetime

from ..names import KINDS, REJECTIONS, payout_name
from ..reply import CALLBACK, PERSON, choice
from ..telling import Telling, window
from ..turn import Json, Turn

Words = tuple[str, list[Json]]


def words_of(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    """The sentences and the choices for a refund as it stands. `params` are the policy's named values."""
    told.about(refund, "refund_no", "order_no", "state", "path")
    return _STATES[refund["state"]](turn, refund, params, told)


def for_refund(label: str, intent: str, refund: Json, **more: str) -> Json:
    return choice(label, intent, refund_no=refund["refund_no"], **more)


def _draft(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    text = "这份退款申请还没有提交，填好的内容都在，随时可以接着办。"
    return text, [choice("继续填写", "file_refund", order_no=refund["order_no"])]


def _ineligible(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    decision = refund["decision"] or {}
    rules = told.rules(decision.get("rule_ids") or [], decision.get("policy_version"))
    why = told.quote(decision.get("text"))
    number = told(refund, "refund_no")
    return f"申请 {number} 不能自助办理：{why}{rules}记录已留好，人工客服可以接着帮您。", [PERSON, CALLBACK]


def _submitted(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    return f"退款单 {told(refund, 'refund_no')} 已提交，系统正在安排审核，马上就有下一步。", []


def _review(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    number, due = told(refund, "refund_no"), told(refund, "review_due_at")
    what = "人工复核" if refund["state"] == "manual_review" else "初审"
    if datetime.fromisoformat(refund["review_due_at"]) >= turn.now:
        text = f"退款单 {number} 正在{what}，{due}前给您结果。有进展我会马上告诉您，请保持电话畅通。"
        return text, [
            for_refund("补充材料", "upload_evidence", refund),
            for_refund("撤销申请", "withdraw_refund", refund),
        ]
    return _late(refund, told, f"退款单 {number} 应在 {due}前出结果")


def _late(refund: Json, told: Telling, promise: str) -> Words:
    """Beyond the promise: the ticket that follows it up, or the offer of one (R72–R78)."""
    sorry, ticket = f"很抱歉，{promise}，已经超时了。", refund["expedite"]
    if ticket and ticket["state"] != "done":
        return f"{sorry}加急工单 {told(ticket, 'expedite_no')} 正在跟进，每天都会告诉您进展。", [PERSON]
    return f"{sorry}现在就可以申请加急，由专人盯着。", [for_refund("申请加急", "expedite_review", refund), PERSON]


def _evidence(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    notes = [f"（{item['note']}）" if item.get("note") else "" for item in refund["requested_items"]]
    kinds = [KINDS.get(item["kind"], item["kind"]) for item in refund["requested_items"]]
    told.about(refund, "missing_evidence")
    items = "、".join(f"{kind}{told.quote(note)}" for kind, note in zip(kinds, notes, strict=True))
    due = told(refund, "supplement_due_at")
    text = f"审核员请您补充：{items}。{due}前直接发图给我就行，等您的时间不算进审核期限。"
    return text, [for_refund("现在补充", "upload_evidence", refund), PERSON]


def _approved(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    return f"退款单 {told(refund, 'refund_no')} 审核已通过，{told(refund, 'amount_fen')} 正在发起，原路退回。", []


def payouts(refund: Json, told: Telling) -> str:
    """`支付宝余额 ¥98.00（流水号 RF…）`, each leg that counts."""
    legs = []
    for payout in refund["payouts"]:
        if payout["state"] in {"failed", "closed_unpaid", "reversed"}:
            continue
        amount, number = told.each("payouts", payout, "amount_fen", "out_refund_no")
        legs.append(f"{payout_name(payout['channel'], payout['funding'])} {amount}（流水号 {number}）")
    return "、".join(legs)


def _paying(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    legs = payouts(refund, told)
    slo = f"，{told(params, 'express_slo')}内由支付渠道受理" if refund["path"] == "express" else ""
    to = f"退到{legs}" if legs else f"{told(refund, 'amount_fen')} 原路退回"
    return f"审核已通过，正在{to}{slo}。退好了我马上告诉您。", []


def _stuck(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    text = (
        f"很抱歉，退款单 {told(refund, 'refund_no')} 的钱在支付渠道没有退成功，财务正在核实，"
        f"{told(params, 'exception_wd')}内处理。您不用重新申请，需要换收款账户时会联系您。"
    )
    return text, [PERSON]


def arrival(refund: Json, told: Telling) -> str:
    """`预计 11月24日（周二）15:02 到 16:02 到账`, as the refund promises it."""
    span = refund["arrival"]
    told.about(span, "earliest_at", "latest_at", "basis")
    return f"预计 {window(span['earliest_at'], span['latest_at'], told.now)} 到账"


def _refunded(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    sent = f"钱已退出：{payouts(refund, told)}"
    if not refund["arrival"]:
        return f"{sent}。", []
    late = datetime.fromisoformat(refund["arrival"]["latest_at"]) < turn.now
    no_money = for_refund("没收到", "refund_not_received", refund)
    if late:
        told.about(refund["arrival"], "latest_at")
        by = told(refund["arrival"], "latest_at")
        yes = for_refund("收到了", "inform", refund, event="arrival_confirmed")
        return f"{sent}，{by}前应已到账。您收到了吗？", [yes, no_money]
    return f"{sent}，{arrival(refund, told)}，可以在付款账户的账单里查看。", [no_money]


def _inquiry(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    text = f"正在向支付渠道查这笔钱：{payouts(refund, told)}。{told(params, 'inquiry_wd')}内查清，查到马上告诉您。"
    return text, [PERSON]


def _rejected(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    decision = refund["decision"] or {}
    told.about(decision, "outcome", "code", "curable", "next_steps")
    rules = told.rules(decision.get("rule_ids") or [], decision.get("policy_version"))
    ways = ways_on(turn, refund)
    number = told(refund, "refund_no")
    if refund["appeal_until_at"]:
        what = f"退款单 {number} 没有通过：{told.quote(decision.get('text'))}{rules}"
    else:
        what = (
            f"退款单 {number} 经申诉复审，维持原来的结果：{REJECTIONS.get(decision.get('code', ''), '未通过')}{rules}。"
        )
    if not ways:
        return f"{what}可以请人工客服看看。", [PERSON, CALLBACK]
    until = told(refund, "resubmit_until_at")
    return f"{what}{until}前可以{'、'.join(way['label'] for way in ways)}。", [*ways, PERSON]


def ways_on(turn: Turn, refund: Json) -> list[Json]:
    """What a rejection leaves open: resubmit where curable, appeal once, dispute (R38, R81, R85)."""
    decision = refund["decision"] or {}
    until = refund["resubmit_until_at"]
    if not until or datetime.fromisoformat(until) < turn.now:
        return []
    ways = []
    if decision.get("curable") and refund["appeal_until_at"]:
        ways.append(for_refund("补材料重交", "upload_evidence", refund))
    if refund["appeal_until_at"]:
        ways.append(for_refund("申诉", "appeal_rejection", refund))
    return [*ways, for_refund("申请平台介入", "open_dispute", refund)]


def _final(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    decision = refund["decision"] or {}
    rules = told.rules(decision.get("rule_ids") or [], decision.get("policy_version"))
    # The policy's long text names ways that are closed by now; an adjudicator's own finding is told as it stands.
    judged = "R86" in (decision.get("rule_ids") or [])
    why = told.quote(decision.get("text")) if judged else REJECTIONS.get(decision.get("code", ""), "")
    text = f"退款单 {told(refund, 'refund_no')} 没有通过，已经结案{f'：{why}' if why else ''}{rules}"
    return f"{text.rstrip('。')}。有新的情况，可以请人工客服看看。", [PERSON, CALLBACK]


def _appealed(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    number, due = told(refund, "refund_no"), told(refund, "appeal_due_at")
    if datetime.fromisoformat(refund["appeal_due_at"]) < turn.now:
        return _late(refund, told, f"退款单 {number} 的申诉应在 {due}前出结果")
    text = f"退款单 {number} 的申诉正由另一位高级审核员复审，{due}前给您结果。"
    return text, [for_refund("补充材料", "upload_evidence", refund)]


def _disputed(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    dispute = refund["dispute"]
    told.about(dispute, "dispute_no")
    more = for_refund("补充证据", "upload_evidence", refund)
    logs = for_refund("调取交易日志", "open_dispute", refund, choice="logs")
    back = for_refund("撤回纠纷", "withdraw_refund", refund)
    number = told(dispute, "dispute_no")
    if dispute["state"] == "awaiting_merchant":
        if dispute["notice_state"] == "delivered" and dispute["merchant_due_at"]:
            due = told(dispute, "merchant_due_at")
            text = f"纠纷 {number} 已通知商家，商家要在 {due}前回应；到时不回应，默认支持您退款。"
        else:
            text = f"纠纷 {number} 已受理，正在通知商家；通知到后商家有 {told(params, 'merchant_response')}回应。"
        return text, [more, back]
    if dispute["state"] == "awaiting_user_evidence":
        text = f"纠纷 {number}：平台请您补充证据，{told(dispute, 'evidence_due_at')}前发给我；不补就按现有材料裁定。"
        return text, [more, back]
    if dispute["state"] == "awaiting_merchant_evidence":
        due = told(dispute, "evidence_due_at")
        return f"纠纷 {number}：平台请商家在 {due}前补充证据；到时不交，默认支持您退款。", [more, back]
    length = told(params, "adjudication_wd")
    text = f"纠纷 {number} 正由平台裁定，{length}内给结果。您还可以补充证据，或调取平台的交易日志。"
    return text, [more, logs, back]


def _closed(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    paid = payouts(refund, told)
    text = f"退款单 {told(refund, 'refund_no')} 已经完成{f'：{paid}' if paid else ''}。"
    return f"{text}如果还没看到钱，可以请人工客服再查。", [PERSON]


def _cancelled(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    text = f"退款单 {told(refund, 'refund_no')} 已经撤销。还需要退的话，可以重新申请。"
    return text, [choice("重新申请", "file_refund", order_no=refund["order_no"])]


def _abandoned(turn: Turn, refund: Json, params: Json, told: Telling) -> Words:
    text = "上次的申请太久没有提交，已经作废了。需要的话，我马上帮您重新填。"
    return text, [choice("重新申请", "file_refund", order_no=refund["order_no"])]


_STATES: dict[str, Callable[[Turn, Json, Json, Telling], Words]] = {
    "draft": _draft, "ineligible": _ineligible, "submitted": _submitted, "under_review": _review,
    "manual_review": _review, "evidence_required": _evidence, "approved": _approved, "payout_pending": _paying,
    "payout_exception": _stuck, "refunded": _refunded, "arrival_inquiry": _inquiry, "rejected": _rejected,
    "rejected_final": _final, "appeal_review": _appealed, "disputed": _disputed, "closed": _closed,
    "cancelled": _cancelled, "abandoned": _abandoned,
}  # fmt: skip
