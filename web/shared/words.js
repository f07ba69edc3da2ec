// The names of states, reasons and things, as buyers and staff read them. Sentences live with each page's strings.

export const REFUND_STATES = {
  draft: "填写中",
  ineligible: "暂不能自助申请",
  submitted: "已提交",
  under_review: "审核中",
  manual_review: "人工复核中",
  evidence_required: "待补充材料",
  approved: "审核通过",
  payout_pending: "退款处理中",
  payout_exception: "退款异常处理中",
  refunded: "已退款",
  arrival_inquiry: "到账查询中",
  rejected: "未通过",
  rejected_final: "未通过（已结案）",
  appeal_review: "申诉复审中",
  disputed: "纠纷处理中",
  closed: "已完成",
  cancelled: "已撤销",
  abandoned: "已作废",
};

/** How a state is coloured: waiting, good, bad, asks (the buyer must act), quiet. */
export const REFUND_TONES = {
  evidence_required: "asks",
  payout_exception: "asks",
  approved: "good",
  refunded: "good",
  closed: "good",
  rejected: "bad",
  rejected_final: "bad",
  ineligible: "bad",
  cancelled: "quiet",
  abandoned: "quiet",
  draft: "quiet",
};

export const REASONS = {
  undelivered: "未发货",
  topup_not_received: "充值未到账",
  product_invalid: "商品失效/无法激活",
  product_abnormal: "商品异常",
  wrong_topup: "充错账号或金额",
  service_fault: "服务异常",
  other: "其他",
};

export const EVIDENCE_KINDS = {
  order_screenshot: "订单截图",
  payment_statement: "支付流水",
  activation_failure: "激活失败截图",
  merchant_statement: "商家异常证明",
  fault_screenshot: "商品异常截图",
  test_report: "检测报告",
  merchant_chat: "与商家的聊天记录",
  other: "其他材料",
};

export const EVIDENCE_STATES = { pending: "识别中", accepted: "可用", retake: "需要重传", refused: "不能作为凭证" };

export const PRODUCT_KINDS = {
  game_card: "点卡",
  phone_topup: "话费",
  virtual_service: "服务",
  game_item: "装备",
};

export const DELIVERY = { undelivered: "未发货", delivered: "已发货", confirmed: "已确认收货" };

export const PATHS = { express: "极速退款", standard: "普通审核", manual: "人工复核" };

export const CHANNELS = { alipay: "支付宝", wechat: "微信支付", bank: "银行卡", balance: "平台余额" };

export const FUNDING = { wallet_balance: "零钱/余额", debit_card: "储蓄卡", credit_card: "信用卡" };

export const PAYOUT_STATES = {
  created: "待发起",
  sent: "已发起",
  unknown: "核实中",
  processing: "渠道处理中",
  succeeded: "已退款",
  abnormal: "渠道异常",
  failed: "渠道拒绝",
  closed_unpaid: "已关闭（未支付）",
  reversed: "被银行退回",
};

export const DISPUTE_STATES = {
  awaiting_merchant: "等商家回应",
  adjudication: "平台裁定中",
  awaiting_user_evidence: "等您补充证据",
  awaiting_merchant_evidence: "等商家补充证据",
  resolved_user: "支持退款",
  resolved_partial: "部分支持",
  resolved_merchant: "不支持退款",
  withdrawn: "已撤回",
};

export const EXPEDITE_STATES = { open: "已登记", assigned: "专人跟进中", done: "已办结" };

export const CALLBACK_STATES = {
  scheduled: "已预约",
  in_call: "通话中",
  completed: "已完成",
  unreachable: "未能接通",
  cancelled: "已取消",
};

/** The words of moments and spans (format.js). */
export const TIME = {
  weekdays: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
  today: "今天",
  yesterday: "昨天",
  tomorrow: "明天",
  now: "刚刚",
  minutesAgo: (n) => `${n} 分钟前`,
  date: (month, day) => `${month}月${day}日`,
  fullDate: (year, month, day) => `${year}年${month}月${day}日`,
  midnight: "24:00",
  before: (text) => `${text}前`,
  underAMinute: "1 分钟内",
  minutes: (n) => `${n} 分钟`,
  hours: (n) => `${n} 小时`,
  to: " 至 ",
};

/** How much of a deadline is left, or how late it is (ticking.js). */
export const SPANS = {
  moment: "不到 1 分钟",
  minutes: (n) => `${n} 分钟`,
  hours: (h, m) => (m ? `${h} 小时 ${m} 分` : `${h} 小时`),
  days: (d, h) => (h ? `${d} 天 ${h} 小时` : `${d} 天`),
  left: (text) => `剩 ${text}`,
  late: (text) => `超时 ${text}`,
};
