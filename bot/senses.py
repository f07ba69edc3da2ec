"""What words mean, by hand: people say the same in more words than any set of examples holds.

A sense is a class of words. The classifier sees which senses a message has and in what order, so that a word it was
never taught (`专票`) speaks for what the others of its class speak for (`发票`).
"""

from __future__ import annotations

from functools import lru_cache

from bot.pinyin import pieces, syllables

SENSES: dict[str, str] = {
    # Who is spoken of.
    "human": "人工 真人 活人 人类 大活人 专人 专员 工作人员 人工客服 真人客服 坐席 接线员 话务员 小二 管理员 值班员 值班的 活的 喘气的 有人 个人 的人 human agent person manual service rengong",
    "agent": "客服 售后 客服人员 客服小姐姐 客服专员 在线客服 客服部 客服妹妹 客服妹子 客服姐姐 平台客服 官方客服 客服中心 服务台 customer service support",
    "boss": "经理 主管 领导 负责人 组长 店长 上级 上司 管事的 做主的 头儿 总监 老总 当家的 说了算的 管理层 manager supervisor",
    "mate": "同事 员工 技术人员 财务 法务 技术 后台 小哥 小姐姐 妹子 接待 值班",
    "bot": "机器人 机器 智能客服 智能助手 ai 自动回复 程序 电脑 机器客服 复读机 罐头 bot robot 机械人 语音助手 系统回复",
    "artificial": "人工智能 人工费 人工湖 人工降雨 人工呼吸 人工授精 人工草坪 人工成本 人工养殖 人工岛 人工流产 人工林 人工耳蜗 人工关节 人工心脏 人工泪液 人工合成",
    "reviewer": "人工审核 人工复核 人工复审 人工审 审核员 审核人员 审核的人 人工审批 审核专员 审核老师 审核小哥 复审",
    "seller": "商家 卖家 店家 店铺 店主 掌柜 卖方 商户 号主 店里 老板 店老板 代练员 打手 卖货的",
    "selleragent": "商家客服 店铺客服 卖家客服 店里客服 商家售后 店家客服 他们客服 他家客服",
    "family": "孩子 儿子 女儿 闺女 小孩 爸爸 妈妈 我爸 我妈 奶奶 爷爷 老公 老婆 外婆 姥姥 老人 父亲 母亲 弟弟 妹妹 哥哥 姐姐 孙子 媳妇 娃儿 爸妈",
    "friend": "朋友 同学 女朋友 男朋友 对象 前任 室友 邻居 亲戚 表姐 表哥 舅舅 姑姑 大妈 大爷",
    "carrier": "运营商 移动 联通 电信 营业厅 10086 10010 10000",
    "you": "小云 小助手 助手 你叫 你是 你会 你有 你能 你几 你喜欢 你觉得 你说 你自己 妳",
    # What is done.
    "switch": "转接 转 接通 接入 换个 换一个 换成 换人 叫 喊 找 唤 呼叫 安排 派 联系 连线 对接 召唤 请出 出来 揾 搵 摇 transfer connect speak talk",
    "want": "我要 我想 想要 希望 要求 麻烦 请 帮我 给我 帮忙 需要 让我 求 拜托 恳请 劳驾 来个 来一个 整个",
    "can": "能不能 可不可以 能否 可否 可以吗 能吗 行吗 行不行 行不 可唔可以 好不好 能给 能帮",
    "whether": "有没有 有冇 有无 是不是 是否 有得 在不在 要不要",
    "not": "不要 不用 不想 没有 不能 不会 不需要 不是 别 甭 莫 勿 无需 不必 不 没 未 唔 冇 休想 拒绝 免了 取消掉",
    "refund": "退款 退钱 退费 退货 退单 退掉 退还 还钱 退给我 退我 退回 退一下 退了 退回来 还给我 还我 拿回 要回 吐出来 赔我 退差价 仅退款 退全款 退款单 退 钱要回来 refund",
    "undo": "撤销 撤回 撤掉 撤了 取消 作废 收回 不退了 撤 别退了 不用退 停掉 不申请了 终止 关闭",
    "money": "钱 款 资金 钞票 血汗钱 块钱 费用 款项 银子",
    "arrive": "到账 入账 到卡 打款 收到 打到 进账 到位 到手 到数 汇款 入帐 到我",
    "review": "审核 审批 审 核实 核查 处理 批 通过 审查 复核 过审 受理",
    "progress": "进度 进展 到哪了 到哪一步 怎么样了 状态 结果 下文 动静 消息 啥情况 什么情况 后续 哪一步 到哪步 咋样了 处理得怎样",
    "hurry": "催 快点 加急 尽快 赶紧 抓紧 快一点 优先 赶快 加快 快些 提速 麻利 火速 着急 插队 快啲 急用 催催 快快",
    "appeal": "申诉 复议 重新审 不服 再审 重审 翻案 上诉 讨说法 冤枉 不认 异议 误判 判错 审错",
    "rejected": "驳回 不通过 没通过 被拒 打回 不批 拒了 没过 没批 退回了 否了 毙了 不给过 审核失败 拒签 被否 没审过 不予通过",
    "dispute": "纠纷 争议 介入 仲裁 裁决 维权 评理 主持公道 做主 调解 平台判",
    "evidence": "证据 凭证 截图 照片 图片 材料 证明 资料 流水 录屏 聊天记录 账单 图 视频 截屏 回执 小票 单据",
    "send": "上传 传 提交 发过去 发给你 补交 补充 拍照 补 递交 发上来 发送 传上去 补传 重传",
    "call": "回电 打电话 来电 回拨 致电 打给我 电话联系 回个电话 通话 打我 电话里 来个电话 回访 留言 打过来 电话 打俾我 电联 call",
    "phone": "客服电话 电话多少 电话号码 热线 热线电话 电话是多少 号码多少 400 邮箱 官方电话 客服热线 联系方式",
    "report": "投诉 举报 曝光 差评 12315 12345 315 消协 消费者协会 工信部 起诉 报警 律师函 法院 媒体 热搜 记者 黑猫 市场监管 工商局 告你们 一星",
    "abuse": "骗子 垃圾 坑 忽悠 恶心 缺德 黑心 无良 无语 气死 傻 蠢 智障 废物 滚 破平台 敷衍 糊弄 扯皮 踢皮球 不要脸 失望 寒心 骗人 骗钱 欺负 耍我 离谱 倒闭 混蛋 狗屁 他妈 妈的 傻逼 什么玩意",
    "said": "说 讲 告诉 答应 承诺 跟我说 回复 解释 保证 回我 通知 话",
    "file": "申请 办理 发起 提个 怎么退 如何退 办",
    # What is asked.
    "howlong": "多久 多长时间 几天 多少天 几个小时 多少小时 什么时候 何时 几号 多少时间 哪天 几个工作日 多少个工作日 几耐 好久 几多日 啥前 多会儿 几日 多少日",
    "deadline": "期限 时限 截止 超过 最晚 来得及 逾期 多少天内 几天内 过了 时效 超期 最迟 还来得及 以内 之内 之前 截至 有效期内 期内",
    "hours": "几点 上班 下班 营业 工作时间 周末 节假日 放假 休息 24小时 晚上 半夜 凌晨 全天 在线时间 值班 夜里 几点钟 开门 关门 收工 放工 过年 周六 周日 星期天 国庆 元旦 午休",
    "where": "哪里 哪儿 去哪 哪个 哪张 在哪 到哪 什么地方 边度 哪去",
    "account": "银行卡 信用卡 支付宝 微信 零钱 余额 花呗 原路 账户 储蓄卡 卡里 钱包 卡上 原账户",
    "what": "什么 哪些 怎么样的 几张 几样 哪种 啥样 咩 啥子",
    "how": "怎么 如何 怎样 怎么办 怎么弄 怎么搞 点样 咋个",
    "why": "为什么 凭什么 凭啥 为何 怎么会 什么原因 理由 怎么不 干嘛不",
    "may": "能退 可以退 符合 支持 条件 规则 规定 政策 允许 资格 够不够 给退 让退 好退 退得 可不可以退",
    "express": "极速 秒退 快速退 闪电退 极速退款 极速退 闪退",
    "price": "多少钱 价格 几折 便宜 贵 多少块 收费 费用多少 划算 打折",
    # What it is about, on this platform.
    "topup": "充值 充 话费 流量 点券 q币 钻石 金币 元宝 充的 充了 缴费 上币 油卡 月卡",
    "card": "卡密 点卡 激活码 兑换码 cdk 卡号 充值卡 礼品卡 序列号 密钥 卡券 激活 兑换 券码 序号 e卡",
    "invalid": "无效 失效 用不了 不能用 激活不了 过期 错误 已使用 被使用 不存在 被用 兑不了 充不进 不对 被人用 无法 报错 打不开 废卡 用过",
    "wrong": "充错 填错 输错 搞错 选错 写错 打错 弄错 充到别人 点错 买错 拍错 少输 多输 手滑 误点 错号 充成 充给",
    "service": "会员 vip svip 代练 陪玩 账号 装备 皮肤 加速器 道具 年卡 代打 大会员 网课 课程 号",
    "broken": "掉了 封号 被封 封了 找回 登不上 掉线 闪退 没了 中断 变成 少了 缩水 停了 不符 不一样 质量 货不对板 掉段 掉星",
    "silent": "不理 不回 不回复 没回 失联 联系不上 拉黑 已读不回 装死 不吭声 不搭理 没人理 不理人 不见人 跑路 玩消失 没人回 不应 不出声",
    "ship": "发货 发卡 出货 不发 没发 还没发",
    "missing": "没到 没收到 没到账 未到账 不到账 没有到 没进来 没充上 还没到 没见到 没有收到 没来 未到 没影 没看到 没充进",
    "paid": "付款 付了 扣款 扣了 扣钱 支付 买的 花了 下单 拍的 买了",
    # Other business of this platform.
    "invoice": "发票 抬头 税号 开票 专票 普票 报销 电子票 统编",
    "parcel": "快递 物流 包裹 派送 签收 运费 包邮 驿站 收货地址 寄 送货 配送 实体卡 自提 快件 运单",
    "login": "密码 验证码 登录 注册 实名 绑定 解绑 注销 换绑 人脸 身份证 昵称 头像 冻结 登陆 认证 改绑 账号安全 二维码登录 登入",
    "promo": "优惠券 优惠 积分 红包 活动 折扣 满减 抽奖 签到 邀请 返利 佣金 券 返现 奖励 奖品 中奖 拉新 新人",
    "shopping": "怎么买 购买 库存 有货 缺货 卖不卖 批发 有没有卖 限购 预售 补货 想买 买之前 能充 卖吗 购物车",
    "trade": "入驻 开店 保证金 代理 加盟 分站 接口 供货 卖号 出号 店铺审核 上架 下架 货款 开个店 我是卖家 我是商家 招商 提现 营业执照 租号 押金",
    "loan": "贷款 借款 借钱 放款 还款 利息 额度 借呗 网贷 分期 先用后付 白条 信用分",
    "job": "招聘 应聘 招人 招不招 兼职 岗位 简历 面试 招客服 求职 入职 工资",
    # What lies outside.
    "otherapp": "京东 淘宝 拼多多 美团 抖音 饿了么 滴滴 快手 小红书 天猫 闲鱼 携程 12306 顺丰 唯品会 咸鱼 某宝 盒马 山姆 得物 飞猪 猫眼 知乎 微博 苹果商店 谷歌商店 b站 哔哩哔哩 腾讯客服 京东客服 淘宝客服 支付宝客服 微信客服 贝壳 瑞幸 星巴克 肯德基 麦当劳 海底捞 宜家 沃尔玛 大众点评 58 boss直聘 知网 学习通 钉钉 铁路 国航 东航 南航 建行 工行 农行 招行 招商银行 邮政 中通 圆通 韵达 申通 极兔 小米 华为",
    "place": "酒店 健身房 驾校 培训班 幼儿园 物业 房东 中介 医院 影楼 超市 餐厅 学校 银行 公司 单位 美容院 理发店 菜市场 小区 楼下 楼上 邮局 图书馆 食堂 车站 机场 景区 门诊 药店 商场 网吧 民宿 旅行社",
    "weather": "天气 下雨 下雪 气温 台风 多少度 晴天 雾霾 降温 下周天气 天气预报 太阳 冷 热",
    "food": "吃 菜谱 火锅 做饭 好吃 奶茶 美食 煮 炒 米饭 饺子 排骨 鱼 肉 外卖 水果 零食 饭",
    "study": "作文 作业 考试 老师 论文 考研 高考 学费 单词 翻译 英语 英文 课本 公务员 编制 学分 大学 成绩 录取 志愿 毕业 四六级 雅思 托福 报名费 学籍 奖学金 助学金 造句 近义词 反义词 学位 期刊 导师 学生 数学 语文 历史 诗",
    "gov": "社保 公积金 医保 签证 护照 户口 个税 退税 驾照 违章 居住证 房产证 结婚证 离婚 营业税 派出所 街道 养老金 退休 失业金 生育津贴 政务 车管所 落户 签注 通行证 海关 报税 税务 民政 居委会 健保 罚单 失业 低保 公证",
    "health": "医生 感冒 发烧 吃药 头疼 减肥 失眠 孕妇 体检 挂号 疫苗 牙疼 手术 看病 高血压 宝宝 怀孕 过敏 退烧 药 咳嗽 医疗 养生",
    "invest": "股票 基金 黄金 比特币 彩票 汇率 理财 大盘 炒股 房价 房贷 车贷 征信 利率 保险 理赔 退保 车险 存款 转账 银行转账 余额宝 信用卡账单 双色球",
    "travel": "机票 高铁 火车 旅游 地铁 导航 景点 航班 车票 飞机 打车 门票 退票 改签 演唱会 高铁票 飞机票 候补 旅行 自驾 公交 加油站 停车",
    "law": "律师 劳动仲裁 合同 法律 民法典 劳动 仲裁委 定金 房租 辞职 加班费 工伤 判决 法庭 打官司 彩礼 诉状 诉讼 刑法 违约金 欠钱不还 拖欠 法条 消费者权益保护法",
    "tech": "python 代码 java 路由器 excel ppt 打印机 wifi 编程 蓝屏 内存 爬虫 充电器 充电 充电宝 电池 耳机 笔记本 显卡 html sql 宽带 套餐",
    "fun": "电影 电视剧 歌 笑话 故事 小说 明星 球 段子 谜语 综艺 动漫 演员 歌手 唱 星座 算命 运势 出装 连招 抽卡 段位 攻略 上分 通关",
    "chat": "你是谁 几岁 多大 心情 无聊 陪我 聊天 聊聊 聪明 可爱 厉害 哈哈 单身 睡觉 开心 难过 失恋 结婚 女朋友吗 生日 嘻嘻 有意思 好玩 喜欢我 爱我 抱抱 晚饭 吃了吗 累不累 工资多少",
    # Manners.
    "thanks": "谢谢 感谢 多谢 辛苦 感激 有劳 麻烦你了 太好了 谢啦 唔该晒 点赞 锦旗 表扬 夸",
    "greet": "你好 您好 在吗 哈喽 早上好 晚上好 下午好 嗨 在不在 hello hi 喂 早安 打扰",
    "bye": "再见 拜拜 回见 走了 下了 晚安 不聊了 先这样 没事了 bye 告辞 下线",
    "yes": "好的 可以 行 对 是的 嗯 确认 没错 同意 没问题 ok 提交吧 就这样 好滴 成 中 得",
    "no": "不对 不行 算了 等等 等一下 先别 不要了 错了 不同意 不了 慢着 暂时",
    "past": "昨天 刚才 上次 之前 前天 刚刚 那天 上回 昨晚 上周 以前 当时 已经 早就",
    "praise": "耐心 热情 专业 不错 给力 好评 态度好 满意 棒 靠谱 负责 细心 温柔 亲切 五星",
    "bad": "态度 难听 差劲 太差 不耐烦 阴阳怪气 凶 恶劣 挂我 素质 爱理不理 推来推去",
    "if": "如果 要是 假如 万一 倘若 若是 若 要系 如若 假使 再不 不然 否则 届时 到时 到时候 回头 改天 下次 以后 将来 if",
    "mistap": "按错 误触 误按 乱点 乱按 不小心 点到 按到 瞎点 撳错",
    "yourself": "问你 跟你说 你来 你办 找你 还是你 你帮我 你查 你弄 你告诉我 你就行 你处理 你退 你接着 你直接 你照",
    "still": "还没 一直 到现在 迟迟 老是 总是 还是 怎么还 仍然 都没 半天",
}
# A person is declined where one of these stands behind one of `not`: 不用转人工.
DENIABLE = frozenset({"human", "agent", "boss", "mate", "switch", "want"})
REACH = 3
BREAK = "|"


