"""What the backend would answer, written by hand: orders with their eligibility, refunds in any state, pictures."""

from copy import deepcopy
from typing import Any

Json = dict[str, Any]
NOW = "2026-11-24T10:30:00+08:00"  # a Tuesday
CONVERSATION = "C20261124ABCDEFGH"
CARD_ORDER, TOPUP_ORDER = "LY20261124000101", "LY20261123000201"
REFUND = "R20261124ABCD2345"

NEEDS: dict[str, list[list[str]]] = {
    "undelivered": [],
    "topup_not_received": [["order_screenshot"], ["payment_statement"]],
    "product_invalid": [["activation_failure", "merchant_statement"]],
    "product_abnormal": [["fault_screenshot"]],
    "wrong_topup": [["order_screenshot"]],
    "service_fault": [["merchant_chat"]],
    "other": [["fault_screenshot", "order_screenshot"]],
}
ASKS = {
    "topup_not_received": "请上传订单截图和支付流水，能看出钱扣了却没到账；分开传、拼成一张都行。",
    "product_invalid": "请上传激活失败的截图，或者商家出的异常证明。",
    "product_abnormal": "请上传商品异常的截图；不用您找人检测，需要鉴定由平台安排。",
    "wrong_topup": "请上传能看到充值账号和金额的订单截图。",
    "service_fault": "请上传和商家的聊天记录。",
    "other": "请上传商品异常的截图，或者订单截图。",
}
POLICY: Json = {
    "version": "2026.1",
    "params": {
        "grace_after_ship": "PT24H", "fault_window": "P7D", "express_slo": "PT10M", "review_wd": 3, "manual_wd": 5,
        "appeal_wd": 5, "adjudication_wd": 5, "resubmit_window": "P7D", "merchant_response": "PT48H",
        "wallet_arrival_min": "PT1H", "wallet_arrival_max": "PT2H", "debit_arrival_min_wd": 1,
        "debit_arrival_max_wd": 3, "credit_arrival_min_wd": 3, "credit_arrival_max_wd": 5, "exception_wd": 1,
        "inquiry_wd": 1, "expedite_touch": "PT2H", "express_limit": 50000, "service_opens": "09:00",
        "service_closes": "22:00",
    },
    "evidence": NEEDS,
    "rejections": {},
    "express": [],
}  # fmt: skip
UNSHIPPED = {"undelivered": "", "topup_not_received": "", "other": ""}
SHIPPED = {reason: "" for reason in NEEDS if reason != "undelivered"}


def claim(reason: str, allowed: bool, shipped: bool) -> Json:
    window = "P7D" if shipped and reason != "undelivered" else None
    why = None if allowed else ("past_window" if shipped else "no_liability")
    texts = {
        (True, False): "可以申请。", (True, True): "可以申请。",
        (False, False): "商品还没发货，选“未发货”就能申请。",
        (False, True): "发货已超过 24 小时，不能再按“未发货”申请；商品有问题，可以选别的原因。",
    }  # fmt: skip
    return {"reason": reason, "allowed": allowed, "until_at": None, "window": window, "why": why,
            "rule_ids": ["R22", "A1"], "text": texts[allowed, shipped]}  # fmt: skip


def order(order_no: str = CARD_ORDER, name: str = "王者荣耀点券 980 点卡", **changes: Any) -> Json:
    """An undelivered card of 98 yuan, paid in the morning, express; `claims` names what may be claimed."""
    shipped = bool(changes.get("shipped_at"))
    can = changes.pop("claims", SHIPPED if shipped else UNSHIPPED)
    blocked: list[str] = changes.pop("blocked_by", [])
    express = not shipped and changes.pop("express", True)
    whole = {
        "order_no": order_no, "product_name": name, "product_kind": "game_card", "amount_fen": 9800,
        "refundable_fen": 9800, "paid_at": "2026-11-24T08:00:00+08:00", "express": express, "refund": None,
        "delivery": "delivered" if shipped else "undelivered", "shipped_at": None, "confirmed_at": None,
        "delivered_at": changes.get("shipped_at"),
    } | changes  # fmt: skip
    return whole | {
        "eligibility": {
            "self_service": not blocked, "blocked_by": blocked,
            "claims": [claim(reason, reason in can and not blocked, shipped) for reason in NEEDS],
            "express": {
                "eligible": express, "why": None if express else "standing", "rule_ids": ["R18", "R19"],
                "text": "符合极速退款，提交后 10 分钟内由支付渠道受理，不用等审核。" if express
                else "账户目前的信用状态用不了极速退款，可以走普通审核。",
            },
            "required_evidence": NEEDS, "refundable_fen": whole["refundable_fen"], "policy_version": "2026.1",
            "text": "这笔订单您已经确认收货，不能自助申请，可以请人工客服帮您看看。" if blocked else None,
        },
    }  # fmt: skip


