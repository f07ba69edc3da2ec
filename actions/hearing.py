"""Words whose meaning hangs on the buyer's case: the classifier knows no case, so what it heard is set right here."""

import re
from dataclasses import replace

from . import phrases
from .asides import aside_of
from .choosing import turns_to
from .turn import FALLBACK, Json, Turn

SHORT = 6
POLITE = frozenset({"goodbye", "thanks", "affirm", "inform", "chitchat", "nlu_fallback"})
# A fact that sounded like a call for a person, with nobody in it.
DOUBT = 0.4
CERTAIN = 0.75
# While these are asked for, every word is the answer, but for a call for help.
_OWN_WORDS = frozenset({"statement", "message"})
_HELP = frozenset({"nudge", "what_now", "how_to_shoot", "how_to_send"})
# Where a number is an amount, a day, an hour or a telephone, it is not a place in the list.
_FIGURES = frozenset({"confirm", "amount", "slot", "phone", "order", "refund", "evidence"})
# Not ours, as it seems; with facts in them and in the middle of something they are an answer.
_ELSEWHERE = frozenset({"chitchat", "out_of_scope", "other_customer_service"})
_LOST = _ELSEWHERE | {FALLBACK, "complain", "inform"}
# After an answer about the arrival, the name of a way to pay alone asks about that one.
_ARRIVALS = frozenset({"inform_policy", "inform_arrival"})
CALLBACK, FILING = "request_callback", "file_refund"


def understood(turn: Turn) -> Turn:
    """The turn with the wish that its words have in this buyer's case."""
    if not turn.spoken or turn.chosen:
        return turn
    pressed = _button(turn)
    if pressed is not None:
        return pressed
    aside = aside_of(turn)
    if turn.agenda.get("asking") in _OWN_WORDS:
        leaves = turn.intent == "goodbye" and not phrases.BYE.search(turn.said)
        about_people = turn.sure >= CERTAIN or phrases.PEOPLE.search(turn.said)
        if leaves or (turn.intent == "request_human" and not about_people):
            return replace(turn, intent="inform", sure=DOUBT)
        return _with(turn, aside) if aside in _HELP else turn
    pressed = _place(turn) or _offer(turn)
    if pressed is not None:
        return pressed
    if aside is not None:
        return _with(turn, aside)
    peopled = bool(phrases.PEOPLE.search(phrases.OTHERS.sub("", turn.said)))
    sent = turn.last_act == "inform_arrival" and turn.agenda.get("doing") is None and _in(turn, "refunded")
    if sent and phrases.INSISTS.search(turn.said) and not (peopled or phrases.ASKS.search(turn.said)):
        return _with(turn, "refund_not_received", choice="insist")
    if phrases.LOGS.search(turn.said) and _in(turn, "disputed") and not peopled:
        return _with(turn, "open_dispute", choice="logs")
    if turn.agenda.get("asking") == "slot" and phrases.SOON.search(turn.said) and not peopled:
        return replace(turn, intent="inform", sure=DOUBT)
    if turn.agenda.get("doing") == FILING and not peopled:
        turn = _of_the_filing(turn)
    if turn.intent == "request_human":
        bare = phrases.MARKS.sub("", turn.said)
        if phrases.PLAIN_YES.fullmatch(bare):
            return _with(turn, "affirm")  # `同意！` sounds like a call, as `在不在！` does
        if phrases.KNOCKS.fullmatch(bare):
            return _with(turn, "greet")
        told = turn.one("refund_reason", "order_no", "amount", "product") is not None
        if not peopled and turn.refunds and phrases.NO_NEWS.search(turn.said):
            return _with(turn, "check_refund_progress")
        if peopled or (turn.sure >= CERTAIN and not (told or turn.agenda.get("asking"))):
            return turn
        doubted = replace(turn, intent="inform" if told else FALLBACK, sure=DOUBT)
        aside = aside_of(doubted)  # `弄不来` sounded like a call for a person, and is one for help
        return doubted if aside is None else _with(doubted, aside)
    if turn.agenda.get("asking") == "confirm" and _says_no(turn):
        return _with(turn, "deny")
    if turn.agenda.get("asking") == "confirm" and _does(turn):
        return _with(turn, "affirm")
    call = _about_the_call(turn)
    if call is not None:
        return _with(turn, CALLBACK, choice=call)
    return _of_the_case(turn)


