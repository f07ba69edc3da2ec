"""The Chinese names of codes, as buyers read them. Sentences stand with their topics."""

REASONS = {
    "undelivered": "未发货",
    "topup_not_received": "充值未到账",
    "product_invalid": "商品失效/无法激活",
    "product_abnormal": "商品异常",
    "wrong_topup": "充错账号或金额",
    "service_fault": "服务异常",
    "other": "其他",
}

KINDS = {
    "order_screenshot": "订单截图",
    "payment_statement": "支付流水",
    "activation_failure": "激活失败截图",
    "merchant_statement": "商家异常证明",
    "fault_screenshot": "商品异常截图",
    "test_report": "检测报告",
    "merchant_chat": "与商家的聊天记录",
    "other": "其他材料",
}

STATES = {
    "draft": "还没提交",
    "ineligible": "不能自助申请",
    "submitted": "已提交",
    "under_review": "审核中",
    "manual_review": "人工复核中",
    "evidence_required": "等您补充材料",
    "approved": "审核通过",
    "payout_pending": "退款处理中",
    "payout_exception": "退款遇到问题",
    "refunded": "已退款",
    "arrival_inquiry": "到账查询中",
    "rejected": "未通过",
    "rejected_final": "未通过，已结案",
    "appeal_review": "申诉复审中",
    "disputed": "纠纷处理中",
    "closed": "已完成",
    "cancelled": "已撤销",
    "abandoned": "已作废",
}

# Why an application was turned down, in short; the long form is the policy's own.
REJECTIONS = {
    "evidence_incomplete": "材料不齐",
    "evidence_mismatch": "材料和订单对不上",
    "past_window": "超过申请期限",
    "user_input_error": "按下单时填的信息送到",
    "product_used": "商品已正常使用",
    "expired_by_user": "送到后才过期",
    "no_liability": "平台和商家都没有责任",
    "duplicate": "重复申请",
}

PATHS = {"express": "极速退款", "standard": "普通审核", "manual": "人工复核"}

CHANNELS = {"alipay": "支付宝", "wechat": "微信", "bank": "银行卡", "balance": "平台余额"}

# What a choice calls each thing that can be wanted.
WISHES = {
    "check_refund_progress": "查退款进度",
    "file_refund": "申请退款",
    "upload_evidence": "上传材料",
    "appeal_rejection": "申诉",
    "request_callback": "预约电话回拨",
    "request_human": "转人工",
    "open_dispute": "申请平台介入",
    "expedite_review": "申请加急",
    "ask_express_refund": "能不能极速退款",
    "refund_not_received": "退款没到账",
    "withdraw_refund": "撤销退款申请",
    "ask_eligibility": "能不能退",
    "ask_deadline": "申请期限",
    "ask_evidence_requirements": "要什么材料",
    "ask_arrival_time": "多久到账",
    "ask_refund_destination": "退到哪里",
    "ask_review_time": "审核多久",
    "ask_service_hours": "客服几点上班",
    "report_topup_not_received": "充值没到账",
    "report_card_invalid": "卡激活不了",
    "report_wrong_topup": "充错账号或金额",
    "report_service_fault": "商品或服务有问题",
    "report_merchant_unresponsive": "商家不理人",
}


def payout_name(channel: str, funding: str) -> str:
    """Where the money goes back to: 支付宝, 微信零钱, 储蓄卡（支付宝付款）, 信用卡."""
    if channel == "balance":
        return "平台余额"
    card = {"debit_card": "储蓄卡", "credit_card": "信用卡"}.get(funding)
    if channel in {"alipay", "wechat"}:
        return f"{CHANNELS[channel]}绑定的{card}" if card else {"alipay": "支付宝余额", "wechat": "微信零钱"}[channel]
    return card or "银行卡"


def one_of(kinds: list[str]) -> str:
    """`激活失败截图或商家异常证明`"""
    return "或".join(KINDS.get(kind, kind) for kind in kinds)


def all_of(groups: list[list[str]]) -> str:
    """`订单截图、支付流水`"""
    return "、".join(one_of(kinds) for kinds in groups)
