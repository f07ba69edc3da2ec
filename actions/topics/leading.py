"""What 小云 settled by herself is said with her next question: the order that she took, the reason that has changed."""

from collections.abc import Sequence
from dataclasses import replace

from ..names import REASONS
from ..reply import Bubble, Reply, choice
from ..turn import Json

OTHER_ORDER = choice("换一笔订单", "file_refund", choice="other_order")
# What is said of the reason: changed on purpose, read off a picture, or none but a change of heart (R51).
LEADS = {
    "turned": "好的，原因换成“{}”。",
    "read": "看图像是“{}”，先按这个填，不对随时能改。",
    "whim": "只是不想要了的话，要按“{}”由审核员来看，不一定能退。",
}
# Of several orders at once this is the first.
IN_TURN = "in_turn"
# Where a kind word is in place, and leaves room for what is asked.
ASKING = frozenset({"ask_fault_date", "ask_evidence", "ask_reason", "ask_order", "ask_confirm"})
LONG = 120
# Where another order may still be meant.
OPEN = frozenset({"ask_fault_date", "ask_evidence", "ask_statement"})


def led(reply: Reply, order: Json, *, found: bool, why: Sequence[str], in_turn: bool = False) -> Reply:
    """The reply with the order's name before it where it has just been found, so that the buyer can say it is another;
    with what is to be said of the reason (`why`, of `LEADS`) behind that; `in_turn` where others are to follow."""
    first, *rest = reply.bubbles
    reason = reply.agenda.get("reason") if isinstance(reply.agenda, dict) else None
    if why and reason and first.act != "inform_eligibility":
        first = replace(first, text=f"{LEADS[why[0]].format(REASONS[reason])}{first.text}")
    if found:
        first = _named(first, order)
    if in_turn:
        first = replace(first, text=f"好的，一笔一笔来。{first.text}")
    return replace(reply, bubbles=(first, *rest))


def sorry(reply: Reply) -> Reply:
    """The reply to a story of trouble, which begins with a kind word."""
    first, *rest = reply.bubbles
    if first.act not in ASKING or first.text.startswith("好的") or len(first.text) > LONG:
        return reply
    return replace(reply, bubbles=(replace(first, text=f"给您添麻烦了。{first.text}"), *rest))


def _named(bubble: Bubble, order: Json) -> Bubble:
    name = order["product_name"]
    if name in bubble.text:
        return bubble
    whole = bubble.text.startswith("这笔")
    text = f"“{name}”{'' if whole else '这笔，'}{bubble.text}"
    if order.get("others") and bubble.act in OPEN and OTHER_ORDER not in bubble.choices:
        return replace(bubble, text=text, choices=(*bubble.choices, OTHER_ORDER))
    return replace(bubble, text=text)