def topup(**changes: Any) -> Json:
    """A delivered phone top-up of yesterday."""
    shape = {"product_kind": "phone_topup", "shipped_at": "2026-11-23T09:05:00+08:00",
             "paid_at": "2026-11-23T09:00:00+08:00"}  # fmt: skip
    return order(TOPUP_ORDER, "话费充值 100元", **{**shape, **changes})


def summary(state: str = "under_review", **changes: Any) -> Json:
    """A refund as the turn's context holds it."""
    return {
        "refund_no": REFUND, "order_no": TOPUP_ORDER, "state": state, "path": "standard", "type": "refund_only",
        "reason": "topup_not_received", "amount_fen": 9800, "created_at": "2026-11-24T09:00:00+08:00",
        "submitted_at": "2026-11-24T09:00:00+08:00", "review_due_at": "2026-11-28T00:00:00+08:00",
        "supplement_due_at": None, "merchant_due_at": None, "resubmit_until_at": None, "appeal_until_at": None,
        "appeal_due_at": None, "curable": None, "fault_discovered_at": None,
    } | changes  # fmt: skip


def payout(**changes: Any) -> Json:
    return {
        "payout_no": "P20261124ABCD2345", "refund_no": REFUND, "channel": "alipay", "funding": "wallet_balance",
        "amount_fen": 9800, "state": "succeeded", "out_refund_no": "RF20261124ABCD2345", "attempt": 1,
        "accepted_at": "2026-11-24T10:00:00+08:00", "succeeded_at": "2026-11-24T10:00:05+08:00",
    } | changes  # fmt: skip


def decision(code: str = "evidence_mismatch", curable: bool = True, **changes: Any) -> Json:
    return {
        "outcome": "rejected", "code": code, "curable": curable, "rule_ids": ["R31", "R37"],
        "policy_version": "2026.1", "next_steps": ["resubmit", "appeal", "open_dispute"],
        "text": "材料和订单对不上，换成这笔订单的材料就可以重新提交。",
    } | changes  # fmt: skip


def dispute(state: str = "awaiting_merchant", **changes: Any) -> Json:
    return {
        "dispute_no": "D20261124ABCD2345", "refund_no": REFUND, "order_no": TOPUP_ORDER, "state": state,
        "notice_state": "delivered", "merchant_due_at": "2026-11-26T10:30:00+08:00",
        "evidence_due_at": "2026-11-26T11:00:00+08:00", "amount_fen": None, "finding": None,
    } | changes  # fmt: skip


WHAT_EACH_STATE_HAS: dict[str, Json] = {
    "ineligible": {"decision": decision("receipt_confirmed", False, text="这笔订单您已经确认收货，不能自助申请。")},
    "manual_review": {"path": "manual", "review_due_at": "2026-12-02T00:00:00+08:00"},
    "evidence_required": {
        "supplement_due_at": "2026-11-28T00:00:00+08:00", "missing_evidence": [["payment_statement"]],
        "requested_items": [{"kind": "payment_statement", "note": "请拍到交易单号"}],
    },
    "payout_pending": {"payouts": [payout(state="sent", accepted_at=None, succeeded_at=None)]},
    "refunded": {
        "payouts": [payout()],
        "arrival": {"earliest_at": "2026-11-24T11:00:05+08:00", "latest_at": "2026-11-24T12:00:05+08:00",
                    "basis": "channel_success"},
    },
    "arrival_inquiry": {"payouts": [payout()]},
    "rejected": {
        "decision": decision(), "resubmit_until_at": "2026-12-02T00:00:00+08:00",
        "appeal_until_at": "2026-12-02T00:00:00+08:00", "curable": True,
    },
    "appeal_review": {
        "review_due_at": "2026-12-02T00:00:00+08:00", "appeal_due_at": "2026-12-02T00:00:00+08:00",
    },
    "rejected_final": {"decision": decision("no_liability", False, text="核实下来，平台和商家都没有责任。")},
    "disputed": {"dispute": dispute(), "merchant_due_at": "2026-11-26T10:30:00+08:00"},
    "closed": {"payouts": [payout()]},
}  # fmt: skip


def refund(state: str = "under_review", **changes: Any) -> Json:
    """The contract's refund, whole, with what a case in that state has."""
    blank = {
        "description": None, "arrival": None, "decision": None, "missing_evidence": [],
        "requested_items": [], "evidence": [], "payouts": [], "dispute": None, "expedite": None,
        "compensation": None, "timeline": [], "attempts": 1, "presumed": False,
    }  # fmt: skip
    whole = summary(state) | blank | deepcopy(WHAT_EACH_STATE_HAS.get(state, {})) | changes
    return whole | {"card": {**whole, "type": "refund", "product_name": "话费充值 100元"}}


def picture(evidence_id: str, *kinds: str, state: str = "accepted", advice: str = "", **changes: Any) -> Json:
    findings = [{"code": "unclear", "advice": advice}] if advice else []
    return {
        "evidence_id": evidence_id, "order_no": None, "refund_no": None, "uploaded_at": NOW,
        "check": {"state": state, "kinds": list(kinds), "facts": {}, "findings": findings},
    } | changes  # fmt: skip
