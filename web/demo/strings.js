// Every sentence of the demo's pages.

export const DEMO = {
  title: "退款助手 · 演示入口",
  lead: "这里是演示环境：人物、订单和钱都是虚构的。选一位买家，把示例里的话说给小云听。",
  buyers: "买家",
  restricted: "信用受限",
  say: "可以说",
  copy: "复制",
  copied: "已复制",
  window: "打开客服窗口",
  shop: "在商城里打开",
  staff: "工作人员",
  staffLead: "每个角色一位，密码只在演示环境显示。",
  role: "角色",
  username: "账号",
  password: "密码",
  console: "打开工作台",
  merchants: "商户",
  merchantPage: "打开商户页",
  failed: "暂时打不开，请确认服务已经启动、演示数据已经装载。",
  retry: "重试",
};

export const CLOCK = {
  title: "演示时钟",
  lead: "审核时限、到账时间、回电时段都看这只钟。往前拨，到期的事会依次发生。",
  now: "现在",
  back: "回到真实时间",
  moving: "正在拨钟，到期的事依次发生…",
  failed: "没有拨成，请再试一次。",
  pick: "拨到",
  move: "拨过去",
  steps: [
    { label: "30 分钟", seconds: 1800 },
    { label: "2 小时", seconds: 7200 },
    { label: "1 天", seconds: 86400 },
    { label: "3 天", seconds: 259200 },
    { label: "8 天", seconds: 691200 },
  ],
};

export const ROLES = {
  agent: "人工客服",
  reviewer: "审核员",
  senior_reviewer: "高级审核员",
  adjudicator: "裁定员",
  senior_adjudicator: "高级裁定员",
  finance: "财务",
  supervisor: "主管",
  operator: "运营",
};

export const SHOP = {
  name: "利云卡盟",
  slogan: "点卡 · 话费 · 会员 · 装备",
  orders: "我的订单",
  service: "在线客服",
  back: "返回演示入口",
  hello: (name) => `您好，${name}`,
  refund: "申请退款",
  progress: "查看退款",
  none: "还没有订单",
  failed: "订单暂时打不开，请稍后再试。",
  count: "共",
};
