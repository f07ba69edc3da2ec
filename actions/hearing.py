"""Words whose meaning hangs on the buyer's case: the classifier knows no case, so what it heard is set right here."""

from dataclasses import replace

from . import phrases
from .turn import Json, Turn

SHORT = 6
POLITE = frozenset({"goodbye", "thanks", "affirm", "inform", "chitchat", "nlu_fallback"})
# A fact that sounded like a call for a person, with nobody in it.
DOUBT = 0.4
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
    peopled = bool(phrases.PEOPLE.search(turn.said))
    sent = turn.last_act == "inform_arrival" and turn.agenda.get("doing") is None and _in(turn, "refunded")
    if sent and phrases.INSISTS.search(turn.said) and not (peopled or phrases.ASKS.search(turn.said)):
        return _with(turn, "refund_not_received", choice="insist")
    if phrases.LOGS.search(turn.said) and _in(turn, "disputed") and not peopled:
        return _with(turn, "open_dispute", choice="logs")
    if turn.intent == "request_human":
        told = turn.one("refund_reason", "order_no", "amount", "product") is not None
        return replace(turn, intent="inform", sure=DOUBT) if told and not peopled else turn
    if turn.agenda.get("asking") == "confirm" and turn.intent in POLITE and _says_no(turn):
        return _with(turn, "deny")
    call = _about_the_call(turn)
    if call is not None:
        return _with(turn, CALLBACK, choice=call)
    return _of_the_case(turn)


def says_yes(turn: Turn) -> bool:
    """Whether the yes is one in so many words, or the button's."""
    words = phrases.MARKS.sub("", turn.said)
    return turn.chosen or bool(phrases.YES.match(words) and not phrases.NOT_YES.search(turn.said))


def _says_no(turn: Turn) -> bool:
    words = phrases.MARKS.sub("", turn.said)
    return len(words) <= SHORT and bool(phrases.NO.match(words)) and not says_yes(turn)


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
    return phrases.AROUND.sub("", phrases.MARKS.sub("", text))


def _of_the_case(turn: Turn) -> Turn:
    idle = turn.agenda.get("doing") is None
    if idle and turn.draft and phrases.RESUME.search(turn.said) and turn.intent != "check_refund_progress":
        return _with(turn, "file_refund", order_no=turn.draft["order_no"])
    if phrases.MONEY_THERE.search(turn.said) and not phrases.NOT_THERE.search(turn.said) and _in(turn, "refunded"):
        return _with(turn, "inform", event="arrival_confirmed")
    curable = [refund for refund in _in(turn, "rejected") if refund.get("curable")]
    if phrases.AGAIN.search(turn.said) and curable and not phrases.APPEAL.search(turn.said):
        return _with(turn, "upload_evidence", **({"refund_no": curable[0]["refund_no"]} if len(curable) == 1 else {}))
    why = phrases.WHY.search(turn.said) and phrases.TURNED_DOWN.search(turn.said)
    if why and not phrases.APPEAL.search(turn.said) and _in(turn, "rejected", "rejected_final", "ineligible"):
        return _with(turn, "check_refund_progress")
    return turn


def _about_the_call(turn: Turn) -> str | None:
    """`cancel` or `move` where the words are about a call that is booked already."""
    if phrases.CALL_OFF.search(turn.said):
        return "cancel"
    booking = turn.agenda.get("doing") == CALLBACK and not {"cancel", "move"} & set(turn.agenda)
    at_hand = bool(phrases.CALL.search(turn.said)) or turn.last_act == "inform_callback"
    moved = at_hand and phrases.MOVED.search(turn.said)
    return "move" if moved and not (booking and turn.agenda.get("phone")) else None


def _in(turn: Turn, *states: str) -> list[Json]:
    return [refund for refund in turn.refunds if refund["state"] in states]


def _with(turn: Turn, intent: str, **given: str) -> Turn:
    facts = {name: (value,) for name, value in given.items()}
    return replace(turn, intent=intent, sure=1.0, given={**turn.given, **facts})
