// Sentences of a handoff's packet.

export const PACKET = {
  doing: "正在办理",
  asking: "问到这一步",
  order: "订单",
  frozen: "（拒付，已冻结）",
  asked: "小云最后问",
  said: "买家最后说",
  refund: "相关申请",
  verdict: "系统判断",
  rules: "依据规则",
  evidence: "已传凭证",
  noEvidence: "还没有凭证",
  missing: "还缺",
  next: "建议下一步",
  ask: "先确认是哪一笔订单、遇到什么问题，再看能不能受理。",
};

export const DOING = {
  file_refund: "申请退款",
  check_refund_progress: "查询进度",
  upload_evidence: "补充材料",
  appeal_rejection: "申诉",
  open_dispute: "申请平台介入",
  ask_eligibility: "问能不能退",
  request_callback: "预约回电",
};

export const ASKING = {
  order: "哪一笔订单",
  refund: "哪一笔退款",
  reason: "退款原因",
  fault_date: "哪天发现问题",
  amount: "金额",
  evidence: "要凭证",
  statement: "申诉理由",
  phone: "电话号码",
  slot: "回电时段",
  message: "留言内容",
  confirm: "请买家确认",
};

/** What the agenda may hold in words, by its key. */
export const LEARNED = {
  order_no: "订单号", reason: "原因", description: "买家说明", fault_date: "发现日期", phone: "电话", statement: "申诉理由", message: "留言",
};

export const NEXT = {
  ineligible: "看“系统判断”的原因；有道理的，代为受理并写明理由。",
  under_review: "告诉买家审核期限；已超时的，开加急工单。",
  manual_review: "告诉买家人工复核的期限；已超时的，开加急工单。",
  evidence_required: "照“还缺”说清要补什么，请买家现在就传。",
  approved: "已通过，告诉买家原路退回和到账时间。",
  payout_pending: "退款已发起，告诉买家到账时间。",
  payout_exception: "退款卡在渠道，交财务处理；和买家约好答复时间。",
  refunded: "报退款单号，请买家查付款账户；没到账就开始查询。",
  arrival_inquiry: "查渠道结果，告诉买家退款单号和进展。",
  rejected: "说明驳回原因；能补救的请买家补好重交，或帮他申诉。",
  appeal_review: "告诉买家复审期限，问清还有没有新的证据。",
  disputed: "告诉买家商家的答复期限和之后的裁定时间。",
};

export const NEXT_BY_REASON = {
  complaint: "先听完、致歉，再核对是哪一笔订单。",
  backend_error: "系统刚才出错，替买家重新核对并办理。",
  bot_unavailable: "小云暂时不在，从头了解买家的问题。",
  vulnerable_user: "放慢节奏，用短句，一次只问一件事。",
};
