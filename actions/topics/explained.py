"""Questions about the rules themselves, and about the words in them: where they stand, how days are counted, what a
statement of payment is."""

from ..door import Door
from ..registry import Handler, aside
from ..reply import CALLBACK, FILE, PERSON, Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .asides import busy
from .progress import shown

# What the things are that a buyer is asked for, in the words of one who finds them for the first time.
THINGS = {
    "合并": "合并图片就是把订单截图和支付流水拼成一张：相册里选中两张，点“拼图”就行；嫌麻烦分开发也可以。",
    "拼图": "拼图就是把两张截图拼成一张：相册里选中两张，点“拼图”就行；嫌麻烦分开发也可以。",
    "流水": "支付流水就是付款记录：打开支付宝、微信的“账单”或银行 APP，点进这一笔，截下有金额、时间、交易号的页面。",
    "订单": "订单截图就是“个人中心-订单管理”里这笔订单的页面，把订单号、时间和金额截进去就行。",
    "聊天": "聊天记录就是您和商家说这件事的对话，截下能看到双方说了什么的几屏就行。",
    "激活": "激活失败截图就是输入卡密后提示失败的那一页，把提示的文字截进去就行。",
    "异常": "异常截图就是能看出问题的那一页，比如少了东西、用不了的画面。",
    "卡密": "卡密就是点卡的卡号和密码，一般在订单详情里。",
}


# Answers that are the same in every case. The backend blackens card secrets in what is sent (I29); who is asked to
# write elsewhere is being cheated.
ALWAYS = {
    "why_proof": "材料是用来核对订单、金额和时间的，对得上就过得快，也少来回。实在拿不出来，可以请人工看看。",
    "will_it_do": "能说明问题的图都可以发：拍屏幕、短信截图都行，字看得清就好；录音和视频传不了，截几张关键画面。",
    "in_parts": "一张里不全没关系：订单号、时间、金额能在几张图里凑齐就行，几张一起发给我，我会合着看。",
    "cannot_send": "图传不上去，多半是网络断了或图太大：换个网络再试，或者对着图截个屏再发。还不行就转人工，有人帮您。",
    "sent_elsewhere": "不用加微信，材料在这里发给我就行。我们不会私下加您，也不会要验证码、让您转账，请小心。",
    "secret_shown": "图里读得出的卡密会自动涂黑，再给审核看；您想先打码也行，订单号、时间和金额别遮住。",
}


def _told(text: str) -> Handler:
    async def answer(turn: Turn, door: Door) -> Reply:
        return say("inform_evidence", text, choices=[] if busy(turn) else [FILE, PERSON])

    return answer


for name, text in ALWAYS.items():
    aside(name)(_told(text))


@aside("what_is")
async def what_is(turn: Turn, door: Door) -> Reply:
    text = next(words for name, words in THINGS.items() if name in turn.said)
    return say("inform_evidence", text, choices=[] if busy(turn) else [FILE, PERSON])


@aside("if_rejected")
async def if_rejected(turn: Turn, door: Door) -> Reply:
    """A reason is given; what can be cured is handed in again, what is doubted goes to another (R37, R38, R81)."""
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    rules = told.rules(["R37", "R38", "R81"], policy["version"])
    again, judged = told(params, "resubmit_window"), told(params, "appeal_wd")
    text = (
        f"没通过会写明原因：能补上的，{again}内改好重新提交就行；觉得判得不对，带上新材料可以申诉一次，"
        f"换一位高级审核员来看，{judged}内给结果{rules}。"
    )
    return say("inform_policy", text, told)


@aside("if_not_sent")
async def if_not_sent(turn: Turn, door: Door) -> Reply:
    """What was asked for and does not come ends the review with a no that can be cured (R32, R37)."""
    asked = [refund for refund in turn.refunds if refund["state"] == "evidence_required"]
    if len(asked) == 1:
        lead = "到期没补，会按“材料不全”驳回；驳回后补齐了还能重新提交。"
        return Reply((await shown(turn, door, await door.refund(asked[0]["refund_no"]), lead, progress=True)).bubbles)
    text = "材料不齐就没法提交，怕的是白等一场。实在没有，可以换个原因，或者请人工客服看看还能用什么证明。"
    return say("inform_evidence", text, choices=[] if busy(turn) else [FILE, PERSON])


@aside("compensation")
async def compensation(turn: Turn, door: Door) -> Reply:
    """Beyond the refund only a merchant's proven malice pays, and people decide it (R88, A25)."""
    policy = await door.policy()
    told = Telling(turn.now)
    rules = told.rules(["R88", "A25"], policy["version"])
    text = (
        f"退款退的是您付的钱。商家恶意阻挠、伪造记录的，平台核实后可以从它的保证金里赔给您{rules}；"
        "别的补偿我答应不了，可以请人工看。"
    )
    return say("inform_policy", text, told, [] if busy(turn) else [PERSON, FILE])


@aside("ask_discovery")
async def ask_discovery(turn: Turn, door: Door) -> Reply:
    """Whose word counts for the day of the fault, and how the days run (R23, A7)."""
    policy = await door.policy()
    told = Telling(turn.now)
    span = told(policy["params"], "fault_window")
    rules = told.rules(["R23", "A7"], policy["version"])
    text = f"发现日以您说的为准，要在收货之后；当天不算，之后 {span}内都可以申请，最后一天到夜里 24:00{rules}。"
    return say("inform_policy", text, told)


@aside("why_people")
async def why_people(turn: Turn, door: Door) -> Reply:
    """What goes to people, and by when (R39, R40, R51)."""
    policy = await door.policy()
    told = Telling(turn.now)
    span = told(policy["params"], "manual_wd")
    rules = told.rules(["R39", "R40", "R51"], policy["version"])
    text = f"金额较大、要技术鉴定、选了“其他”或责任一时说不清的，由人工复核更稳妥，{span}内给结果{rules}。"
    return say("inform_policy", text, told)


@aside("ask_rules")
async def ask_rules(turn: Turn, door: Door) -> Reply:
    policy = await door.policy()
    told = Telling(turn.now)
    version = {"policy_version": policy["version"]}
    number = told(version, "policy_version")
    text = f"完整的《退款规则》在本站 /rules 页，现在是 {number} 版；我说的“规则”编号就是那里的编号。"
    return say("inform_policy", text, told, [choice("能不能退", "ask_eligibility"), FILE])


@aside("ask_weekends")
async def ask_weekends(turn: Turn, door: Door) -> Reply:
    """What counts as a working day (S1, R44)."""
    policy = await door.policy()
    told, params = Telling(turn.now), policy["params"]
    rules = told.rules(["R33", "R44", "R58"], policy["version"])
    opens, closes = told(params, "service_opens"), told(params, "service_closes")
    text = (
        "审核和银行到账按工作日算：周末、法定节假日不算，调休上班的日子算，提交当天不算。"
        f"人工客服每天 {opens} 到 {closes} 都在{rules}。"
    )
    return say("inform_policy", text, told)


@aside("ask_past_window")
async def ask_past_window(turn: Turn, door: Door) -> Reply:
    """Late is for people to judge (R18, R19, R24)."""
    policy = await door.policy()
    told = Telling(turn.now)
    rules = told.rules(["R18", "R19", "R24"], policy["version"])
    text = f"超过期限就不能自助申请了，会影响结果；还想退的话可以请人工客服看看，由他们判断能不能受理{rules}。"
    choices: list[Json] = [] if busy(turn) else [PERSON, CALLBACK]
    return say("inform_policy", text, told, choices)
