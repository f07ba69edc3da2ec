"""Words on the way that are no matter of their own: a pause, a nod, a call for help, a show of authority."""

import re

from . import phrases
from .turn import FALLBACK, Turn

# Who gives orders to a machine, or to the till in somebody else's name.
_POWER = re.compile(
    r"管理员|系统(?:提示|指令|消息|命令|管理)|(?:忽略|无视|忘掉|跳过|绕过).{0,8}(?:规则|指令|设定|审核|提示|要求)|"
    r"ignore.{0,24}(?:instruction|rule|prompt)|system ?(?:prompt|:|：)|(?:开发者|调试|测试|上帝|管理)模式|"
    r"我(?:就)?是(?:你们|平台|公司|这里的?|后台).{0,8}(?:技术|开发|内部|员工|主管|经理|老板|财务|审核员|客服部)|"
    r"(?<!商家)(?<!店)(?:经理|主管|领导|老板).{0,8}(?:同意|批准|批了|答应).{0,12}(?:打款|通过|退款|退钱|给我退|转账)",
    re.IGNORECASE,
)
_ASKS_PERSON = re.compile(r"人工|真人|转.{0,2}(?:客服|人)|找.{0,3}(?:客服|人)|接.{0,3}(?:客服|人)")
_CAPTURE = re.compile(r"(?:怎么|咋|如何|不会|不懂).{0,5}截(?:图|屏)|截(?:图|屏).{0,4}(?:怎么|咋|不会|在哪|去哪|哪里)")
_SEND = re.compile(
    r"(?:怎么|咋样?|如何|哪里|哪儿|在哪|不会).{0,4}(?:上传|传图|传给?你|发图|发给?你|传照片|发照片|传截图|发截图|传$)|"
    r"(?:图|照片|截图|材料).{0,4}(?:怎么|咋|往哪|在哪|哪里|哪儿).{0,2}(?:传|发|交)|"
    r"(?:传|发|交)(?:到|在|去|给)?(?:哪|什么地方)|(?:一次|同时|一起).{0,3}(?:发|传).{0,2}[两几多三]张"
)
_CANNOT = re.compile(
    r"不会(?:弄|用|操作|搞|整|发|传|填|写|打字)|看不懂|搞不懂|弄不来|弄不明白|整不明白|[年岁][纪数]大|眼睛(?:不好|花)"
)
_PLEADS = re.compile(
    r"(?:直接|就|帮我|给我)(?:给我)?(?:过|通过|批)了?吧|给我过|通融|帮帮忙|求求|求你|行行好|拜托|网开一面|破(?:个|一)?例|特殊处理|照顾一下|"
    r"开个后门"
)
_WHY_PEOPLE = re.compile(r"(?:为什么|为啥|干嘛|怎么|凭啥).{0,4}(?:要|走|转|是|还要)?人工(?:审|复核|看)?")
_END = r"(?:呢|啊|呀|吧|好|嘛|嘞|啦|才好)*"
_WHAT_NOW = re.compile(
    r"(?:那|这|就|我|你说|所以|现在|这下|接下来|下一步|然后|行吧|又|该|要|可|得)*"
    rf"(?:没(?:有)?(?:别的)?办法|没辙|没戏|怎么办|咋办|咋整|怎么弄|咋弄|怎么搞|怎么处理|做什么|干嘛|干啥)了?(?:吗|么)?{_END}"
)
_RULES = re.compile(
    r"(?:规则|条款|协议|政策|规定).{0,6}(?:在哪|哪里|哪儿|原文|全文|链接|网址|怎么看|发我|给我看)|"
    r"(?:看|查|发|哪有).{0,6}(?:规则|条款|协议)(?:原文|全文)?(?:吗|看看)?$|规则?第? ?[\d一二三四五六七八九十]+ ?条"
)
# Which rule it is, and the wish to have the rules read out, whatever matter they are of.
_WHICH_RULE = re.compile(
    r"(?:哪|什么|啥)一?条(?:规定|规则|条款|规矩)|(?:规则|规定|条款|政策|协议).{0,4}(?:写|说|讲)(?:的|了|得|些)*(?:啥|什么)|"
    r"(?:规则|规定|条款|政策|协议).{0,6}(?:念|读)"
)
_DISCOVERY = re.compile(r"发现.{0,5}(?:怎么|如何|咋)(?:算|认定|定)|(?:怎么|如何|咋)算.{0,3}发现")
_THING = (
    r"(?:支付|银行|付款)?(?:流水|订单截图|聊天记录|激活失败(?:的)?截图|异常截图|卡密|合并(?:的)?(?:图片?|截图)|拼图)"
)
_WHAT_IS = re.compile(
    rf"(?:啥|什么)(?:叫|是){_THING}|{_THING}(?:是|指)个?(?:啥|什么)|"
    rf"{_THING}.{{0,2}}(?:在?哪里?|在?哪儿|怎么样?|咋样?|如何)(?:里|能|去|可以)?(?:截|找|看|弄|拍|有|查|搞)|"
    rf"(?:哪里?|哪儿|怎么|咋|如何)(?:能|可以|去)?(?:截|找|看|弄|拍|查|搞)(?:到|得到)?.{{0,2}}{_THING}"
)
_WHY_PROOF = re.compile(
    rf"(?:为什么|为啥|干嘛|干啥|凭啥|凭什么|怎么还).{{0,5}}(?:要|得|传|交|提供|发).{{0,6}}(?:{_THING}|截图|图片?|凭证|材料|证据)|"
    r"(?:为什么|为啥|干嘛|凭啥|凭什么|怎么还).{0,4}补"
)
_WEEKEND = re.compile(
    r"(?:周末|周六|周日|星期[六天日]|双休|节假日|放假|过年|春节|国庆|元旦).{0,6}(?:算|审|顺延|处理|也)|"
    r"工作日.{0,6}(?:包括|算|是)"
)
_PAST = re.compile(
    r"(?:过了?|超过?了?|错过).{0,4}(?:期|天|小时|时间|时限).{0,3}(?:呢|怎么办|咋办|还能|还可以|能不能|可以吗|咋整|$)"
)
_WAIT = re.compile(
    r"(?:好的?|行|嗯|那|吧|我|先|去|来|这就|马上)*(?:拍|截|找|翻|弄)(?:一?下来?|下来|出来|一张|个?图|找|给你|发你|发给你)+(?:吧|啊|哈)*|"
    r"(?:你|先|好的?|那)*(?:等(?:一)?(?:下|会儿?|等|我)|稍等|[一待]会儿?|我?(?:去|在)?找(?:一?下|一?找)?|马上(?:发|找|来))"
    r"(?:哈|啊|哦|我|再说|(?:再|就|我)*(?:发|传|给)(?:你|过来)?|(?:正?在|马上|先|去)?(?:弄|找|拍|截|传|看|忙|翻)(?:着|呢|一下)?)*|.{1,12}你.{0,2}等(?:着|等|一?下|会儿?|我)"
)
_SET_ASIDE = re.compile(
    r"(?:那|行|好)*(?:我)?(?:先|去).{1,8}(?:再来|再说|再找你|再弄)(?:吧|啊|哈|了)*|"
    r"(?:那|还是|嗯|哎|唉|好|今天|现在)*(?:算了?[吧啦]?)?(?:先|暂时|今天|现在)*(?:就?不(?:弄|办|搞|整|填|传|说|处理)|放(?:一?放|着|一下)?|到这)"
    r"(?:了|吧|啦)*|.{0,6}(?:改天|回头|晚点|晚些|下次|明天|有空)(?:我)?再(?:弄|办|搞|说|来|填|传|处理)(?:了|吧|啦|哈)*|"
    r".{0,14}(?:明天|明早|后天|改天|晚点|晚些|回头|过会儿?)(?:我|再)*(?:发|传|补|交|给)给?(?:你|您|过来|上来)?"
    r"(?:行|可以|成|好)?(?:吗|不|么|吧|啊|哈)*"
)
_NOTED = re.compile(
    r"(?:你|那|就|先|给我|帮我|替我)*(?:记|留|存|保存)(?:着|好|住)(?:了|啊|哈|吧|哦)*|"
    r"(?:好的?|哦|噢|嗯|行|那|我)*(?:知道|明白|了解|清楚|晓得|懂)(?:了|啦)(?:啊|哈|谢谢|好的)*|"
    r"(?:那|好的?|行|等|有|钱|款|退款|审核)*(?:到账?|消息|结果|进展|动静|好|退)(?:了|啦)?(?:就|再|请|记得|麻烦|要|第一时间)*"
    r"(?:告诉|通知|喊|叫|跟|和|提醒)(?:下|一下)?我(?:说|讲)?(?:一声|一下|下)?(?:哈|啊|吧|哦|呀)*"
)
# A nod where a picture is waited for.
_NOD = re.compile(r"(?:哦|噢|嗯|恩|好的?|行|成|ok|收到)+(?:吧|啊|呀|滴)*", re.IGNORECASE)
_PLACE = re.compile(r"(?:排|轮)(?:到|队)?.{0,3}(?:第?几|哪|多少)|前面(?:还)?有?(?:几|多少)(?:个|位)?人")
_WHO = re.compile(
    r"(?:你|您|这|那边|对面)(?:到底|究竟|真的?)?(?:是不是|是|算)(?:个|一个)?(?:真人|人工|机器人?|活人|人机|智能|ai|谁)"
    r"(?:客服)?(?:吗|嘛|么|吧|呀|啊)*|(?:机器人|真人|人机|ai)(?:吗|嘛|么|吧|啊)?", re.IGNORECASE
)
# Whether another kind of proof serves.
_WILL_IT_DO = re.compile(
    r"(?:短信|录音|视频|录屏|录像|照片|拍照|翻拍|发票|小票|拍(?:个|张)?(?:屏幕|电脑|手机|照片?)).{0,6}"
    r"(?:行不行|行吗|行么|行不|可以|能行|能用|算不算|算吗|有用|管用|成吗|成不|要不要|好使)"
)
_CANNOT_SEND = re.compile(
    r"(?:发|传|上传|提交)(?:半天|老是|总是|一直)?(?:都|也)?(?:不出去|不了图|不上|不动|失败)|上传不了|图.{0,3}发不了"
)
_ELSEWHERE_SENT = re.compile(r"加.{0,4}(?:微信|qq|好友)|(?:微信|qq|邮箱|邮件).{0,3}(?:发|传)给?你", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:没有?|看不到|没拍到|没截到|缺).{0,3}(?:订单号|时间|日期|金额).{0,4}(?:行|可以|能|要紧|影响|没事)|"
    r"(?:订单号|时间|日期|金额).{0,3}(?:在|截在|是)?另外?一张"
)
_SHOWN = re.compile(
    r"(?:卡密|密码|卡号|隐私|手机号|身份证|信息).{0,6}(?:露|漏|看得?到|看见|遮|打码|马赛克|涂|泄露|安全)"
)
_IF_REJECTED = re.compile(
    r"(?:如果|要是|万一|假如).{0,6}(?:不给?通过|没(?:有)?通过|不给过|没过|驳回|被?拒)|不通过(?:怎么办|咋办|呢)"
)
_COMPENSATION = re.compile(r"补偿|赔偿|赔(?:我|点|钱|多少)|赔不赔|精神损失")
# Another order as well, while this one is being done.
_TOGETHER = re.compile(
    r"(?:能|可以|可不可以|是不是|想|要)?.{0,3}(?:一起|一块儿?|同时|一次性).{0,2}(?:退|办|申请|提交)|"
    r"(?:那|另|还有|别的).{0,8}也.{0,3}退"
)
_STRAIGHT = re.compile(r"给.{0,2}个?(?:准话|准信|痛快话|准数)|(?:到底|究竟).{0,3}退不退|^退不退")
_SO_LONG = re.compile(r"(?:这么|那么|恁|好|太|也太|怎么这么|要这么)(?:久|慢|长|多天)(?:啊|呀|吗|的|了)*")
_OTHER_ACCOUNT = re.compile(
    r"(?:是|在|用)(?:的)?(?:另一个|另外一个|别的)(?:账|帐)?号|查.{0,3}那个(?:账|帐)?号|"
    r"(?:用|是|在)(?:的)?.{0,3}(?:老婆|老公|朋友|别人|家人|家里人|[我他她]?[妈爸哥姐弟妹]|同学|同事|孩子|儿子|女儿|对象|另一个|另外一个|别的).{0,3}"
    r"(?:号|帐号|账号|账户|手机)(?!充错).{0,4}(?:买|下单|付|拍)"
)
_PHONE_NUMBER = re.compile(
    r"(?:客服|人工|你们|平台|投诉).{0,3}(?:电话|热线|号码)(?:号码|号)?(?:是)?(?:多少|几|什么|啥|有吗|有没有|呢|发我|给我)|"
    r"(?:电话|热线)(?:号码)?(?:是)?多少"
)
# A card's number or secret, starred out before anything was kept.
_SECRET = re.compile(r"(?:卡密|密码|卡号|兑换码|激活码|验证码|[0-9A-Za-z]{2,})[^,，。]{0,6}\*{4}")
_NOTHING_SAID = re.compile(r"[\W_]*")
_NOT_SENT = re.compile(
    r"不(?:补|交|传|给|发)(?:材料|图|截图)?.{0,3}(?:会怎|会咋|怎么样|怎样|咋样|行不|行吗|可以吗|会不会)"
)
# Answered whatever was heard.
_PLAIN = (
    ("secret_sent", _SECRET), ("ask_rules", _WHICH_RULE), ("straight_answer", _STRAIGHT),
    ("if_rejected", _IF_REJECTED), ("if_not_sent", _NOT_SENT), ("other_account", _OTHER_ACCOUNT),
)  # fmt: skip
# Answered where nothing was heard for certain, the first that fits; those of days not where a day is asked for.
_QUESTIONS = (
    ("how_to_shoot", _CAPTURE), ("how_to_send", _SEND), ("phone_number", _PHONE_NUMBER),
    ("compensation", _COMPENSATION), ("what_is", _WHAT_IS), ("why_proof", _WHY_PROOF), ("ask_discovery", _DISCOVERY),
    ("ask_rules", _RULES), ("will_it_do", _WILL_IT_DO), ("secret_shown", _SHOWN),
    ("cannot_send", _CANNOT_SEND), ("sent_elsewhere", _ELSEWHERE_SENT), ("in_parts", _PARTS),
)  # fmt: skip
_OF_DAYS = (("ask_weekends", _WEEKEND), ("ask_past_window", _PAST))
# Questions that may really be one of these; a wish that was well understood is left alone.
_VAGUE = frozenset({
    FALLBACK, "other_customer_service", "out_of_scope", "chitchat", "inform", "deny", "affirm", "complain", "goodbye",
    "ask_deadline", "ask_review_time", "ask_arrival_time", "ask_evidence_requirements", "upload_evidence",
})  # fmt: skip
_SHORT = 16


