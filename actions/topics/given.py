"""Yes, no, and bare facts: understood from what is being done, else from the facts themselves."""

from dataclasses import replace

from ..choosing import find_order
from ..door import Door, Refused
from ..hearing import says_yes
from ..registry import DONE, FLOWS, answers, go_on
from ..reply import FILE, PERSON, PROGRESS, Reply, choice, say
from ..respond import SURE
from ..telling import Telling
from ..turn import Json, Turn
from . import bookings, callbacks, claims, supplies
from .filing import file_refund
from .picking import order_card, pick_order
from .progress import OVER, check_refund_progress, shown
from .steps import CAN_CONFIRM, confirm_arrival

MENU = (FILE, PROGRESS, PERSON)
ONCE_MORE = "跟您确认一下，没问题就回“确认”。"
LONGEST = 140  # characters of a bubble


@answers("affirm")
async def affirm(turn: Turn, door: Door) -> Reply:
    """The yes to what was proposed; a yes that is not certain is asked for once more."""
    doing = turn.agenda.get("doing")
    if turn.agenda.get("pending") and turn.agenda.get("asking") == "confirm":
        if turn.sure >= SURE and says_yes(turn):
            return await _confirmed(turn, door)
        return _once_more(await go_on(turn.quiet(), door, turn.agenda))
    if doing in FLOWS:
        return await go_on(turn.quiet(), door, turn.agenda)
    return say("ask_topic", "好的。还有什么要我帮您办的吗？", choices=MENU)


def _once_more(reply: Reply) -> Reply:
    """The question again, with the word that will do."""
    last = reply.bubbles[-1]
    if last.act == "ask_confirm" and len(last.text) + len(ONCE_MORE) <= LONGEST:
        last = replace(last, text=ONCE_MORE + last.text)
    return replace(reply, bubbles=(*reply.bubbles[:-1], last))


async def _confirmed(turn: Turn, door: Door) -> Reply:
    try:
        answer = await door.confirm()
    except Refused as refusal:
        return await _not_carried_out(turn, door, refusal)
    reply = await DONE[answer.get("event") or answer["command"]](turn, door, answer)
    if turn.draft is None or answer["command"] == "refunds.submit":
        return reply
    last, back = reply.bubbles[-1], choice("接着填退款申请", "file_refund", order_no=turn.draft["order_no"])
    return replace(reply, bubbles=(*reply.bubbles[:-1], replace(last, choices=(*last.choices, back))))


async def _not_carried_out(turn: Turn, door: Door, refusal: Refused) -> Reply:
    """The backend did nothing: the reason, and what can be done instead."""
    pending = turn.agenda["pending"]
    if not refusal.rule_ids and refusal.code == "not_allowed" and not refusal.body.get("missing_evidence"):
        question = await go_on(turn.quiet(), door, turn.agenda)
        return Reply(question.bubbles, question.agenda)
    if refusal.body.get("missing_evidence") and turn.agenda.get("doing") == "file_refund":
        return await go_on(turn.quiet(), door, turn.agenda)
    if pending["command"].startswith("callbacks.") and refusal.code == "invalid":
        return await callbacks.refused(turn, door, turn.agenda, refusal)
    if refusal.body.get("missing_evidence") and turn.agenda.get("doing") == supplies.DOING:
        left = {name: value for name, value in turn.agenda.items() if name != "enough"}
        reply = claims.told_no(turn, refusal.detail, refusal.rule_ids, None)
        return Reply(reply.bubbles, left | {"asking": "evidence", "pending": None})
    no = claims.told_no(turn, refusal.detail, refusal.rule_ids, None)
    if pending["command"] != "refunds.event":
        return no
    stands = await shown(turn, door, await door.refund(pending["args"]["refund_no"]))
    return Reply((*(replace(b, choices=()) for b in no.bubbles), *stands.bubbles), None)


