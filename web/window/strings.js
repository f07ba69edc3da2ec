// Every sentence of the buyer's window. Names of states and things stand in shared/words.js.

export const HEADER = {
  title: "在线客服",
  hours: "人工服务 9:00–22:00",
  back: "返回",
  close: "关闭",
  mine: "我的退款",
};

export const AUTHORS = { bot: "智能客服", agent: "人工客服", botMark: "云", agentMark: "人", me: "我" };

export const THREAD = {
  label: "对话记录",
  loading: "正在打开会话…",
  botTyping: "小云正在回复",
  agentTyping: "客服正在输入",
  below: (n) => (n ? `${n} 条新消息` : "回到最新"),
  sending: "发送中…",
  waiting: "等网络恢复后自动发送",
  slowDown: (s) => `发送得有点快，${s} 秒后自动发送`,
  trying: "暂时没送达，正在自动重试",
  failed: "没有发送成功",
  retry: "重试",
  drop: "删除",
  chosen: "已选",
};

export const COMPOSER = {
  label: "输入消息",
  hint: "请描述您遇到的问题",
  closed: "会话已结束",
  send: "发送",
  add: "上传图片",
  over: (n) => `超出 ${n} 字`,
  count: (n, most) => `${n}/${most}`,
  drop: "松开即可上传图片",
  notPicture: (name) => `“${name}”不是 JPG、PNG 或 WebP 图片，请换一张。`,
  tooLarge: (name) => `“${name}”超过 10 MB，请压缩或截取关键部分再传。`,
  tooMany: (n) => `一次最多上传 ${n} 张，其余的请稍后再传。`,
};

export const QUICK = {
  label: "快捷操作",
  say: [
    { id: "file_refund", label: "申请退款", text: "申请退款" },
    { id: "progress", label: "查询进度", text: "查询退款进度" },
    { id: "upload", label: "上传截图" },
    { id: "human", label: "转人工", text: "转人工" },
    { id: "callback", label: "电话回拨", text: "电话回拨" },
    { id: "mine", label: "我的退款" },
    { id: "arrival", label: "多久到账", text: "退款多久能到账" },
    { id: "appeal", label: "申诉", text: "我要申诉" },
  ],
};

export const UPLOAD = {
  label: (name) => `正在上传 ${name}`,
  waiting: "等待上传…",
  sending: "上传中…",
  reading: "上传完成，识别中…",
  cancel: "取消上传",
  failed: "上传没有成功",
  done: "凭证已上传",
  mine: "我上传的图片",
  gone: "图片已按保存期限删除，结论保留",
  openOf: (what) => `查看大图：${what}`,
  viewer: "查看图片",
  previous: "上一张",
  next: "下一张",
  zoomIn: "放大",
  zoomOut: "缩小",
  turn: "旋转",
};

export const EVIDENCE = {
  pending: "凭证已上传，识别中…",
  accepted: (kinds) => `凭证可用${kinds ? ` · ${kinds}` : ""}`,
  retake: "这张需要重传",
  refused: "这张不能作为凭证",
  again: "重新上传",
  join: "、",
};

export const ORDER = {
  no: "订单号",
  paidAt: "付款",
  express: "极速退款",
  refundable: (text) => `可退 ${text}`,
  pick: "请选择订单",
};

export const NEEDS = {
  title: "需要的材料",
  done: "已齐",
  todo: "待上传",
  upload: "上传",
  uploadOf: (label) => `上传${label}`,
  either: " 或 ",
};

export const CONFIRM = { title: "请您确认" };

export const QUEUE = {
  title: "正在为您转接人工客服",
  ahead: "前面还有",
  people: "位",
  next: "下一位就是您",
  expected: (text) => `，预计等待 ${text}`,
  over: "排队已结束",
};

export const CALLBACK = { title: "电话回拨", phone: "回电号码", slot: "回电时间", no: "预约编号" };

