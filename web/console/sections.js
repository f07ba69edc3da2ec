// The console's rooms: their names, lists, tabs, and who finds them first.
const EVERY = ["conversations", "refunds", "disputes", "callbacks", "expedites", "payouts", "compensations", "chargebacks"];
const ROOMS = {
  agent: ["conversations", "refunds", "callbacks", "disputes", "expedites", "payouts"],
  reviewer: ["refunds", "expedites", "disputes", "payouts", "conversations"],
  senior_reviewer: ["refunds", "expedites", "disputes", "payouts", "conversations"],
  adjudicator: ["disputes", "compensations", "refunds", "conversations"],
  senior_adjudicator: ["compensations", "disputes", "refunds", "conversations"],
  finance: ["payouts", "chargebacks", "refunds", "compensations", "disputes"],
  supervisor: ["conversations", "expedites", "refunds", "disputes", "callbacks", "payouts", "compensations", "chargebacks", "board", "replies", "hours"],
  operator: [...EVERY, "board", "replies", "hours"],
};

/** A role's rooms, its own work first. */
export const roomsOf = (role) => ROOMS[role] ?? EVERY;

export const SECTIONS = {
  conversations: { name: "会话", icon: "chat" },
  board: { name: "看板", icon: "board", page: true },
  replies: { name: "常用语", icon: "note", page: true },
  hours: { name: "时间", title: "服务时间", icon: "clock", page: true },
  refunds: {
    name: "退款",
    title: "退款审核",
    icon: "coins",
    no: "refund_no",
    tabs: [
      { key: "review", name: "待审", states: "under_review,manual_review,appeal_review" },
      { key: "supplement", name: "待补充", states: "evidence_required" },
      { key: "payout", name: "退款中", states: "approved,payout_pending,payout_exception" },
      { key: "inquiry", name: "查到账", states: "refunded,arrival_inquiry" },
      { key: "rejected", name: "未通过", states: "rejected,rejected_final" },
      { key: "ineligible", name: "待受理", states: "ineligible" },
      { key: "disputed", name: "纠纷中", states: "disputed" },
      { key: "all", name: "全部", states: "" },
    ],
    first: { finance: "payout", agent: "ineligible" },
  },
  disputes: {
    name: "纠纷",
    icon: "scales",
    no: "dispute_no",
    tabs: [
      { key: "ruling", name: "待裁定", states: "adjudication" },
      { key: "waiting", name: "等当事人", states: "awaiting_merchant,awaiting_user_evidence,awaiting_merchant_evidence" },
      { key: "done", name: "已结案", states: "resolved_user,resolved_partial,resolved_merchant,withdrawn" },
    ],
  },
  callbacks: {
    name: "回电",
    title: "电话回拨",
    icon: "phone",
    no: "callback_no",
    tabs: [
      { key: "due", name: "待拨打", states: "scheduled,in_call" },
      { key: "done", name: "已结束", states: "completed,unreachable,cancelled" },
    ],
  },
  expedites: {
    name: "加急",
    title: "加急工单",
    icon: "bolt",
    no: "expedite_no",
    tabs: [
      { key: "open", name: "待跟进", states: "open" },
      { key: "assigned", name: "跟进中", states: "assigned" },
      { key: "done", name: "已办结", states: "done" },
    ],
  },
  payouts: {
    name: "退款单",
    icon: "wallet",
    no: "payout_no",
    tabs: [
      { key: "trouble", name: "异常", states: "abnormal,failed,closed_unpaid,reversed,unknown" },
      { key: "moving", name: "进行中", states: "created,sent,processing" },
      { key: "done", name: "已退", states: "succeeded" },
    ],
  },
  compensations: {
    name: "赔付",
    icon: "shield",
    no: "compensation_no",
    tabs: [
      { key: "proposed", name: "待批准", states: "proposed" },
      { key: "moving", name: "进行中", states: "approved,deposit_held,advanced,paying" },
      { key: "done", name: "已结束", states: "paid,refused" },
    ],
  },
  chargebacks: {
    name: "拒付",
    title: "银行拒付",
    icon: "card",
    no: "chargeback_no",
    tabs: [
      { key: "open", name: "待处理", states: "open" },
      { key: "done", name: "已结束", states: "lifted,lost" },
    ],
  },
};

/** The tab that the address names, else the one this role looks at first. */
export function tabOf(section, key, role) {
  const { tabs = [], first = {} } = SECTIONS[section];
  return tabs.find((tab) => tab.key === (key ?? first[role])) ?? tabs[0] ?? null;
}