def says_yes(turn: Turn) -> bool:
    """Whether the yes is one in so many words, the button's, or the proposal's own verb."""
    words = phrases.MARKS.sub("", turn.said)
    return turn.chosen or bool(phrases.YES.match(words) and not phrases.NOT_YES.search(turn.said)) or _does(turn)


def _does(turn: Turn) -> bool:
    """`那就查吧` to the proposal to look."""
    pending = turn.agenda.get("pending") or {}
    verb = phrases.DOES.get((pending.get("args") or {}).get("event") or pending.get("command", ""))
    bare = phrases.MARKS.sub("", turn.said)
    return verb is not None and bool(re.fullmatch(phrases.VERB.format(f"(?:{verb.pattern})"), bare))


def _says_no(turn: Turn) -> bool:
    words = phrases.MARKS.sub("", turn.said)
    polite = turn.intent in POLITE and len(words) <= SHORT and phrases.NO.match(words) and not says_yes(turn)
    return bool(polite or phrases.NOT_DOING.fullmatch(words))


def _button(turn: Turn) -> Turn | None:
    """Who types what stands on a button has pressed it."""
    words = _bare(turn.said)
    found = next((choice for choice in turn.offered if words and _bare(choice["label"]) == words), None)
    if found is None:
        return None
    return _pressed(turn, found)


def _pressed(turn: Turn, offer: Json) -> Turn:
    intent, _, rest = offer["value"].partition(":")
    given = dict(pair.split("=", 1) for pair in rest.split("&") if "=" in pair)
    return replace(_with(turn, intent, **given), said="", chosen=True)


def _place(turn: Turn) -> Turn | None:
    """Who types `2` has pressed the second button."""
    if turn.agenda.get("asking") in _FIGURES or not phrases.NUMBERED.fullmatch(_bare(turn.said)):
        return None
    place = turn.one("ordinal", "number")
    within = place is not None and 1 <= int(place) <= len(turn.offered)
    return _pressed(turn, turn.offered[int(place) - 1]) if within else None


def _offer(turn: Turn) -> Turn | None:
    """With nothing under way, a yes takes what was just offered, and `那就退吧` means what was just spoken of."""
    if turn.agenda.get("doing") is not None:
        return None
    bare = phrases.MARKS.sub("", turn.said)
    also = turn.agenda.get("also")
    if also and len(bare) <= SHORT and (says_yes(turn) or phrases.RESUME.search(bare)):
        reason = turn.agenda.get("also_reason")
        return _with(turn, "file_refund", order_no=also[0], **({"reason": reason} if reason else {}))
    files = next((offer for offer in turn.offered if offer["value"].startswith("file_refund:order_no=")), None)
    back = "退" in bare and phrases.HAVE_IT_BACK.fullmatch(bare)
    if back:
        return _pressed(turn, files) if files is not None else _with(turn, "file_refund")
    if not turn.offered:
        return None
    text = (turn.last_text or "").rstrip("？?。")
    invited = text.endswith("吗") and "什么" not in text
    first = turn.offered[0]
    invited |= first["value"].startswith(("expedite_review", "file_refund:order_no=")) and turn.last_act != "greet"
    return _pressed(turn, first) if invited and len(bare) <= SHORT and says_yes(turn) else None


def _bare(text: str) -> str:
    return phrases.AROUND.sub("", phrases.MARKS.sub("", text))


