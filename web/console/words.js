// The names of states, codes and things as staff read them, where they differ from what buyers read (shared/words.js).

export const ROLES = {
  agent: "客服",
  reviewer: "审核员",
  senior_reviewer: "高级审核员",
  adjudicator: "裁定员",
  senior_adjudicator: "高级裁定员",
  finance: "财务",
  supervisor: "主管",
  operator: "运营",
};

/** Whoever appears in a case's history beside staff. */
export const ACTORS = {
  ...ROLES,
  customer: "买家",
  bot: "买家（经小云）",
  merchant: "商家",
  timer: "到期自动",
  system: "系统",
  payout: "退款单",
  channel: "支付渠道",
  dispute: "纠纷裁定",
  outbox: "系统",
};

export const PRESENCE = { online: "在线", away: "离开", offline: "离线" };

export const OWNERS = { bot: "小云接待中", queue: "排队等人工", agent: "人工接待中", none: "无人接待" };

export const HANDOFF_REASONS = {
  customer_request: "买家要求人工",
  low_confidence: "小云没把握",
  repeated_failure: "多次没听懂",
  policy_requires_human: "规则要求人工",
  high_amount: "金额较大",
  appeal: "申诉",
  complaint: "投诉",
  evidence_disputed: "凭证有争议",
  backend_error: "系统出错",
  bot_unavailable: "小云不可用",
  vulnerable_user: "需要照顾",
  takeover: "主动接管",
  reassigned: "主管改派",
};

/** How a conversation with a person ended. */
export const OUTCOMES = {
  solved: "已解决",
  filed: "已代为受理",
  following: "已登记，继续跟进",
  callback: "已约电话回拨",
  explained: "已说明规则，不能受理",
  silent: "买家没有再回复",
};

export const CALL_OUTCOMES = {
  solved: "已解决",
  following: "已登记，继续跟进",
  explained: "已说明规则，不能受理",
  wrong_number: "号码不是本人",
};

/** How a callback ended, by whoever ended it. */
export const CALL_ENDS = { ...CALL_OUTCOMES, done: "已接通", gave_up: "联系不上，已留言", cancelled_by_customer: "买家取消" };

export const REJECTIONS = {
  evidence_incomplete: "材料不齐",
  evidence_mismatch: "材料与订单不符",
  past_window: "超过申请期限",
  user_input_error: "买家填错信息",
  product_used: "商品已使用",
  expired_by_user: "买家手里过期",
  no_liability: "平台和商家无责",
  duplicate: "重复申请",
};

export const OVERRIDES = {
  late_accepted: "逾期，仍予受理",
  receipt_confirmed_fault: "已确认收货，但商品有问题",
  platform_fault: "平台原因",
  goodwill: "安抚性受理",
};

/** Why something may not be claimed, or was sent to people. */
export const CAUSES = {
  ...REJECTIONS,
  receipt_confirmed: "已确认收货",
  already_refunded: "已全额退过",
  active_refund: "已有申请在办",
  too_old: "付款超过 365 天",
  chargeback: "银行拒付处理中",
  large: "金额较大",
  reason_other: "原因为“其他”",
  appraisal: "需要技术鉴定",
  fault_unknown: "责任未明",
  late_discovery: "发现较晚",
  usage_unknown: "使用情况不明",
  partly_used: "已用一部分",
  used: "有使用记录",
  override: "客服代为受理",
  revocation_failed: "卡密撤销失败",
};

export const DECIDED = {
  express: "极速退款，自动通过",
  standard: "进入普通审核",
  manual: "进入人工复核",
  ineligible: "不能自助申请",
  incomplete: "材料不齐",
};

export const STANDING = { good: "信用良好", restricted: "信用受限" };

export const SUPPLIER = { used: "已使用", unused: "未使用", partly_used: "用了一部分", none: "没有记录" };

export const FACTS = {
  order_no: "订单号",
  paid_at: "付款时间",
  amount_fen: "金额",
  transaction_id: "交易单号",
  account: "账号",
  failure: "异常提示",
  merchant_words: "商家说法",
};

export const FACT_STATES = { seen: "一致", unclear: "看不清", cut: "被截断", missing: "没有", differs: "不一致" };

export const DISPUTE_STATES = {
  awaiting_merchant: "等商家答复",
  adjudication: "待裁定",
  awaiting_user_evidence: "等买家补证",
  awaiting_merchant_evidence: "等商家补证",
  resolved_user: "支持买家",
  resolved_partial: "部分支持",
  resolved_merchant: "支持商家",
  withdrawn: "买家撤回",
};

export const COMPENSATION_STATES = {
  proposed: "待第二人批准",
  approved: "已批准",
  deposit_held: "保证金已冻结",
  advanced: "平台垫付",
  paying: "赔付中",
  paid: "已赔付",
  refused: "未批准",
};

export const CHARGEBACK_STATES = { open: "等银行结果", lifted: "银行已撤回", lost: "银行已扣回" };

export const NOTICE_STATES = { pending: "通知发送中", delivered: "已送达", failed: "未送达" };

/** How a state is coloured: good, bad, asks (somebody of us must act), quiet; otherwise it waits for another. */
export const TONES = {
  // refunds
  under_review: "asks", manual_review: "asks", appeal_review: "asks", payout_exception: "bad", arrival_inquiry: "asks",
  approved: "good", refunded: "good", closed: "good", rejected: "bad", rejected_final: "bad", ineligible: "bad",
  cancelled: "quiet", abandoned: "quiet", draft: "quiet",
  // disputes
  adjudication: "asks", resolved_user: "good", resolved_partial: "good", resolved_merchant: "quiet", withdrawn: "quiet",
  // payouts
  succeeded: "good", abnormal: "bad", failed: "bad", closed_unpaid: "bad", reversed: "bad", unknown: "asks",
  // callbacks, expedites, compensations
  scheduled: "asks", in_call: "asks", completed: "good", unreachable: "bad", open: "asks", done: "quiet",
  proposed: "asks", paid: "good", refused: "quiet",
  // chargebacks (an open one is "asks" already)
  lifted: "good", lost: "bad",
};

/** What staff may do: the button's words, by machine and event. */
export const ACTS = {
  refund: {
    approve: "通过",
    reject: "驳回",
    request_evidence: "要求补充材料",
    escalate: "升级人工复核",
    extend_deadline: "延期",
    overturn: "申诉成立，改为通过",
    uphold: "维持驳回",
    agent_override: "代为受理",
    retry_payout: "重新发起退款",
    trace_found: "查到已到账",
    trace_failed: "确认未到账",
  },
  dispute: {
    ask_user: "请买家补证",
    ask_merchant: "请商家补证",
    pull_logs: "调取交易日志",
    decide_user: "支持买家，全额退款",
    decide_partial: "部分支持",
    decide_merchant: "支持商家",
  },
  payout: { redirect: "改道退款" },
  callback: { attempt: "开始拨打", done: "已接通，完成", no_answer: "无人接听", gave_up: "联系不上，结束" },
  expedite: { assign: "我来跟进" },
  chargeback: { lift: "银行已撤回", lose: "银行已扣回" },
  compensation: { second_approve: "批准赔付", refuse: "不批准", deposit_short: "平台垫付差额" },
};
