"""Answers to words on the way: help with the window, a pause, a nod, a plea, who may approve."""

import re

from ..door import Door
from ..registry import FLOWS, HANDLERS, aside, go_on
from ..reply import CALLBACK, FILE, PERSON, PROGRESS, Reply, bubble, say
from ..telling import Telling
from ..turn import Turn
from .progress import OVER, shown
from .talk import MENU, greeting

# Where the money is wanted, rather than what is wrong with the goods: a bank's card is starred out in its middle.
TO_A_CARD = re.compile(r"[退打转汇].{0,2}(?:到|给|去|进|这)|\*{4} \*{4}")
SHOT = "手机截图：安卓一般同时按“电源键”和“音量减”，苹果按“侧边键”和“音量加”；截好点“上传图片”，从相册里选它就行。"
SENT = "点输入框旁边的“上传图片”，从相册里选截图就行，也可以一次选几张；我收到马上看。"


def busy(turn: Turn) -> bool:
    """Whether something is being done that has a question open."""
    flow = FLOWS.get(turn.agenda.get("doing", ""))
    return flow is not None and flow.lasting


@aside("how_to_shoot", "how_to_send")
async def how_to(turn: Turn, door: Door) -> Reply:
    text = SHOT if turn.intent == "how_to_shoot" else SENT
    return say("inform_evidence", text, choices=[] if busy(turn) else [FILE, PROGRESS, PERSON])


@aside("cannot")
async def cannot(turn: Turn, door: Door) -> Reply:
    """Who cannot manage is led by the hand, or by a person."""
    asks_picture = turn.agenda.get("asking") == "evidence"
    how = SHOT if asks_picture else "您说情况就行，操作我来；也可以请人工客服带着您办。"
    text = f"没关系，慢慢来。{how}"
    return say("ask_topic", text, choices=[FILE, PROGRESS, CALLBACK, PERSON])


@aside("what_now")
async def what_now(turn: Turn, door: Door) -> Reply:
    """The ways that were just shown, or that are open; in the middle of something, its question again."""
    turned_down = turn.last_act == "inform_eligibility" and turn.offered
    if busy(turn) and not turned_down:
        return await go_on(turn.quiet(), door, turn.agenda)
    running = [refund for refund in turn.refunds if refund["state"] not in OVER - {"ineligible"}]
    if len(running) == 1 and not turned_down:
        return await shown(turn, door, await door.refund(running[0]["refund_no"]), progress=True)
    guessed = turn.last_act in {"clarify", "fallback"}
    ways = [] if guessed else [offer for offer in turn.offered if offer not in (PERSON, CALLBACK)]
    text = "您可以这样办，点一下就行；拿不准的话转人工，有人一步步带您。"
    return say("ask_topic", text, choices=[*(ways or (FILE, PROGRESS)), PERSON, CALLBACK])


@aside("wait_please")
async def wait_please(turn: Turn, door: Door) -> Reply:
    return say("ask_topic", "好的，不着急，我等您。填好的都留着，准备好了接着说就行。", choices=turn.offered)


@aside("set_aside")
async def set_aside(turn: Turn, door: Door) -> Reply:
    """Not now: nothing is handed in, and what is filled in can be taken up again."""
    order_no = turn.agenda.get("order_no")
    kept = turn.agenda.get("doing") == "file_refund" and turn.draft and turn.draft["order_no"] == order_no
    then = "填好的我留着，想接着办，说一声“继续”就行。" if kept else "想办的时候叫我就行。"
    return say("ask_topic", f"好的，这件先放着，没有提交。{then}", choices=MENU, agenda=None)


@aside("noted")
async def noted(turn: Turn, door: Door) -> Reply:
    if busy(turn):
        return say("ask_topic", "好的，准备好了接着说就行，我在这里等您。", choices=turn.offered)
    running = any(refund["state"] not in OVER for refund in turn.refunds)
    return say("goodbye", "好的，有进展我会在这里告诉您，不用您来催。" if running else "好的，有需要随时叫我。")