def _of_the_case(turn: Turn) -> Turn:
    idle = turn.agenda.get("doing") is None
    facts = turn.one("product", "order_no", "refund_reason", "amount", "ordinal") is not None
    # `今天天气怎么样` names a day, and is no answer to which day.
    facts |= turn.one("time") is not None and turn.sure < CERTAIN
    if not idle and facts and turn.intent in _ELSEWHERE:
        return replace(turn, intent="inform", sure=DOUBT)
    short_no = turn.intent == "deny" and len(phrases.MARKS.sub("", turn.said)) <= SHORT
    vague = turn.intent in _ELSEWHERE | {"deny", "inform", FALLBACK} and not short_no
    if idle and vague and phrases.WHIM.search(turn.said):
        return _with(turn, "file_refund")
    if idle and turn.one("payment_channel") and turn.last_act in _ARRIVALS and len(turn.said) <= SHORT:
        return _with(turn, "ask_arrival_time")
    if (phrases.NEED.search(turn.said) or phrases.ANGER.search(turn.said)) and turn.intent in _LOST:
        return _with(turn, "complain")
    if idle and turn.refunds and phrases.WHERE.fullmatch(phrases.MARKS.sub("", turn.said)):
        return _with(turn, "check_refund_progress")
    asked_of = phrases.MERCHANT_BY.search(turn.said) and _in(turn, "disputed")
    if (asked_of or (phrases.SEND_LATER.search(turn.said) and _in(turn, "evidence_required"))) and turn.intent in _LOST:
        return _with(turn, "check_refund_progress")
    if phrases.RESULT_BY.search(turn.said) and turn.intent in _LOST:
        return _with(turn, "ask_review_time")
    if phrases.ACCOUNT_GONE.search(turn.said) and turn.intent in _LOST:
        return _with(turn, "ask_refund_destination")
    about = not idle or phrases.MATTER.search(turn.said)
    if turn.intent == "goodbye" and about and not phrases.BYE.search(turn.said):
        return replace(turn, intent=FALLBACK, sure=DOUBT)
    sent = turn.last_act in _ARRIVALS | {"inform_submitted"} and _in(turn, "refunded")
    if idle and turn.intent == "report_topup_not_received" and sent and not turn.one("product"):
        return _with(turn, "refund_not_received")
    if turn.intent == "refund_not_received" and not phrases.SENT_BACK.search(turn.said) and _buys_still(turn):
        return _with(turn, "report_topup_not_received")
    resumes = idle and phrases.RESUME.search(turn.said) and turn.intent != "check_refund_progress"
    if resumes and turn.draft:
        return _with(turn, "file_refund", order_no=turn.draft["order_no"])
    if resumes and turn.intent in {FALLBACK, "affirm", "inform"} and not turn.refunds:
        return _with(turn, "file_refund")
    there = phrases.MONEY_THERE.search(turn.said) and not phrases.NOT_THERE.search(turn.said)
    if there and _in(turn, "refunded", "arrival_inquiry"):
        return _with(turn, "inform", event="arrival_confirmed")
    rejected = _in(turn, "rejected")
    if phrases.AGAIN.search(turn.said) and rejected and not phrases.APPEAL.search(turn.said):
        best = [refund for refund in rejected if refund.get("curable")] or rejected
        return _with(turn, "upload_evidence", **({"refund_no": best[0]["refund_no"]} if len(best) == 1 else {}))
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


def _buys_still(turn: Turn) -> bool:
    """Whether what has not come can only be the goods: an application is being filled in, or none was ever made."""
    filing = turn.agenda.get("doing") == FILING
    return filing or not (turn.refunds or turn.draft)


def _of_the_filing(turn: Turn) -> Turn:
    """What sounds like another wish in the middle of an application, and belongs to it."""
    if turn.intent == "withdraw_refund" and turns_to(turn) and not phrases.NO_REFUND.search(turn.said):
        return _with(turn, FILING)  # `改主意了,退点券`: not this one but that
    # `他把我删了好友` where the talk with the merchant is asked for: there is nothing to show.
    waits = turn.agenda.get("asking") == "evidence" and turn.intent in _ELSEWHERE | {FALLBACK, "complain"}
    lacks = waits and (phrases.NOTHING.search(turn.said) or phrases.CUT_OFF.search(turn.said))
    whim = turn.agenda.get("asking") == "reason" and turn.intent in _LOST and phrases.WHIM.search(turn.said)
    if lacks or whim or phrases.OTHER_REASON.search(turn.said) or phrases.ANOTHER.search(turn.said):
        return replace(turn, intent="inform", sure=DOUBT)
    return turn


def _in(turn: Turn, *states: str) -> list[Json]:
    return [refund for refund in turn.refunds if refund["state"] in states]


def _with(turn: Turn, intent: str, **given: str) -> Turn:
    facts = {name: (value,) for name, value in given.items()}
    return replace(turn, intent=intent, sure=1.0, given={**turn.given, **facts})