@lru_cache(maxsize=1)
def _table() -> dict[tuple[str, ...], str]:
    """Words as they are written and as they sound; where two sound alike, the first."""
    words = [(word, sense) for sense, line in SENSES.items() for word in line.split()]
    table: dict[tuple[str, ...], str] = {}
    for word, sense in words:
        table.setdefault(tuple(pieces(word)), sense)
    for word, sense in words:
        if len(sounds := tuple(syllables(word))) > 1:
            table.setdefault(sounds, sense)
    return table


@lru_cache(maxsize=1)
def _longest() -> dict[str, int]:
    """The length of the longest word that begins with a piece."""
    longest: dict[str, int] = {}
    for word in _table():
        longest[word[0]] = max(longest.get(word[0], 0), len(word))
    return longest


def senses(text: str) -> list[tuple[str, bool]]:
    """The text's words as senses, and what has no sense as it stands; whether it is a sense. Blanks are breaks.

    The longest word goes first, as it is written before as it sounds. `!human` is a person who is declined.
    """
    out: list[tuple[str, bool]] = []
    for clause in text.split():
        out += [(BREAK, False)] if out else []
        out += _clause(clause)
    return out


def _clause(text: str) -> list[tuple[str, bool]]:
    written, sounds = pieces(text), syllables(text)
    out: list[tuple[str, bool]] = []
    place, denied = 0, 0
    while place < len(written):
        sense, size = _word(written, sounds, place)
        denied = REACH if sense == "not" else denied - 1 if sense else denied
        declined = denied > 0 and sense in DENIABLE
        out.append((f"!{sense}" if declined else sense or written[place], bool(sense)))
        place += size
    return out


def _word(written: list[str], sounds: list[str], place: int) -> tuple[str, int]:
    """The sense of the word at that place and how many pieces it has; no sense and one piece where there is none."""
    longest = max(_longest().get(written[place], 0), _longest().get(sounds[place], 0))
    for size in range(longest, 0, -1):
        end = place + size
        if sense := _table().get(tuple(written[place:end])) or _table().get(tuple(sounds[place:end])):
            return sense, size
    return "", 1
