"""Words whose meaning hangs on the buyer's case: the classifier knows no case, so what it heard is set right here."""

import re
from dataclasses import replace

from .turn import Json, Turn

# That there is nothing more to send.
ENOUGH = re.compile(r"没有了|就这些|没了|够了|齐了|传完|发完|就这张|就这一张|可以提交|提交吧|发好了|传好了|都发了")
# That the money is there; a question or a complaint is something else.
_MONEY_THERE = re.compile(
    r"(?:退款|钱|款项?|余额).{0,6}(?:收到|到账|到帐|到了)|(?:收到|到账|到帐)了?.{0,3}(?:退款|钱|款)|"
    r"^(?:嗯+|哦+|已经|都)?(?:收到|到账|到帐)(?:了|啦)?[。!！~～]*$"
)
_NOT_THERE = re.compile(r"没|未|木有|不|别|吗|嘛|么|怎|何|啥|几|多久|才|能|会|哪|如果|要是|\?|？|再|催")
# To hand in anew what was turned down.
_AGAIN = re.compile(r"重新?(?:提交|申请|交|提)|再(?:提交|申请|交|提)|补(?:好|了)?(?:材料|资料).{0,4}(?:重|再)")
# Why it was turned down: a question about the decision, not yet an appeal against it.
_WHY = re.compile(r"为什么|为啥|什么原因|啥原因|咋回事|怎么回事|凭什么|凭啥|怎么(?:就|会|又)?(?:没|不|被|给)")
_TURNED_DOWN = re.compile(r"没(?:有)?(?:给我)?(?:通)?过|不(?:给我)?通过|驳回|被?拒|打回|退回|不给我?退")
_APPEAL = re.compile(r"申诉|复审|不服|再审|上诉")
# A call that is booked: not any more, or at another time.
_CALL = re.compile(r"电话|回电|回拨|来电|打给我|给我打|预约")
_CALL_OFF = re.compile(
    r"(?:不用|不要|不需要|别|不必|甭)(?:再|给我|给俺)?(?:打|回电|回拨|来电)|取消.{0,5}(?:回电|回拨|电话|来电|预约)|"
    r"(?:回电|回拨|电话|来电|预约).{0,5}(?:取消|不用了|不要了|不需要)"
)
_MOVED = re.compile(
    r"改到|改成|改为|改在|换到|换成|挪到|推迟|延后|提前|换个?时间|改个?时间|改期|改约|时间.{0,4}(?:改|换)"
)
# To look for the money now, though it is still on its way.
_INSISTS = re.compile(r"(?:现在|马上|立刻|立马|这就|快).{0,4}查|帮我查|给我查|去查|查一下|查查|还是没")
_ASKS = re.compile(r"进度|到哪|结果|怎么样|咋样|情况|多久|什么时候|几天|吗")
_PEOPLE = re.compile(r"人工|客服|真人|活人|找人|人来|个人")
# A yes that may move money or end a case says so in so many words; what only sounds willing is asked again.
_YES = re.compile(
    r"(?:嗯|恩|唔|哦|啊|那|就|亲|呃|您好|你好)*(?:是|对|對|好(?=[的滴啊呀吧嘞哒了哈呢好办辦提]|$)|可以|行|确认|確認|确定|確定|"
    r"没问题|沒問題|没错|沒錯|没毛病|没意见|没啥问题|提交|同意|嗯|恩|ok|okay|yes|y$|要(?=[啊呀]|$)|成$|中$|中的|要得|得嘞|办吧|弄吧|就这|来吧|"
    r"开始|需要|愿意|要的|申请吧|登记吧|撤吧|取消吧|改吧|查吧|收到|准了|👌)",
    re.IGNORECASE,
)
_NOT_YES = re.compile(
    r"不(?!错|用核对)|别|先(?!提交|这样)|等|慢|再想|再说|算了|没(?!问题|错|毛病|事|意见|啥)|沒(?!問題|錯)|麻烦(?!你|您|帮)|烦|"
    r"吗|嘛|？|\?|急|怎|什么|啥(?!问题)|为|错了|重新"
)
# A short no to a proposal is one, however politely it takes its leave.
_NO = re.compile(r"(?:那|还是|嗯|算)*(?:不|别|先不|先别|先等|等等|等下|算了|no)", re.IGNORECASE)
_SHORT = 6
_POLITE = frozenset({"goodbye", "thanks", "affirm", "inform", "chitchat", "nlu_fallback"})
# The platform's own records, in a dispute (R63).
LOGS = re.compile(r"日志|(?:后台|交易|系统).{0,4}记录|调取|记录.{0,4}调|调.{0,6}记录")
# To take up what was left.
_RESUME = re.compile(r"继续|接着|繼續|接著|回来了|往下(?:办|填)")
# What people put around the words of a button.
_AROUND = re.compile(r"^(?:那就?|就|好的?|嗯+|我要|我想|我选|选|请|帮我|给我|麻烦)+|(?:吧|啊|呀|哦|了|呢|谢谢)+$")
_MARKS = re.compile(r"[\s，。！？,.!?~～“”\"]+")
# While these are asked for, every word is the answer.
_OWN_WORDS = frozenset({"statement", "message"})
CALLBACK = "request_callback"