@answers("deny")
async def deny(turn: Turn, door: Door) -> Reply:
    """No to a proposal leaves everything as it was and asks what to change; no to a question lets it go."""
    agenda = {name: value for name, value in turn.agenda.items() if name != "pending"}
    doing, asked = agenda.get("doing"), agenda.get("asking")
    if doing == "file_refund" and asked == "confirm":
        text = "好的，先不提交，填好的我都留着。想改哪里呢？"
        choices = [
            choice("换个原因", "file_refund", choice="other_reason"),
            choice("换一笔订单", "file_refund", choice="other_order"),
            choice("先不退了", "deny"),
        ]
        return say("ask_topic", text, choices=choices, agenda=agenda | {"asking": "change"})
    if doing in {"upload_evidence", "appeal_rejection"} and asked == "confirm":
        left = {k: v for k, v in agenda.items() if k not in {"enough", "statement"} or doing == "upload_evidence"}
        left.pop("enough", None)
        if doing == "appeal_rejection":
            return await go_on(turn.quiet(), door, left)
        return say("ask_evidence", "好的，接着把图发给我就行，都齐了说一声“就这些”。", choices=[PERSON],
                   agenda=left | {"asking": "evidence"})  # fmt: skip
    if doing == bookings.DOING and asked == "confirm" and not (agenda.get("cancel") or agenda.get("move")):
        kept = {"doing": doing, "another": True}
        return await go_on(turn.quiet(), door, kept)
    if doing in FLOWS:
        return say("ask_topic", "好的，那先不办。需要的时候再跟我说。", choices=MENU, agenda=None)
    if any(refund["state"] not in OVER for refund in turn.refunds):
        return say("ask_topic", "好的，有进展我会在这里告诉您。还想办别的，直接说就行。", choices=MENU)
    return say("ask_topic", "好的。还有什么要我帮您办的吗？", choices=MENU)


@answers("inform")
async def inform(turn: Turn, door: Door) -> Reply:
    """A bare fact: the refund or order it names, or what could be done with it."""
    if turn.one("event") == CAN_CONFIRM:
        return await confirm_arrival(turn, door, {"doing": CAN_CONFIRM})
    if turn.agenda.get("doing") in FLOWS:
        return await go_on(turn.quiet(), door, turn.agenda)
    order_no = turn.one("order_no")
    known = {refund["order_no"] for refund in turn.refunds}
    if turn.one("refund_no") or (order_no and str(order_no).upper() in known):
        return await check_refund_progress(turn, door)
    if turn.one("phone_number"):
        told = Telling(turn.now, phone=turn.one("phone_number"))
        call = choice("约电话回拨", "request_callback", phone=turn.one("phone_number"))
        return say("ask_topic", "收到这个号码，是想约客服给您回电吗？", told, [call, PROGRESS, PERSON])
    if turn.one("refund_reason"):
        return await file_refund(turn, door)
    if order_no or turn.one("product", "amount", "time"):
        return await _order(turn, door)
    return say("ask_topic", "收到。您是想申请退款，还是查进度呢？", choices=MENU)


async def _order(turn: Turn, door: Door) -> Reply:
    """The order that the fact points to, with what can be done about it."""
    if not turn.one("order_no"):
        found = find_order(turn, await door.orders())
        if not found.orders or not (found.sure or turn.one("product", "amount")):
            return say("ask_topic", "收到。您是想申请退款，还是查进度呢？", choices=MENU)
    order = await pick_order(turn, door, {"doing": "file_refund"}, "是下面哪一笔呢？")
    if isinstance(order, Reply):
        return order
    told = Telling(turn.now)
    told.about(order, "order_no", "amount_fen")
    choices: list[Json] = [
        choice("申请退款", "file_refund", order_no=order["order_no"]),
        choice("能不能退", "ask_eligibility", order_no=order["order_no"]),
    ]
    return say("ask_topic", f"找到“{order['product_name']}”这笔订单了，想怎么办呢？", told, choices, order_card(order))
