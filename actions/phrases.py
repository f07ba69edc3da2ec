"""Phrases by what they mean to a case, in simplified script. `hearing` says when they count."""

import re

# That there is nothing more to send.
ENOUGH = re.compile(
    r"没有了|就这些|没了|够了|齐了|传完|发完|就这张|就这一张|可以提交|提交吧|发好了|传好了|都发了|"
    r"^(?:我?(?:已经|刚才?|都|早就?|不是))*(?:发|传|交|上传)过?(?:了|过)[啊呀的吗嘛哦]*$"
)
# That the money is there; a question or a complaint is something else.
MONEY_THERE = re.compile(
    r"(?:退款|钱|款项?|余额).{0,6}(?:收到|到账|到帐|到了)|(?:收到|到账|到帐)了?.{0,3}(?:退款|钱|款)|"
    r"^(?:嗯+|哦+|已经|都|钱)?(?:收到|到账|到帐|到了|来了)+(?:了|啦)?[。!！~～]*(?:谢谢.{0,2})?$"
)
NOT_THERE = re.compile(r"没|未|木有|不|别|吗|嘛|么|怎|何|啥|几|多久|才|能|会|哪|如果|要是|\?|？|再|催")
# To hand in anew what was turned down.
AGAIN = re.compile(r"重新?(?:提交|申请|交|提)|再(?:提交|申请|交|提)|补(?:好|了)?(?:材料|资料).{0,4}(?:重|再)")
# Why it was turned down: a question about the decision, not yet an appeal against it.
WHY = re.compile(r"为什么|为啥|什么原因|啥原因|咋回事|怎么回事|凭什么|凭啥|怎么(?:就|会|又)?(?:没|不|被|给)")
TURNED_DOWN = re.compile(r"没(?:有)?(?:给我)?(?:通)?过|不(?:给我)?通过|驳回|被?拒|打回|退回|不[给让能]?我?退|退不了")
APPEAL = re.compile(r"申诉|复审|不服|再审|上诉")
# A call that is booked: not any more, or at another time.
CALL = re.compile(r"电话|回电|回拨|来电|打给我|给我打|预约")
CALL_OFF = re.compile(
    r"(?:不用|不要|不[需须]要|别|不必|甭)(?:再|给我|给俺)?(?:打|回电|回拨|来电)|取消.{0,5}(?:回电|回拨|电话|来电|预约)|"
    r"(?:回电|回拨|电话|来电|预约).{0,5}(?:取消|不用了|不要了|不需要)"
)
MOVED = re.compile(
    r"改到|改成|改为|改在|换到|换成|挪到|推迟|延后|提前|换个?时间|改个?时间|改期|改约|时间.{0,4}(?:改|换)"
)
# That it is the money sent back which is meant, and not the goods.
SENT_BACK = re.compile(r"退")
# To look for the money now, though it is still on its way.
INSISTS = re.compile(r"(?:现在|马上|立刻|立马|这就|快).{0,4}查|帮我查|给我查|去查|查一下|查查|还是没")
ASKS = re.compile(r"进度|到哪|结果|怎么样|咋样|情况|多久|什么时候|几天|吗")
PEOPLE = re.compile(
    r"人|客[服副户]|克服|[转接找叫换].{0,3}(?:你|他|个|谁|上)|真的|活的|机器|智能|小云|老板|经理|主管|领导|负责|谁|投诉|"
    r"kefu|rengong|human|agent|service|staff|\bai\b|bot", re.IGNORECASE,
)
# A yes that may move money or end a case says so in so many words; what only sounds willing is asked again.
YES = re.compile(
    r"(?:嗯|恩|唔|哦|啊|那|就|亲|呃|您好|你好)*(?:是|对|好(?=[的滴啊呀吧嘞哒了哈呢好办提]|$)|可以|行|确认|确定|"
    r"没问题|没错|没毛病|没意见|没啥问题|提交|同意|嗯|恩|ok|okay|yes|y$|要(?=[啊呀]|$)|成$|中$|中的|要得|得嘞|办吧|弄吧|就这|来吧|"
    r"开始|需要|愿意|要的|申请吧|登记吧|撤吧|取消吧|改吧|查吧|收到|准了|👌)",
    re.IGNORECASE,
)
NOT_YES = re.compile(
    r"不(?!错|用核对)|别|先(?!提交|这样)|等|慢|再想|再说|算了|没(?!问题|错|毛病|事|意见|啥)|麻烦(?!你|您|帮)|(?<!麻)烦|"
    r"吗|嘛|？|\?|急|怎|什么|啥(?!问题)|为|错了|重新"
)
# A yes and nothing else; a knock and nothing else.
PLAIN_YES = re.compile(r"(?:同意|确认|确定|好的?|可以|没问题|是的?|对的?|行|嗯)+", re.IGNORECASE)
KNOCKS = re.compile(r"(?:喂|在不在|在吗|在么|你好|您好|哈喽|hello|hi)+", re.IGNORECASE)
# A short no to a proposal is one, however politely it takes its leave.
NO = re.compile(r"(?:那|还是|嗯|算)*(?:不|别|先不|先别|先等|等等|等下|算了|no)", re.IGNORECASE)
# The platform's own records, in a dispute (R63).
LOGS = re.compile(r"日志|(?:后台|交易|系统).{0,4}记录|调取|记录.{0,4}调|调.{0,6}记录")
# To take up what was left.
RESUME = re.compile(r"继续|接着|回来了|往下(?:办|填)|(?:先|还是)?不撤(?:了|销)?$|别撤")
# Where the money came from is gone.
ACCOUNT_GONE = re.compile(
    r"(?:微信|支付宝|银行卡|信用卡|账户|账号|帐号|卡).{0,5}(?:注销|冻结|停用|挂失|被封|丢了|没了|不用了)"
)
# Whom else one may turn to.
ANGER = re.compile(r"投诉|(?<!\d)123[14]5(?!\d)|工商|消协|曝光|起诉|律师|报警|法院|黑猫")
# To have the money back, and nothing of what for: it is what was just spoken of.
HAVE_IT_BACK = re.compile(
    r"(?:那|就|给我|帮我|我要|我想|要|还是|麻烦|直接|这个|这笔|它|把|请|现在|马上|可以|好的?|行|嗯|能退|申请|办理?|给)*"
    r"(?:退(?:款|钱|了|掉|货)?|申请|办)(?:吧|了|啊|呀|呗|掉|一下|给我|谢谢)*"
)
# What each proposal is agreed to with, in its own verb.
DOES = {
    "refunds.submit": re.compile(r"退|提交|申请|办"), "cancel": re.compile(r"撤销?"),
    "not_received": re.compile(r"查"), "withdraw_dispute": re.compile(r"撤"),
    "request_expedite": re.compile(r"加急|登记|催"),
    "open_dispute": re.compile(r"介入|申请|处理"), "appeal": re.compile(r"申诉|提交|交"),
    "resubmit": re.compile(r"重?[新]?(?:提交|交)"), "supply_evidence": re.compile(r"提交|交"),
    "request_logs": re.compile(r"调取?|申请"), "callbacks.request": re.compile(r"约|预约|订|打"),
}  # fmt: skip
VERB = r"(?:那|就|帮我|给我|替我|赶紧|快|马上|现在|直接|好的?|行|嗯|请)*{}(?:吧|了|啊|呀|呗|一下|给我)*"
# A leave that is taken; what else sounds like one is something else, where the talk is of a matter.
BYE = re.compile(
    r"再见|拜|88|bye|see|回见|下次|回头|先走|走了|先忙|忙去|挂了|没事了|没别的|没有别的事|不用了|不聊|下了|晚安|睡|"
    r"就(?:这样|到这)|先这样|再说", re.IGNORECASE,
)  # fmt: skip
MATTER = re.compile(r"退|钱|款|图|材料|证据|订单|审核|商家|卡")
# That the money is not wanted back.
NO_REFUND = re.compile(r"不(?:想|要|用|打算)?.{0,2}退|别退|取消|撤")
# That nothing is wrong with it: it is not wanted any more.
WHIM = re.compile(r"(?<!是)不想要|不想玩|不玩了|弃坑|不喜欢|不要了|后悔|[买拍下][错多重]了|手滑")
# Need that does not move the rules, and calls for a kind word.
NEED = re.compile(r"住院|看病|急用|救命|等着?钱|[急缺]钱|房租|生活费|学费|还贷")
# No to what is proposed, in its own verb.
NOT_DOING = re.compile(
    r"(?:那|还是|先|我|就)*不(?:想|要|用)?(?:再)?(?:撤销?|取消|退|查|交|提交|申请|约|改|催|办|弄)(?:了|吧|啦|先)*"
)
# Where the money is, with nothing said of how far it is.
WHERE = re.compile(r"(?:那|我的?|退的?)*(?:钱|款|退款)(?:呢|在哪|在哪里|去哪了?|哪去了|到哪了?)(?:啊|呀)*")
# When the merchant is to answer.
MERCHANT_BY = re.compile(r"(?:商家|卖家|店家).{0,4}(?:多久|几天|几时|什么时候|还剩|回了?没|回应|回复|理)")
# To send it in, but not today.
SEND_LATER = re.compile(r"(?:明天|明早|后天|改天|晚点|过两天|下周).{0,2}(?:补|交|传|发)")
# People who are spoken of, and not called for.
OTHERS = re.compile(r"审核(?:的)?(?:人员?|员)|(?:商家|店家|卖家)的?人|本人|人家|人民币|老人|病人|家人")
# To know by when.
RESULT_BY = re.compile(r"(?:能|会|可以|出).{0,4}(?:知道|出|有|拿到|给).{0,2}(?:结果|答复|准信)")
# That there is no news of a case, with nobody called for.
NO_NEWS = re.compile(r"怎么还没|咋还没|没下来|没动静|没消息|没进展")
# Nothing to show of what was asked for.
NOTHING = re.compile(
    r"没有?.{0,6}(?:截图|流水|记录|照片|图|材料|证明|凭证)|(?:截图|流水|记录|照片|图|材料|证明|凭证)[都也]?没有?|提供不了|拿不出|找不到|没存|没保存|删(?:了|掉|除)|"
    r"^(?:就是?|真的?|我|都|也|根本|压根)*(?:没有|木有)(?:啊|呀|的|呢|哦|嘛|哎)*$"
)
# Whom the merchant has cut off.
CUT_OFF = re.compile(r"拉黑|删(?:我)?好友|删了我|把我删|屏蔽|不理|联系不上")
# Any half-hour will do, the next one best.
SOON = re.compile(r"^(?:就|那)?现在|马上|立刻|立马|尽快|越快越好|最快|最早|随便|都行|都可以|什么时候都|哪个都")
# That another order is meant.
ANOTHER = re.compile(
    r"不是[这那]一?[单笔个张]|换(?:一|个|别的|另)[^,，。]{0,2}[单笔]|另外?一[单笔个]|别的订单|选错了?订单"
)
# To give another reason.
OTHER_REASON = re.compile(r"[换改]一?[个下]?(?:别的|其他|其它)?(?:退款)?(?:原因|理由)|(?:原因|理由)(?:选|填)?错")
# To begin the title of a number on the list: `2`, `第二个`, `选2`.
NUMBERED = re.compile(r"(?:选|要|第|是|就)*[一二三四五六七八九1-9](?:个|号|项|吧|第)*")
# What people put around the words of a button.
AROUND = re.compile(r"^(?:那就?|就|好的?|嗯+|我要|我想|我选|选|请|帮我|给我|麻烦)+|(?:吧|啊|呀|哦|了|呢|谢谢)+$")
MARKS = re.compile(r"[\s，。！？,.!?~～“”\"]+")