def aside_of(turn: Turn) -> str | None:
    """The name of the answer to it; None where the words are something else."""
    words, bare = turn.said, phrases.MARKS.sub("", turn.said)
    asked = turn.agenda.get("asking")
    if _POWER.search(words) and not _ASKS_PERSON.search(words):
        return "claims_power"
    if _WHY_PEOPLE.search(words):
        return "why_people"
    if _WHO.fullmatch(bare) and not phrases.YES.fullmatch(bare):
        return "who_is_this"
    if turn.intent == "request_human":
        return None
    if _NOTHING_SAID.fullmatch(words) and not phrases.YES.match(bare):
        return "nudge"
    if turn.agenda.get("doing") and _SET_ASIDE.fullmatch(bare):
        return "set_aside"
    if asked != "confirm" and _WAIT.fullmatch(bare):
        return "wait_please"
    if asked != "confirm" and (_NOTED.fullmatch(bare) or (asked == "evidence" and _NOD.fullmatch(bare))):
        return "noted"
    if _PLACE.search(words) and len(words) <= _SHORT:
        return "queue_place"
    if _WHAT_NOW.fullmatch(bare):
        return "what_now"
    if asked and turn.agenda.get("order_no") and _TOGETHER.search(words):
        return "one_by_one"
    if asked != "confirm" and _SO_LONG.fullmatch(bare):
        return "so_long"
    return _first(_PLAIN, words) or (_question(turn, words, asked) if turn.intent in _VAGUE else None)


def _question(turn: Turn, words: str, asked: str | None) -> str | None:
    if _CANNOT.search(words) and (len(words) <= _SHORT or turn.intent == FALLBACK):
        return "cannot"
    if _PLEADS.search(words) and len(words) <= _SHORT:
        return "pleads"
    return _first(_QUESTIONS, words) or (None if asked in {"fault_date", "slot"} else _first(_OF_DAYS, words))


def _first(table: tuple[tuple[str, re.Pattern[str]], ...], words: str) -> str | None:
    return next((name for name, pattern in table if pattern.search(words)), None)
