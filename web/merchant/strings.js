// Every sentence of the merchant's page. Names of reasons and pictures stand in shared/words.js.

export const PAGE = {
  title: "纠纷处理",
  of: (name) => `${name} · 商家后台`,
  empty: "没有纠纷",
  emptyNote: "有买家申请平台介入时，会出现在这里。",
  failed: "暂时打不开，请稍后再试。",
  again: "重试",
  loading: "读取中…",
  signedOutTitle: "登录已过期",
  signedOut: "请从商家后台重新进入，已填写的内容还在。",
  back: "返回列表",
  pick: "从左边选一个纠纷",
};

export const GROUPS = { ours: "等您答复", others: "平台处理中", done: "已结案" };

export const STATES = {
  awaiting_merchant: "等您答复",
  adjudication: "平台裁定中",
  awaiting_user_evidence: "等买家补证",
  awaiting_merchant_evidence: "等您补证",
  resolved_user: "支持买家",
  resolved_partial: "部分支持买家",
  resolved_merchant: "支持商家",
  withdrawn: "买家已撤回",
};

export const TONES = {
  awaiting_merchant: "asks", awaiting_merchant_evidence: "asks",
  resolved_merchant: "good", resolved_user: "quiet", resolved_partial: "quiet", withdrawn: "quiet",
};

export const CASE = {
  no: "纠纷编号",
  order: "订单",
  orderNo: "订单号",
  paid: "买家付款",
  shipped: "发货",
  notShipped: "未发货",
  asked: "申请退款",
  opened: "发起时间",
  claim: "买家的主张",
  evidence: (n) => `买家的凭证 (${n})`,
  noEvidence: "买家没有提交图片",
  answer: "您的答复",
  yours: (n) => `您的证据 (${n})`,
  ruling: "平台裁定",
  byDefault: "您逾期未答复，平台默认支持买家。",
  dueBy: (text) => `请在 ${text}答复，逾期默认支持买家退款。`,
  evidenceBy: (text) => `平台请您在 ${text}补充证据，逾期默认支持买家退款。`,
  waiting: "平台正在裁定，有结果会通知您。",
  answers: { merchant_accepts: "同意退款", merchant_contests: "不同意，已提交理由和证据", supplied_m: "已补充证据" },
  openOf: (what) => `查看大图：${what}`,
};

export const ACT = {
  accept: "同意退款",
  contest: "不同意",
  supply: "补充证据",
  acceptMeans: (sum) => `同意后，平台立即从货款中退还买家 ${sum}，不能撤回。`,
  contestMeans: "请写明理由，并至少附上一张证据图片。提交后由平台裁定。",
  supplyMeans: "请至少上传一张平台要求的证据图片。",
  reason: "理由",
  reasonHint: "例如：卡密已正常激活，附激活记录",
  pictures: "证据图片",
  add: "添加图片",
  required: "必填",
  optional: "选填",
  remove: (name) => `移除 ${name}`,
  uploading: (percent) => `上传中 ${percent}%`,
  uploadFailed: "没有传上去",
  retry: "重试",
  notPicture: (name) => `“${name}”不是 JPG、PNG 或 WebP 图片。`,
  tooLarge: (name) => `“${name}”超过 10 MB。`,
  cancel: "取消",
  close: "关闭",
  confirm: (name) => `确认${name}`,
  busy: "提交中…",
  failed: "没有提交成功，请再试一次。",
  unreachable: "网络不通，没有确认是否提交成功；再点一次不会重复提交。",
};

export const VIEWER = {
  title: "查看图片", close: "关闭", previous: "上一张", next: "下一张", zoomIn: "放大", zoomOut: "缩小", turn: "旋转", gone: "图片已按保存期限删除，结论保留",
};
