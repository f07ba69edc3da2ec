"""The Chinese names of states and events that people read on a timeline, and of what channels say. Sentences live with
the assistant."""

STATES = {
    "draft": "填写中",
    "ineligible": "暂不能自助申请",
    "submitted": "已提交",
    "under_review": "初审中",
    "manual_review": "人工复核中",
    "evidence_required": "等您补充材料",
    "approved": "已通过",
    "payout_pending": "退款处理中",
    "payout_exception": "退款遇到问题，财务处理中",
    "refunded": "已退款",
    "arrival_inquiry": "到账查询中",
    "rejected": "未通过",
    "rejected_final": "未通过（已结案）",
    "appeal_review": "申诉复审中",
    "disputed": "纠纷处理中",
    "closed": "已完成",
    "cancelled": "已撤销",
    "abandoned": "未提交，已作废",
}

EVENTS = {
    "open_draft": "开始填写申请",
    "check_ineligible": "系统判断暂不能自助申请",
    "submit": "提交申请",
    "agent_override": "客服代为受理",
    "express_pass": "符合极速退款，自动通过",
    "triage_manual": "转入人工复核",
    "triage_standard": "进入初审",
    "request_evidence": "审核员请您补充材料",
    "evidence_supplied": "补充材料已收到，继续审核",
    "evidence_supplied_manual": "补充材料已收到，继续复核",
    "supplement_timeout": "补充材料超时",
    "escalate": "升级为人工复核",
    "review_overdue": "审核超时，已督办",
    "manual_overdue": "复核超时，已督办",
    "extend_deadline": "需要技术鉴定，审核延期",
    "approve": "审核通过",
    "reject": "审核未通过",
    "resubmit": "重新提交",
    "appeal": "提交申诉",
    "overturn": "申诉成立，改为通过",
    "uphold": "申诉未成立",
    "appeal_overdue": "申诉复审超时，已督办",
    "close_window": "期限已过，结案",
    "open_dispute": "申请平台介入",
    "dispute_for_user": "平台裁定支持退款",
    "dispute_for_merchant": "平台裁定不支持退款",
    "dispute_withdrawn": "纠纷已撤回",
    "cancel": "撤销申请",
    "create_obligation": "开始退款",
    "payout_succeeded": "支付渠道退款成功",
    "payout_exception": "退款遇到问题",
    "payout_redirected": "已改道退款",
    "retry_payout": "重新发起退款",
    "payout_overdue": "退款超时，已督办",
    "payout_reversed": "款项被银行退回",
    "charged_back": "银行已按拒付退回给您，结案",
    "not_received": "反馈未到账，开始查询",
    "trace_found": "查询到账成功",
    "trace_failed": "查询未到账",
    "arrival_confirmed": "已确认到账",
    "arrival_window_lapsed": "到账期已过，完成",
    "draft_ttl": "长时间未提交",
    "user_leaves": "长时间未处理",
    "exception_overdue": "异常处理超时，已督办",
    "inquiry_overdue": "到账查询超时，已督办",
    "obligation_overdue": "退款发起超时，已督办",
    "triage_overdue": "分派超时，已督办",
    "dispute_stale": "纠纷仍在处理",
}

# Sweeps and re-drives are of no interest to a buyer.
SILENT = frozenset({"obligation_overdue", "triage_overdue", "dispute_stale", "check_ineligible"})

REASONS = {
    "undelivered": "未发货",
    "topup_not_received": "充值未到账",
    "product_invalid": "商品失效/无法激活",
    "product_abnormal": "商品异常",
    "wrong_topup": "充错账号或金额",
    "service_fault": "服务异常",
    "other": "其他",
}

EVIDENCE_KINDS = {
    "order_screenshot": "订单截图",
    "payment_statement": "支付流水",
    "activation_failure": "激活失败截图",
    "merchant_statement": "商家异常证明",
    "fault_screenshot": "商品异常截图",
    "test_report": "检测报告",
    "merchant_chat": "与商家的聊天记录",
    "other": "其他材料",
}

# Why a payment did not go through, as the channel said it: a kind of answer, or a code of its own.
FAILURES = {
    "refused": "渠道拒绝了这次退款",
    "abnormal": "收款账户异常，退不回原来的账户",
    "closed": "渠道已关闭这次退款，没有付出",
    "reversed": "到账后又被银行退回",
    "not_found": "渠道查不到这次退款",
    "charged_back": "银行已按拒付退给买家",
    "NOT_ENOUGH": "商户余额不足",
    "USER_ACCOUNT_ABNORMAL": "买家的账户异常或已注销",
    "INVALID_REQUEST": "不符合渠道的退款规则",
    "PARAM_ERROR": "参数有误",
    "NO_AUTH": "商户没有退款权限",
    "MCH_NOT_EXISTS": "商户号不存在",
    "RESOURCE_NOT_EXISTS": "渠道没有这笔订单",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH": "商户余额不足",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "退款金额和订单金额不符",
    "ACQ.REASON_TRADE_BEEN_FREEZEN": "交易被冻结",
    "ACQ.TRADE_NOT_EXIST": "渠道没有这笔交易",
    "ACQ.TRADE_HAS_FINISHED": "交易已完结，不能再退",
    "ACQ.TRADE_STATUS_ERROR": "交易现在的状态不能退款",
    "ACQ.REASON_TRADE_REFUND_FEE_ERR": "退款金额有误",
    "ACQ.TRADE_NOT_ALLOW_REFUND": "这笔交易不允许退款",
    "ACQ.REFUND_FEE_ERROR": "退款金额有误",
    "ACQ.INVALID_PARAMETER": "参数有误",
}


def failure_words(said: str) -> str:
    """What a channel said in Chinese; its code is kept beside it, as finance has to name it there. What nobody knows
    stays as it came."""
    words = said.split()
    code = next((word for word in words if word in FAILURES), None)
    if code is None:
        return said if any("\u4e00" <= letter <= "\u9fff" for letter in said) else f"渠道返回：{said}"
    own = " ".join(words[words.index(code) + 1 :])
    if not code.isupper():
        return FAILURES[code]
    return f"{FAILURES[code]}（{code}）" + (f"：{own}" if own and own != code else "")
