"""A picture has been looked at: whether it can be used, what to do if not, and back to what it was wanted for."""

from dataclasses import replace

from ..door import Door
from ..names import KINDS
from ..registry import FLOWS, answers, asking, go_on
from ..reply import FILE, PERSON, PROGRESS, Bubble, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .proofs import about_order
from .states import for_refund

WANTS_PICTURES = frozenset({"file_refund", "upload_evidence", "appeal_rejection"})
TAKES_MORE = ("evidence_required", "disputed", "under_review", "manual_review", "appeal_review")
PATIENCE = 2
LOOK = "，麻烦看看"
SIDES = ("found", "expected")  # what a picture shows, what the order has


@answers("evidence_checked")
async def evidence_checked(turn: Turn, door: Door) -> Reply:
    """Good: on with what is being done. Not good: the finding's own advice, and after a second time a person."""
    picture = await door.picture(str(turn.one("evidence_id")))
    # Who sends a picture goes on as before.
    mine = {name: value for name, value in turn.agenda.items() if name != "swap"}
    agenda = mine if mine.get("doing") in WANTS_PICTURES else _for_what(turn, picture)
    if picture["check"]["state"] != "accepted":
        return _again(turn, picture, turn.agenda or agenda)
    seen = _seen(turn, picture)
    if picture["refund_no"] and picture["refund_no"] in {refund["refund_no"] for refund in turn.refunds}:
        return _there_already(turn, picture)
    if agenda:
        question = await go_on(turn.quiet(), door, agenda)
        return Reply((seen, *question.bubbles[-2:]), question.agenda)
    if turn.agenda.get("doing") in FLOWS:
        return Reply((seen,)).then(await go_on(turn.quiet(), door, turn.agenda))
    return _what_for(turn, picture, seen)


def _seen(turn: Turn, picture: Json) -> Bubble:
    names = "、".join(KINDS[kind] for kind in picture["check"]["kinds"] if kind != "other") or "图片"
    told = Telling(turn.now)
    told.about(picture, "evidence_id")
    told.about(picture["check"], "state", "kinds")
    return bubble("inform_evidence", f"收到{names}，看得清楚，可以用。", told)


def _there_already(turn: Turn, picture: Json) -> Reply:
    """Sent once more, the same picture adds nothing (R32)."""
    told = Telling(turn.now, refund_no=picture["refund_no"])
    told.about(picture, "evidence_id")
    told.about(picture["check"], "state", "kinds")
    text = f"这张图之前已经放进退款单 {picture['refund_no']} 了，不用再发。有别的材料，接着发给我就行。"
    return say("inform_evidence", text, told, turn.offered or [PROGRESS, PERSON])


def _again(turn: Turn, picture: Json, agenda: Json) -> Reply:
    """What is wrong with it and how to do better (R31, R32)."""
    told = Telling(turn.now)
    told.about(picture, "evidence_id")
    told.about(picture["check"], "state", "kinds")
    findings = picture["check"]["findings"]
    advice = [finding["advice"] for finding in findings]
    shown = [finding.get(which) for finding in findings if finding.get("field") == "paid_at" for which in SIDES]
    told.facts |= {"paid_at": [at for at in shown if at]} if any(shown) else {}
    text = told.quote(_in_one(advice)) or "这张图看不清，麻烦换一张完整清楚的截图。"
    tries = agenda.get("retakes", 0) + 1
    choices = [PERSON] if tries >= PATIENCE else []
    if tries >= PATIENCE:
        text += "要是确定没传错，也可以请人工客服看看。"
    if not agenda:
        return say("ask_evidence", text, told, choices)
    return say("ask_evidence", text, told, choices, agenda=asking(agenda, "evidence", retakes=tries))


def _in_one(advice: list[str]) -> str:
    """What differs in one sentence with one request at its end; the rest after it, nothing twice."""
    parted = [sentence.partition(LOOK) for sentence in dict.fromkeys(advice)]
    differs = [(seen, ask) for seen, cut, ask in parted if cut]
    seen = "；".join(what if place == 0 else what.removeprefix("图上的") for place, (what, _) in enumerate(differs))
    asked = f"{seen}{LOOK}{max((ask for _, ask in differs), key=len)}" if differs else ""
    return asked + "".join(whole for whole, cut, _ in parted if not cut)


async def no_good(turn: Turn, door: Door, agenda: Json, given: list[str], draft: Json) -> tuple[Bubble, ...]:
    """A picture that came before the order was known, and turns out to be another order's: what is wrong with it."""
    taken = {item["evidence_id"] for item in draft["evidence"]}
    for evidence_id in given:
        if evidence_id not in taken:
            picture = await door.picture(evidence_id)
            wrong = _again(turn, picture, {}).bubbles[0]
            return (replace(wrong, text=f"之前发的那张图用不上：{wrong.text}", choices=()),)
    return ()


def _for_what(turn: Turn, picture: Json) -> Json:
    """What the picture is for, where nothing was being done: the case that waits for it, or the unfinished one."""
    order_no = about_order(turn, picture)
    waits = [r for r in turn.refunds if r["state"] in TAKES_MORE and order_no in (None, r["order_no"])]
    asked = [refund for refund in waits if refund["state"] == "evidence_required"] or waits
    if turn.draft and turn.draft["reason"] and order_no in (None, turn.draft["order_no"]) and not asked:
        return {"doing": "file_refund", "order_no": turn.draft["order_no"], "reason": turn.draft["reason"]}
    if len(asked) != 1:
        return {}
    return {"doing": "upload_evidence", "refund_no": asked[0]["refund_no"], "order_no": asked[0]["order_no"]}


def _what_for(turn: Turn, picture: Json, seen: Bubble) -> Reply:
    order_no = about_order(turn, picture)
    rejected = [refund for refund in turn.refunds if refund["state"] == "rejected"]
    choices = [FILE if order_no is None else choice("申请退款", "file_refund", order_no=order_no)]
    if len(rejected) == 1:
        choices = [
            for_refund("补材料重交", "upload_evidence", rejected[0]),
            for_refund("申诉", "appeal_rejection", rejected[0]),
            *choices,
        ]
    ask = bubble("ask_topic", "这张图是想用来办什么呢？", choices=[*choices, PROGRESS, PERSON])
    return Reply((seen, ask))