export const REFUND = {
  card: "退款进度",
  detail: "退款详情",
  form: "申请信息",
  see: "查看详情",
  no: "退款单号",
  order: "订单号",
  product: "商品",
  reason: "退款原因",
  path: "审核方式",
  amount: "退款金额",
  submitted: "提交时间",
  arrival: "预计到账",
  missing: "还需要",
  description: "您的说明",
  history: "处理记录",
  payouts: "退款去向",
  payoutNo: "退款流水号",
  copy: "复制",
  copied: "已复制",
  deadlines: "重要时间",
  decision: "审核结果",
  rules: (ids) => `依据规则 ${ids}`,
  evidence: "已交凭证",
  dispute: "纠纷处理",
  disputeNo: "纠纷编号",
  expedite: "加急工单",
  compensation: "赔付",
  requested: "审核员需要您补充",
  actions: "您可以",
  failed: "暂时打不开，请稍后再试。",
  retry: "重试",
  due: {
    review_due_at: "审核完成",
    supplement_due_at: "补充材料",
    merchant_due_at: "商家回应",
    resubmit_until_at: "修改后重新提交",
    appeal_until_at: "提出申诉",
  },
};

/** The titles and notes of a refund's steps (shared/progress.js). */
export const STEPS = {
  filling: "填写申请",
  submitted: "提交申请",
  express: "系统自动审核",
  review: "平台审核",
  manual: "人工复核",
  supplement: "等您补充材料",
  appeal: "申诉复审",
  dispute: "平台处理纠纷",
  payout: "退款处理",
  payout_exception: "退款遇到问题，财务正在处理",
  arrival: "退款到账",
  inquiry: "到账查询中",
  rejected: "审核未通过",
  rejected_final: "审核未通过，已结案",
  ineligible: "暂不能自助申请，可以找人工客服",
  cancelled: "申请已撤销",
  abandoned: "申请已作废",
  expected: (text) => `预计 ${text}完成`,
  supplyBy: (text) => `请在 ${text}补充`,
  merchantBy: (text) => `商家须在 ${text}回应`,
  reviveBy: (text, curable) => `可在 ${text}${curable === null ? "继续处理" : curable ? "修改重交或申诉" : "申诉"}`,
  inProgress: "正在发起退款",
  arrives: (text) => `预计 ${text} 到账`,
  returns: (where) => `原路退回 ${where}`,
};

export const MINE = {
  title: "我的退款",
  empty: "您还没有退款申请",
  emptyNote: "需要退款时，直接告诉小云就可以。",
  human: "转人工客服",
  hours: "人工服务时间 9:00–22:00，其余时间小云一直在。",
};

/** What a buyer can do from the detail panel: said in the chat, where the assistant asks for confirmation. */
export const ACTIONS = {
  supply: { label: "补充材料", text: (no) => `我要为退款单 ${no} 补充材料` },
  resubmit: { label: "修改重交", text: (no) => `退款单 ${no} 我要修改后重新提交` },
  appeal: { label: "申诉", text: (no) => `退款单 ${no} 我要申诉` },
  dispute: { label: "申请平台介入", text: (no) => `退款单 ${no} 我要申请平台介入` },
  expedite: { label: "申请加急", text: (no) => `退款单 ${no} 请帮我加急` },
  notReceived: { label: "没收到退款", text: (no) => `退款单 ${no} 的钱没有到账` },
  cancel: { label: "撤销申请", text: (no) => `我要撤销退款单 ${no}` },
  human: { label: "转人工", text: () => "转人工" },
};

export const NOTICES = {
  offline: "网络断开了，消息会在恢复后自动发送",
  down: "连接中断，正在重连…",
  signedOut: "登录已过期，请返回 App 重新进入客服，您的内容不会丢。",
  signedOutTitle: "请重新登录",
  again: "重新连接",
  failedTitle: "客服暂时打不开",
  failed: "系统有点忙，请稍后再试。您的申请和消息都不会丢。",
  busy: (s) => `访问的人有点多，${s} 秒后自动再试。`,
  closed: "这个会话已经结束。",
  reopen: "开始新会话",
};

export const RATING = {
  person: "这次人工服务怎么样？",
  refund: "这次退款办得怎么样？",
  score: (n) => `${n} 分`,
  hint: "点星星打分，1 分最低，5 分最高",
  thanks: (n) => `您打了 ${n} 分，谢谢您`,
  over: "这次评价已结束",
  failed: "没有提交成功，请再点一次",
};
