"""The way through a turn: an answer to the open question first, else the intent's topic, then the question again."""

from dataclasses import replace

from .door import Door
from .hearing import understood
from .phrases import ENOUGH
from .registry import ASIDES, FLOWS, HANDLERS, Flow
from .reply import KEEP, Reply
from .turn import FALLBACK, Turn
from .unlike import unlike, with_person

SURE = 0.5
# Whatever is being done, these are said of it.
PLAIN = frozenset({"inform", "affirm", "deny", FALLBACK})
# Wishes of their own: heard as such even while words of the buyer's own are waited for.
FIRM = frozenset({
    "request_human", "request_callback", "check_refund_progress", "withdraw_refund", "refund_not_received", "greet",
    "thanks", "goodbye", "expedite_review", "ask_express_refund", "ask_eligibility", "ask_deadline",
    "ask_evidence_requirements", "ask_arrival_time", "ask_refund_destination", "ask_review_time", "ask_service_hours",
})  # fmt: skip
# Of these, what "that is all" may be taken for.
WISHES = FIRM - {"thanks", "goodbye"}
# What a callback is to be about is told in the words of a wish ("问退款进度"): all but these are the message.
COURTESIES = frozenset({"greet", "thanks", "goodbye"})
# What does not come back to the open question by itself: it ends the talk, begins anew, or has put the question.
LAST = PLAIN | {
    "request_human", "goodbye", "conversation_opened", "evidence_checked", "handoff_ended",
    "cancel_handoff", "turn_resumed", "wait_please", "set_aside", "noted", "nudge", "what_now",
}  # fmt: skip
# Said by people who are at their wits' end, or whom we cannot help: a person stands beside the question.
UNEASY = frozenset({
    "complain", "pleads", "cannot", "what_now", "out_of_scope", "other_customer_service", "how_to_shoot", "cannot_send",
})  # fmt: skip


async def respond(turn: Turn, door: Door) -> Reply:
    """The answer to one turn. Raises `DoorDown` where the backend cannot be asked."""
    turn = understood(turn)
    reply = unlike(turn, await _answer(turn, door))
    *before, last = reply.bubbles
    if turn.intent in UNEASY and last.act != "ask_confirm":
        return replace(reply, bubbles=(*before, with_person(last)))
    return reply


async def _answer(turn: Turn, door: Door) -> Reply:
    flow = FLOWS.get(turn.agenda.get("doing", ""))
    if flow is not None and turn.spoken and _may_answer(turn, flow):
        heard = flow.hear(turn, turn.agenda)
        if heard is not None:
            return await flow.go_on(turn, door, heard)
    reply = await (ASIDES.get(turn.intent) or HANDLERS[turn.intent])(turn, door)
    if flow is not None and flow.lasting and _in_passing(turn, flow, reply):
        return reply.then(await flow.go_on(turn.quiet(), door, turn.agenda))
    return reply


def _in_passing(turn: Turn, flow: Flow, reply: Reply) -> bool:
    """Whether the reply leaves what is being done as it was, so that its question is to be put again."""
    if turn.intent == "refund_moved" and turn.one("refund_no") == turn.agenda.get("refund_no"):
        return False
    shown = reply.bubbles[-1].facts
    asked = turn.agenda.get("refund_no") if turn.agenda.get("asking") != "confirm" else None
    if shown.get("state") == "evidence_required" and shown.get("refund_no") == asked:
        return False  # how it stands is what is asked for; a proposal is put again, whatever was told in between
    own = turn.intent in flow.topics and turn.intent not in FIRM
    ends = turn.intent in LAST or (turn.intent == "thanks" and turn.agenda.get("asking") != "confirm")
    return reply.agenda in (KEEP, None) and not ends and not own


def _may_answer(turn: Turn, flow: Flow) -> bool:
    """Whether the message can be an answer to what is being asked, rather than a matter of its own."""
    if turn.intent == "request_human":
        return False
    if turn.intent in PLAIN or turn.intent in flow.topics:
        return True
    asked = turn.agenda.get("asking")
    if asked in {"confirm", "amount"} and turn.one("amount") is not None:
        return True
    if asked in {"reason", "swap"} and turn.one("refund_reason") is not None and turn.intent not in FIRM:
        return True
    if asked == "evidence" and ENOUGH.search(turn.said) and turn.intent not in WISHES:
        return True
    if asked == "message":
        return turn.intent not in COURTESIES
    if asked == "statement":
        return turn.intent not in FIRM or turn.sure < SURE
    return turn.sure < SURE
