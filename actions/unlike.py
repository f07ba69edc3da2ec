"""Nobody likes to read the same twice: what would only repeat itself is said otherwise, with a person beside it."""

from dataclasses import replace

from .reply import KEEP, PERSON, Bubble, Reply
from .turn import Turn

STILL = "目前还是这样："
LOST = "看来我没说到点子上，不好意思。要不要请人工客服来帮您？办到一半的我都留着。"
LONGEST = 140  # characters of a bubble
# A question that has just been put, in other words: by the wish, else by what is asked, else by its act.
OTHERWISE = {
    "other_customer_service": "这件也得请人工客服来办，点“转人工”就行；退款方面的可以接着跟我说。",
    "out_of_scope": "这个我也帮不上，需要的话可以请人工客服看看。",
    "swap": "两个里点一个就行，选错了随时能改。",
    "ask_order": "麻烦点一下是哪一笔；没看到的话，把订单号发给我就行。",
    "ask_reason": "点一个最接近的原因就行；拿不准可以转人工，有人帮您看。",
    "ask_fault_date": "大概哪天发现的就行，点一下日期；记不清就点“记不清了”。",
    "ask_evidence": "我等您的图，点“上传图片”就能发；发不了也没关系，可以转人工帮您。",
    "ask_statement": "用您自己的话说一两句就行；不想打字，也可以转人工当面讲。",
    "ask_phone": "把能接到的手机号发给我就行，座机要带区号。",
    "ask_slot": "点一个方便的时间，或者直接告诉我几号几点。",
    "ask_topic": "我在呢，您慢慢说，遇到了什么问题直接告诉我就行。",
    "greet": "我在呢，您说。",
}
# These end a talk or say themselves that they were lost.
LEFT_ALONE = frozenset({"goodbye", "clarify", "fallback", "inform_handoff"})
# Nothing is asked here that could fail to be answered.
OPEN = frozenset({"ask_confirm", "ask_topic", "greet"})


def unlike(turn: Turn, reply: Reply) -> Reply:
    """The reply, whose last bubble is not the one that the buyer has just read."""
    *before, last = reply.bubbles
    asked = reply.agenda.get("asking", "") if isinstance(reply.agenda, dict) else ""
    asks = turn.intent == "ask_evidence_requirements"  # the list is the answer, however often it is asked for
    otherwise = OTHERWISE.get(turn.intent) or OTHERWISE.get(asked) or OTHERWISE.get(last.act)
    words = otherwise or _still(last)
    if not turn.spoken or not turn.last_text or last.act in LEFT_ALONE:
        return reply
    if last.act == "ask_confirm" and before:
        return reply
    if last.text == turn.last_text and not asks:
        said = last if last.act == "ask_confirm" else replace(last, text=words)
        return replace(reply, bubbles=(*before, with_person(said)))
    same = reply.agenda in (KEEP, turn.agenda) or (reply.agenda is None and not turn.agenda)
    again = not before and not asks and turn.last_text == words and last.act == turn.last_act
    if again and same and last.act not in OPEN:
        return replace(reply, bubbles=(*before, with_person(replace(last, text=LOST))))
    return reply


def with_person(bubble: Bubble) -> Bubble:
    """The same with a person among its choices."""
    return bubble if PERSON in bubble.choices else replace(bubble, choices=(*bubble.choices, PERSON))


def _still(bubble: Bubble) -> str:
    return STILL + bubble.text if len(STILL) + len(bubble.text) <= LONGEST else bubble.text