def understood(turn: Turn) -> Turn:
    """The turn with the wish that its words have in this buyer's case."""
    if not turn.spoken or turn.chosen or turn.agenda.get("asking") in _OWN_WORDS:
        return turn
    button = _button(turn)
    if button is not None:
        return button
    sent = turn.last_act == "inform_arrival" and turn.agenda.get("doing") is None and _in(turn, "refunded")
    if sent and _INSISTS.search(turn.said) and not (_PEOPLE.search(turn.said) or _ASKS.search(turn.said)):
        return _with(turn, "refund_not_received", choice="insist")
    if LOGS.search(turn.said) and _in(turn, "disputed") and not _PEOPLE.search(turn.said):
        return _with(turn, "open_dispute", choice="logs")
    if turn.intent == "request_human":
        return turn
    if turn.agenda.get("asking") == "confirm" and turn.intent in _POLITE and _says_no(turn):
        return _with(turn, "deny")
    call = _about_the_call(turn)
    if call is not None:
        return _with(turn, CALLBACK, choice=call)
    return _of_the_case(turn)


def says_yes(turn: Turn) -> bool:
    """Whether the yes is one in so many words, or the button's."""
    words = _MARKS.sub("", turn.said)
    return turn.chosen or bool(_YES.match(words) and not _NOT_YES.search(turn.said))


def _says_no(turn: Turn) -> bool:
    words = _MARKS.sub("", turn.said)
    return len(words) <= _SHORT and bool(_NO.match(words)) and not says_yes(turn)


def _button(turn: Turn) -> Turn | None:
    """Who types what stands on a button has pressed it."""
    words = _bare(turn.said)
    found = next((choice for choice in turn.offered if words and _bare(choice["label"]) == words), None)
    if found is None:
        return None
    intent, _, rest = found["value"].partition(":")
    given = dict(pair.split("=", 1) for pair in rest.split("&") if "=" in pair)
    return replace(_with(turn, intent, **given), said="", chosen=True)


def _bare(text: str) -> str:
    return _AROUND.sub("", _MARKS.sub("", text))


def _of_the_case(turn: Turn) -> Turn:
    idle = turn.agenda.get("doing") is None
    if idle and turn.draft and _RESUME.search(turn.said) and turn.intent != "check_refund_progress":
        return _with(turn, "file_refund", order_no=turn.draft["order_no"])
    if _MONEY_THERE.search(turn.said) and not _NOT_THERE.search(turn.said) and _in(turn, "refunded"):
        return _with(turn, "inform", event="arrival_confirmed")
    curable = [refund for refund in _in(turn, "rejected") if refund.get("curable")]
    if _AGAIN.search(turn.said) and curable and not _APPEAL.search(turn.said):
        return _with(turn, "upload_evidence", **({"refund_no": curable[0]["refund_no"]} if len(curable) == 1 else {}))
    why = _WHY.search(turn.said) and _TURNED_DOWN.search(turn.said) and not _APPEAL.search(turn.said)
    if why and _in(turn, "rejected", "rejected_final", "ineligible"):
        return _with(turn, "check_refund_progress")
    return turn


def _about_the_call(turn: Turn) -> str | None:
    """`cancel` or `move` where the words are about a call that is booked already."""
    if _CALL_OFF.search(turn.said):
        return "cancel"
    booking = turn.agenda.get("doing") == CALLBACK and not {"cancel", "move"} & set(turn.agenda)
    at_hand = bool(_CALL.search(turn.said)) or turn.last_act == "inform_callback"
    return "move" if _MOVED.search(turn.said) and at_hand and not (booking and turn.agenda.get("phone")) else None


def _in(turn: Turn, *states: str) -> list[Json]:
    return [refund for refund in turn.refunds if refund["state"] in states]


def _with(turn: Turn, intent: str, **given: str) -> Turn:
    facts = {name: (value,) for name, value in given.items()}
    return replace(turn, intent=intent, sure=1.0, given={**turn.given, **facts})
