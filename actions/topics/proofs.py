"""Evidence while an application is being filled in: what is needed and why, what is there, what is still missing."""

from ..door import Door
from ..names import KINDS, REASONS, all_of
from ..phrases import CUT_OFF
from ..registry import asking
from ..reply import CALLBACK, PERSON, Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn

# What a picture of a kind is sent for; an order page or a bill goes with more than one reason.
PROVES = {
    "activation_failure": "product_invalid", "merchant_statement": "product_invalid",
    "fault_screenshot": "product_abnormal", "merchant_chat": "service_fault",
}  # fmt: skip
WHY = "截图里带上订单号、时间和金额，审核会更快。"


async def usable(turn: Turn, door: Door, order_no: str) -> list[str]:
    """The accepted pictures of this conversation that are no other case's and no other order's."""
    return [item["evidence_id"] for item in await door.pictures() if fits(turn, item, order_no)]


async def told_reason(turn: Turn, door: Door, order: Json) -> str | None:
    """The reason, of those that may be claimed, that the usable pictures of this conversation are proof of."""
    sent = [item for item in await door.pictures() if fits(turn, item, order["order_no"])]
    told = [PROVES[kind] for item in sent for kind in item["check"]["kinds"] if kind in PROVES]
    can = {claim["reason"] for claim in order["eligibility"]["claims"] if claim["allowed"]}
    return next((reason for reason in told if reason in can), None)


def fits(turn: Turn, item: Json, order_no: str) -> bool:
    """Whether a picture may go into a case of this order: good, tied to nothing else but the order's own draft."""
    draft = turn.draft["refund_no"] if turn.draft and turn.draft["order_no"] == order_no else None
    good = item["check"]["state"] == "accepted" and item["refund_no"] in (None, draft)
    return good and about_order(turn, item) in (None, order_no)


def about_order(turn: Turn, item: Json) -> str | None:
    """The order that a picture was sent for or shows, as far as it is one we talk of: numbers on it may be others."""
    known = {refund["order_no"] for refund in turn.refunds} | ({turn.draft["order_no"]} if turn.draft else set())
    seen = (item["check"]["facts"].get("order_no") or {}).get("value")
    named: str | None = item["order_no"] or (seen if seen in known else None)
    return named


def needs_card(groups: list[list[str]], there: set[str]) -> Json:
    return {"type": "needs", "items": [{"kinds": kinds, "done": bool(there & set(kinds))} for kinds in groups]}


def ask(turn: Turn, agenda: Json, draft: Json, lead: str = "") -> Reply:
    """What the draft still lacks; the whole list at first, only the rest once something is there."""
    preview = draft["preview"]
    missing: list[list[str]] = preview["missing_evidence"]
    groups = draft["order"]["eligibility"]["required_evidence"][agenda["reason"]]
    there = {kind for item in draft["evidence"] for kind in item["kinds"]}
    told = Telling(turn.now, missing_evidence=missing)
    told.about(draft, "order_no", "reason")
    told.rules(preview["rule_ids"], preview["policy_version"])
    better = _better(agenda, draft, there)
    if better is not None:
        return _suggest(agenda, told, better, missing, there)
    choices: list[Json] = []
    if agenda.get("lacks") and agenda.get("lacked"):
        text = "那就请人工客服看看还能用什么证明吧，点“转人工”就行；填好的我都留着，找到图了直接发给我也可以。"
        choices = [PERSON, CALLBACK]
    elif agenda.get("lacks") and ["merchant_chat"] in missing and CUT_OFF.search(turn.said):
        agenda = agenda | {"lacked": True}
        text = "被拉黑、删好友也没关系：把还看得到的聊天页面截下来发我就行；实在没有，可以换个原因，或者请人工看看。"
        choices = [choice("换个原因", "file_refund", choice="other_reason"), PERSON]
    elif agenda.get("lacks"):
        agenda = agenda | {"lacked": True}
        text = (
            f"没有{all_of(missing)}也先别急：换个更贴近的原因，要交的材料可能不同；或者请人工客服看看还能用什么证明。"
        )
        choices = [choice("换个原因", "file_refund", choice="other_reason"), PERSON]
    elif len(missing) < len(groups) or agenda.get("enough"):
        text = f"还差{all_of(missing)}，发过来就齐了。"
    else:
        text = f"{lead}{told.quote(preview['text'])}{WHY}"
    left = {name: value for name, value in agenda.items() if name not in {"lacks", "enough"}}
    return say("ask_evidence", text, told, choices, needs_card(groups, there), asking(left, "evidence"))


def _better(agenda: Json, draft: Json, there: set[str]) -> str | None:
    """Another reason that the pictures prove already, where they prove nothing of this one; named once."""
    rights = draft["order"]["eligibility"]
    needs: dict[str, list[list[str]]] = rights["required_evidence"]
    if agenda.get("suggested") or there & {kind for group in needs[agenda["reason"]] for kind in group}:
        return None
    allowed = [claim["reason"] for claim in rights["claims"] if claim["allowed"] and claim["reason"] != "other"]
    fits = [reason for reason in allowed if needs[reason] and all(there & set(group) for group in needs[reason])]
    return fits[0] if there and fits else None


def _suggest(agenda: Json, told: Telling, better: str, missing: list[list[str]], there: set[str]) -> Reply:
    now = REASONS[agenda["reason"]]
    sent = "、".join(KINDS[kind] for kind in sorted(there) if kind != "other")
    text = f"您发的是{sent}，按“{REASONS[better]}”申请正好用得上；按“{now}”还差{all_of(missing)}。要换个原因吗？"
    choices = [
        choice(f"换成“{REASONS[better]}”", "inform", reason=better),
        choice(f"还是“{now}”", "inform", reason=agenda["reason"]),
    ]
    return say("ask_evidence", text, told, choices,
               agenda=asking(agenda | {"suggested": better, "swap": better}, "swap"))  # fmt: skip


def ask_story(agenda: Json) -> Reply:
    """`other` is read by a person: a word of what happened helps, but is not required."""
    text = "“其他”会由审核员仔细看。方便用一两句话说说是怎么回事吗？"
    return say("ask_statement", text, choices=[choice("不说了，继续", "inform", choice="skip")],
               agenda=asking(agenda, "statement"))  # fmt: skip
