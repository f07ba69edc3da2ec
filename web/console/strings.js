// Sentences of the console's frame and lists. Names of states, codes and things stand in words.js and shared/words.js.

export const SIGN_IN = {
  title: "客服工作台",
  lead: "请用您的工号登录",
  again: "登录已过期，请重新登录。您的位置和没发出的内容都还在。",
  username: "账号",
  password: "密码",
  submit: "登录",
  busy: "登录中…",
  unreachable: "连不上服务器，请检查网络后再试。",
  other: "换人登录",
};

export const RAIL = {
  label: "工作台",
  me: (name, role) => `${name}，${role}`,
  signOut: "退出登录",
  presence: "接待状态",
  waiting: (n) => `${n} 项待处理`,
  close: "关闭",
};

/** Calls to whoever sits here: a sound, a notice of the system's own. */
export const CALLS = {
  offered: (name) => `请您接入：${name}`,
  said: (name) => `${name} 发来消息`,
  message: (name) => `${name} 给客服留言`,
  callback: (name) => `该给 ${name} 回电了`,
  late: { wait: "有买家等得超过上限", hold: "有会话挂起超时", callback: "有回电错过了约定时间" },
};

export const ALERTS = {
  title: "提醒",
  sound: "有新会话、新消息时响一声",
  desktop: "离开页面时弹出桌面通知",
  allow: "开启桌面通知",
  denied: "桌面通知已被浏览器关闭，可在浏览器的网站设置里打开。",
};

export const LINKS = {
  down: "连接中断，正在重连…",
  offline: "网络断开了，恢复后会自动更新",
};

export const LISTS = {
  find: "按姓名、单号筛选",
  empty: "这里现在没有要处理的",
  none: "没有符合的",
  failed: "暂时读不到",
  again: "重试",
  most: "只列出前 200 条，可以换个状态看",
  keys: "上下方向键移动，回车打开；Alt+↑/↓ 直接看上一条、下一条",
  loading: "读取中…",
};

/** What lists can be narrowed to. */
export const FILTERS = { label: "筛选", late: "超时", soon: "4 小时内到期", mine: "分给我的", manual: "人工复核", appeal: "申诉" };

/** Giving reviews to somebody. */
export const ASSIGN = {
  title: "分派",
  open: "分派",
  close: "完成",
  pick: (name) => `选中：${name}`,
  picked: (n) => (n ? `已选 ${n} 件` : "全选"),
  to: "分派给",
  me: "分给我",
  nobody: "放回公共池",
  go: "分派",
  held: (who) => `${who} 在看`,
};

export const TALKS = {
  title: "会话",
  offered: "请您接入",
  mine: "我的会话",
  line: "排队中",
  messages: "留言待回",
  bot: "小云接待中",
  others: "同事接待中",
  ended: "已结束",
  waited: (text) => `等待 ${text}`,
  acceptIn: (s) => `接入（${s} 秒）`,
  position: (n) => `第 ${n} 位`,
  held: (text) => `挂起至 ${text}`,
  empty: "还没有会话",
  quiet: "还没有说过话",
  unread: "有未读消息",
  onDuty: "您现在离线，上线后才会分到会话。",
  goOnline: "上线",
};

export const VIEWER = {
  title: "查看凭证",
  close: "关闭",
  previous: "上一张",
  next: "下一张",
  zoomIn: "放大",
  zoomOut: "缩小",
  boxes: "识别框",
  compare: "对比",
  beside: (what) => `对比：${what}`,
  turn: "旋转",
  gone: "图片已按保存期限删除，结论保留",
};
