"""A conversation with every card the window knows, in the shapes the backend writes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.browser.window_desk import SHANGHAI, WindowDesk

NOW = datetime.now(UTC).astimezone(SHANGHAI).replace(microsecond=0)


def at(**back: float) -> str:
    """That long ago (or ahead, for negative spans)."""
    return (NOW - timedelta(**back)).isoformat()


def end(days: int) -> str:
    """The midnight at which that day ends, so many days from today."""
    return (NOW + timedelta(days=days + 1)).replace(hour=0, minute=0, second=0).isoformat()


ORDER = {
    "order_no": "LY2026112300018", "product_name": "腾讯视频 VIP 会员 年卡 官方直充", "product_kind": "game_card",
    "amount_fen": 39900, "refundable_fen": 39900, "paid_at": at(hours=30), "delivery": "delivered", "express": True,
}  # fmt: skip
PHONE = ORDER | {
    "order_no": "LY2026112100207", "product_name": "中国移动 话费充值 100元", "product_kind": "phone_topup",
    "amount_fen": 9985, "refundable_fen": 4985, "paid_at": at(days=3), "delivery": "undelivered", "express": False,
}  # fmt: skip
REFUND: dict[str, Any] = {
    "refund_no": "R20261123K7M2PQ4X", "order_no": ORDER["order_no"], "state": "under_review", "path": "standard",
    "type": "refund_only", "reason": "product_invalid", "amount_fen": 39900, "submitted_at": at(hours=2),
    "created_at": at(hours=2), "review_due_at": end(3), "supplement_due_at": None, "merchant_due_at": None,
    "resubmit_until_at": None, "appeal_until_at": None, "arrival": None, "decision": None, "missing_evidence": [],
    "requested_items": [], "description": "激活时一直提示兑换码已失效。", "dispute": None, "expedite": None,
    "compensation": None, "product_name": ORDER["product_name"],
    "evidence": [{"evidence_id": "E1", "kinds": ["activation_failure"], "state": "accepted"}],
    "payouts": [{
        "payout_no": "P1", "channel": "alipay", "funding": "wallet_balance", "amount_fen": 39900, "state": "created",
        "out_refund_no": "20261123R7K7M2PQ4X01", "accepted_at": None, "succeeded_at": None,
    }],
    "timeline": [{"at": at(hours=2), "event": "submit", "actor": "customer", "text": "提交退款申请"}],
}  # fmt: skip
PAID = REFUND | {
    "refund_no": "R20261118H3TT90AB", "state": "refunded", "order_no": PHONE["order_no"], "amount_fen": 9985,
    "product_name": PHONE["product_name"],
    "reason": "topup_not_received", "review_due_at": None,
    "arrival": {"earliest_at": end(1), "latest_at": end(3), "basis": "P3WD"},
    "payouts": [REFUND["payouts"][0] | {"state": "succeeded", "succeeded_at": at(hours=1), "amount_fen": 9985}],
    "timeline": [
        {"at": at(days=2), "event": "submit", "actor": "customer", "text": "提交退款申请"},
        {"at": at(days=1), "event": "approve", "actor": "staff", "text": "审核通过"},
    ],
}  # fmt: skip
REJECTED = REFUND | {
    "refund_no": "R20261110Q2WER8ZZ", "state": "rejected", "appeal_until_at": end(5), "review_due_at": None,
    "payouts": [],
    "decision": {
        "outcome": "rejected", "code": "evidence_mismatch", "rule_ids": ["R27", "R80"], "curable": True,
        "text": "截图里的订单号与申请的订单不一致，请换一张能看清这笔订单的截图再提交。", "next_steps": [],
    },
}  # fmt: skip
EVIDENCE = {"type": "evidence", "evidence_id": "E1", "picture": "/v1/customer/evidence/E1/picture", "kinds": []}
RETAKE = EVIDENCE | {
    "state": "retake", "kinds": ["activation_failure"],
    "findings": [{"code": "cut", "field": "order_no", "advice": "订单号被截掉了一半，请把整个页面截进来。"}],
}  # fmt: skip


def card(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return body | {"type": kind}


def choices(*pairs: str) -> list[dict[str, str]]:
    return [dict(zip(("label", "value"), pair.split("|"), strict=True)) for pair in pairs]


def ordering(desk: WindowDesk) -> None:
    """From the greeting to the order at hand."""
    desk.say(
        text="您好，我是智能客服小云。很抱歉给您带来不便，请问要为哪笔订单办理退款？", act="greet", at=at(minutes=9)
    )
    foot = choices("换一笔订单|inform:other_order=yes", "申请退款|file_refund:order_no=LY2026112300018")
    desk.say(card=card("order", ORDER), choices=foot, act="ask_order", at=at(minutes=9))


def filing(desk: WindowDesk) -> None:
    """From the reason to the question whether to submit."""
    desk.say("customer.said", "换一笔订单", "customer", choice="inform:other_order=yes", at=at(minutes=8))
    picks = choices("年卡|inform:order_no=1", "话费|inform:order_no=2", "都不是|inform:order_no=none")
    desk.say(
        text="这是您最近的订单，请选一笔：",
        card={"type": "orders", "items": [ORDER, PHONE]},
        choices=picks,
        at=at(minutes=8),
    )
    desk.say("customer.said", "年卡", "customer", choice="inform:order_no=1", at=at(minutes=7))
    reasons = choices(
        "未发货|r:1", "充值未到账|r:2", "商品失效/无法激活|r:3", "商品异常|r:4", "充错账号或金额|r:5", "其他|r:6"
    )
    desk.say(text="请问具体是什么原因呢？可以直接描述，也可以上传照片。", choices=reasons, at=at(minutes=7))
    desk.say("customer.said", "卡密激活不了，一直提示失效", "customer", at=at(minutes=6))
    needs = [
        {"kinds": ["activation_failure", "merchant_statement"], "label": "激活失败截图", "done": False},
        {"kinds": ["order_screenshot"], "label": "订单截图", "done": True},
    ]
    desk.say(text="明白了。还需要一张能看到失败提示的截图。", card={"type": "needs", "items": needs}, at=at(minutes=6))
    desk.say(
        "evidence.attached", None, "customer", card=EVIDENCE | {"state": "pending", "findings": []}, at=at(minutes=5)
    )
    desk.say("evidence.checked", None, "system", card=RETAKE, at=at(minutes=5))
    rows = [
        ("商品", ORDER["product_name"]),
        ("退款金额", "¥399.00"),
        ("原因", "商品失效/无法激活"),
        ("原路退回", "支付宝（零钱/余额）"),
    ]
    confirm = {"type": "confirm", "title": "请您确认退款申请", "rows": [{"label": a, "value": b} for a, b in rows]}
    desk.say(card=confirm, choices=choices("确认提交|affirm", "先不提交|deny"), act="ask_confirm", at=at(minutes=4))


def progressing(desk: WindowDesk) -> None:
    """From submission over progress to the queue and a person."""
    desk.say("customer.said", "确认提交", "customer", choice="affirm", at=at(minutes=4))
    desk.say("refund.submitted", None, "system", card=card("refund", REFUND), at=at(minutes=4))
    desk.say("customer.said", "查询退款进度", "customer", at=at(minutes=3))
    desk.say(
        text="您的申请正在审核，最晚会在下面的时间前有结果。",
        card=card("refund", REFUND),
        act="inform_progress",
        at=at(minutes=3),
    )
    desk.say("refund.refunded", None, "system", card=card("refund", PAID), at=at(minutes=2))
    desk.say("refund.rejected", None, "system", card=card("refund", REJECTED), at=at(minutes=2))
    call = {
        "callback_no": "CB20261123A1B2C3D4",
        "phone": "138****0042",
        "slot_start_at": (NOW + timedelta(days=1)).replace(hour=17, minute=0, second=0).isoformat(),
        "state": "scheduled",
    }
    desk.say("callback.scheduled", None, "system", card=card("callback", call), at=at(minutes=2))
    desk.say("customer.said", "转人工", "customer", at=at(minutes=1))


def queueing(desk: WindowDesk) -> None:
    place = {"position": 4, "expected_wait_s": 240}
    foot = choices("取消排队|cancel_handoff", "改为电话回拨|request_callback")
    desk.say("handoff.requested", None, "system", card=card("queue", place), choices=foot, at=at(minutes=1))
    desk.become(owner="queue", queue=place)


def helping(desk: WindowDesk) -> None:
    desk.say("handoff.accepted", None, "system", facts={"agent": "客服 017"})
    desk.say("agent.said", "您好，客服 017 为您服务。我先看一下您的订单，请稍等。", "agent")
    desk.become(owner="agent", queue=None)


def whole(desk: WindowDesk) -> None:
    desk.refunds = [REFUND, PAID, REJECTED]
    desk.orders = [ORDER, PHONE]
    for part in (ordering, filing, progressing, queueing):
        part(desk)