@aside("nudge")
async def nudge(turn: Turn, door: Door) -> Reply:
    if busy(turn):
        return await go_on(turn.quiet(), door, turn.agenda)
    return Reply((greeting(turn),))


@aside("one_by_one")
async def one_by_one(turn: Turn, door: Door) -> Reply:
    return say("ask_topic", "可以，一笔一笔来：先把手上这笔办完，再跟我说那一笔，我接着帮您办。")


@aside("secret_sent")
async def secret_sent(turn: Turn, door: Door) -> Reply:
    """Nobody here tries a card out, and nothing of it was kept (I29)."""
    text = "卡号、卡密、密码别发在聊天里：我已经替您遮住了，也没有人会拿去试。"
    if TO_A_CARD.search(turn.said):
        where = await HANDLERS["ask_refund_destination"](turn, door)
        return Reply((bubble("inform_evidence", text), *where.bubbles), where.agenda)
    text += "能看出问题的截图就够用。"
    return say("inform_evidence", text, choices=[] if busy(turn) else [FILE, PERSON])


@aside("straight_answer")
async def straight_answer(turn: Turn, door: Door) -> Reply:
    """Whether it is paid back is the review's to say; by when it says so is ours to promise (R33, R40)."""
    if not busy(turn):
        return await HANDLERS["ask_eligibility"](turn, door)
    policy = await door.policy()
    told = Telling(turn.now)
    span, longer = told(policy["params"], "review_wd"), told(policy["params"], "manual_wd")
    rules = told.rules(["R33", "R40"], policy["version"])
    text = f"退不退由审核来定，我不敢打包票。您确认提交后，{span}内给您准话；要人工复核的，一共 {longer}{rules}。"
    return say("inform_policy", text, told)


@aside("so_long")
async def so_long(turn: Turn, door: Door) -> Reply:
    """No promise but those that there are: what helps, and what is done when one is not kept (R41, R76)."""
    text = "等着是挺难受的。原因选贴切、材料一次交齐，最省时间；真超过了答应的时间，跟我说一声，我替您登记加急。"
    return say("ask_topic", text, choices=[] if busy(turn) else [PROGRESS, PERSON])


@aside("other_account")
async def other_account(turn: Turn, door: Door) -> Reply:
    text = "退款要用下单的那个账号来办：换那个账号登录，再来找我就行；不方便的话，可以请人工客服帮您看。"
    return say("ask_order", text, choices=[PERSON, CALLBACK])


@aside("phone_number")
async def phone_number(turn: Turn, door: Door) -> Reply:
    """Calls go out, none comes in (R60)."""
    text = "电话是我们打给您：留个号码、约个时间，到时客服打过去；着急的话也可以直接在这里转人工。"
    return say("inform_callback", text, choices=[CALLBACK, PERSON])


@aside("claims_power")
async def claims_power(turn: Turn, door: Door) -> Reply:
    """Words do not approve: the rules and the review do, and the money goes back the way it came (R17, R36, R42)."""
    policy = await door.policy()
    told = Telling(turn.now)
    rules = told.rules(["R17", "R36", "R42"], policy["version"])
    text = (
        f"能不能退由规则和审核来定，我这里谁也不能直接批；通过后钱也只会原路退回{rules}。"
        "您自己的订单，我可以马上帮您申请。"
    )
    running = [refund for refund in turn.refunds if refund["state"] not in OVER]
    if busy(turn):
        return say("inform_policy", text, told)
    return say("inform_policy", text, told, [PROGRESS if running else FILE, PERSON])


@aside("pleads")
async def pleads(turn: Turn, door: Door) -> Reply:
    text = "我很想帮您，只是退不退按规则来审，我没法破例。把情况说清、材料交齐最有把握；也可以转人工当面说说。"
    return say("apologise", text, choices=[] if busy(turn) else [FILE, PROGRESS, PERSON])
