"""Small talk and what lies outside: warm, short, and always with a way on."""

import re

from ..choosing import OFFERED
from ..door import Door
from ..names import STATES
from ..phrases import ANGER, NEED
from ..registry import FLOWS, answers
from ..reply import CALLBACK, FILE, PERSON, PROGRESS, Bubble, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .progress import OVER, shown

NEEDS_BUYER = frozenset({"evidence_required", "rejected"})
MENU = (FILE, PROGRESS, choice("电话回拨", "request_callback"), PERSON)
QUIET_STATES = OVER | {"refunded"}
ASIDE = "这个我不太懂，咱们先把手上这一步办完。"
# What comes before how the matter stands, by what the anger says.
SORRY = (
    (ANGER,
     "很抱歉让您走到这一步。要投诉，点“转人工”就有同事受理。"),
    (NEED, "知道您急着用钱，我也替您着急。"),
    (re.compile(r"骗|黑店|坑人|跑路|诈"), "您担心这笔钱，我理解。每一步都有编号，随时能查。"),
    (re.compile(r""), "很抱歉让您着急了，换谁都会不舒服。"),
)  # fmt: skip


@answers("greet")
async def greet(turn: Turn, door: Door) -> Reply:
    return Reply((greeting(turn),))


def greeting(turn: Turn) -> Bubble:
    """Hello, and what is open: what waits for the buyer first."""
    told = Telling(turn.now)
    name = str(turn.customer.get("name") or "")
    hello = f"{name}您好，我是小云。" if name else "您好，我是小云。"
    urgent = [refund for refund in turn.refunds if refund["state"] in NEEDS_BUYER]
    running = [refund for refund in turn.refunds if refund["state"] not in QUIET_STATES]
    if urgent or running:
        refund = (urgent or running)[0]
        told.about(refund, "order_no", "state")
        number = told(refund, "refund_no")
        also = {"also_running": len(running) - 1}
        more = f"，另外还有 {told(also, 'also_running')} 笔在处理" if len(running) > 1 else ""
        text = f"{hello}您的退款单 {number} 现在是“{STATES[refund['state']]}”{more}。想先办哪件事？"
        first = choice("看这笔退款", "check_refund_progress", refund_no=refund["refund_no"])
        return bubble("greet", text, told, [first, FILE, PERSON])
    if turn.draft is not None:
        told.about(turn.draft, "order_no")
        text = f"{hello}您有一份退款申请还没填完，要接着办吗？"
        first = choice("接着填", "file_refund", order_no=turn.draft["order_no"])
        return bubble("greet", text, told, [first, *MENU[1:]])
    text = f"{hello}申请退款、查进度、交材料、申诉，都可以直接跟我说。"
    return bubble("greet", text, told, MENU)


@answers("thanks")
async def thanks(turn: Turn, door: Door) -> Reply:
    if turn.agenda.get("doing") in FLOWS:
        return say("goodbye", "不客气。办到这一步的我都留着，准备好了接着来就行。", choices=turn.offered)
    return say("goodbye", "不客气，能帮上您就好。还有别的事，随时叫我。")


@answers("goodbye")
async def goodbye(turn: Turn, door: Door) -> Reply:
    """A matter that is open is kept; the draft waits in the backend anyway."""
    if turn.agenda.get("doing") == "file_refund" and turn.draft is not None:
        text = "好的，申请我先替您留着，回来说一声“继续”就能接着办。再见，祝您顺心。"
        return say("goodbye", text, agenda=None)
    running = any(refund["state"] not in OVER for refund in turn.refunds)
    news = "退款有进展我会在这里告诉您。" if running else "有需要随时回来找我。"
    return say("goodbye", f"好的，{news}再见，祝您顺心。", agenda=None)


@answers("chitchat")
async def chitchat(turn: Turn, door: Door) -> Reply:
    if turn.agenda.get("doing") in FLOWS:
        return say("ask_topic", ASIDE)
    text = "我是智能客服小云，闲聊不太在行，退款的事最拿手。有退款、进度、材料方面的问题，尽管问我。"
    return say("ask_topic", text, choices=MENU)


@answers("out_of_scope")
async def out_of_scope(turn: Turn, door: Door) -> Reply:
    if turn.agenda.get("doing") in FLOWS:
        return say("ask_topic", ASIDE)
    text = "这个我帮不上忙，我只管退款的事。需要的话，可以请人工客服看看。"
    return say("ask_topic", text, choices=MENU)


@answers("other_customer_service")
async def other_customer_service(turn: Turn, door: Door) -> Reply:
    """A real matter, but not ours: never forced into a refund."""
    text = "这件事不归退款管，我怕说错耽误您，还是请人工客服来答更稳妥。退款、进度、申诉方面的，可以直接找我。"
    return say("ask_topic", text, choices=[PERSON, CALLBACK, FILE, PROGRESS])


@answers("complain")
async def complain(turn: Turn, door: Door) -> Reply:
    """Sorry, and at once how the matter stands that most likely is meant."""
    running = [refund for refund in turn.refunds if refund["state"] not in OVER]
    sorry = next(words for anger, words in SORRY if anger.search(turn.said))
    if turn.agenda.get("doing") in FLOWS and FLOWS[turn.agenda["doing"]].lasting:
        return say("apologise", f"{sorry}我陪您尽快把这一步办好。")
    if len(running) == 1:
        refund = await door.refund(running[0]["refund_no"])
        told_now = (await shown(turn, door, refund, progress=True)).bubbles[0]
        choices = [*told_now.choices, *(c for c in (PERSON,) if c not in told_now.choices)]
        second = Bubble(told_now.act, told_now.text, told_now.facts, tuple(choices), told_now.card)
        return Reply((bubble("apologise", sorry), second))
    text = f"{sorry}您告诉我是哪件事，我马上查；想直接找人说也可以。"
    return say("apologise", text, choices=_ways(running))


def _ways(running: list[Json]) -> list[Json]:
    return [PROGRESS if running else FILE, PERSON, CALLBACK][:OFFERED]
