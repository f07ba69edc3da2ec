"""Which reasons an order allows: asked closest first, steered where another fits better, refused with what is left."""

from ..choosing import claim_of
from ..door import Door
from ..names import REASONS
from ..registry import asking
from ..reply import CALLBACK, PERSON, Reply, bubble, choice, say
from ..telling import Telling
from ..turn import Json, Turn
from .leading import OTHER_ORDER
from .picking import order_card
from .progress import shown

# Reasons by how near they lie to goods of a kind; what is not delivered has its own.
NEAREST = {
    "game_card": ("product_invalid", "product_abnormal", "topup_not_received", "wrong_topup", "service_fault"),
    "phone_topup": ("topup_not_received", "wrong_topup", "product_abnormal", "service_fault", "product_invalid"),
    "virtual_service": ("service_fault", "product_abnormal", "product_invalid", "topup_not_received", "wrong_topup"),
    "game_item": ("product_abnormal", "service_fault", "topup_not_received", "wrong_topup", "product_invalid"),
}
# A block that an existing case explains.
FROZEN = "chargeback"
HAS_CASE = frozenset({"active_refund", "already_refunded"})


def claim(order: Json, reason: str) -> Json:
    """What the order's eligibility says to the reason. Raises KeyError for a reason that is none."""
    found = claim_of(order, reason)
    if found is None:
        raise KeyError(reason)
    return found


def nearest(order: Json) -> list[str]:
    """All reasons, the likeliest for this order first."""
    near = ["undelivered", *NEAREST.get(order["product_kind"], NEAREST["game_card"])]
    return [*near, "other"]


def allowed(order: Json) -> list[str]:
    return [reason for reason in nearest(order) if claim(order, reason)["allowed"]]


def reason_choices(reasons: list[str], intent: str = "inform") -> list[Json]:
    return [choice(REASONS[reason], intent, reason=reason) for reason in reasons]


def ask_reason(turn: Turn, agenda: Json, order: Json) -> Reply:
    """Only what may be claimed, with the advice that a precise reason passes more easily (R49, R51, R52)."""
    told = Telling(turn.now)
    told.about(order, "order_no", "amount_fen")
    reasons = allowed(order)
    advice = "；选“其他”要人工看，会慢一些" if "other" in reasons and len(reasons) > 1 else ""
    text = f"“{order['product_name']}”想退的原因是哪一种呢？选最贴近的一项更容易通过{advice}。"
    choices = [*reason_choices(reasons), OTHER_ORDER]
    return say("ask_reason", text, told, choices, order_card(order), asking(agenda, "reason"))


def steer(agenda: Json, order: Json, reason: str) -> str | None:
    """Why goods that have not come yet are claimed as undelivered, though the buyer's words meant something vaguer or
    something that cannot be claimed (R49, R52); None where the buyer's own reason stands."""
    unshipped = order["shipped_at"] is None and claim(order, "undelivered")["allowed"]
    if not unshipped or reason == "undelivered":
        return None
    if not claim(order, reason)["allowed"]:
        return str(claim(order, reason)["text"])
    vague = reason == "other" and not agenda.get("picked")
    return "这笔还没发货，按“未发货”申请最快，也不用交材料。" if vague else None


def advise(turn: Turn, agenda: Json, order: Json) -> Reply | None:
    """A top-up that has not even been shipped: both reasons hold, one needs no evidence. The buyer picks."""
    unshipped = order["shipped_at"] is None and claim(order, "undelivered")["allowed"]
    if not unshipped or agenda.get("picked") or agenda.get("reason") != "topup_not_received":
        return None
    told = Telling(turn.now)
    told.about(order, "order_no")
    text = "这笔还没发货，按“未发货”申请不用交材料，也更快；按“充值未到账”要交两样截图。您选哪个？"
    choices = [*reason_choices(["undelivered", "topup_not_received"]), OTHER_ORDER]
    return say("ask_reason", text, told, choices, order_card(order), asking(agenda, "reason", advised="undelivered"))


async def blocked(turn: Turn, door: Door, agenda: Json, order: Json, reason: str | None) -> Reply:
    """The whole order is blocked: an existing case answers for itself, else it is kept for a person (S9)."""
    rights = order["eligibility"]
    if HAS_CASE & set(rights["blocked_by"]) and order["refund"]:
        return await _has_case(turn, door, order)
    told = Telling(turn.now)
    told.about(order, "order_no")
    told.facts["blocked_by"] = rights["blocked_by"]
    rules = told.rules(rights["express"]["rule_ids"], rights["policy_version"])
    why = told.quote(rights["text"])
    if FROZEN in rights["blocked_by"]:  # people cannot lift it either, until the bank has decided (A26)
        return say("inform_eligibility", f"很抱歉，{why}{rules}", told, [PERSON, OTHER_ORDER], agenda=None)
    kept = next((r for r in turn.refunds if r["state"] == "ineligible" and r["order_no"] == order["order_no"]), None)
    if reason is None and kept is not None and not agenda.get("anew"):
        told.about(kept, "state")
        text = f"{why}{rules}您说的情况我已经记下（编号 {told(kept, 'refund_no')}），转人工后同事凭它接着办。"
        return say("inform_eligibility", text, told, [PERSON, CALLBACK, OTHER_ORDER], agenda=None)
    if reason is None:
        first = bubble("inform_eligibility", f"很抱歉，{why}{rules}", told)
        reasons = nearest(order) if order["shipped_at"] is None else nearest(order)[1:]
        ask = bubble(
            "ask_reason", "您遇到的是哪种情况？我先替您记下来，人工客服看了就能接着办。",
            Telling(turn.now, order_no=order["order_no"]), [*reason_choices(reasons), PERSON],
        )  # fmt: skip
        told_before = turn.last_act == "inform_eligibility"
        return Reply((ask,) if told_before else (first, ask), asking(agenda, "reason", blocked=True))
    return await _kept(turn, door, agenda, order, reason)


async def _has_case(turn: Turn, door: Door, order: Json) -> Reply:
    """No second application (R83): this is how the first one stands."""
    refund = await door.refund(order["refund"]["refund_no"])
    told = Telling(turn.now)
    told.about(refund, "refund_no", "order_no", "state")
    first = bubble("inform_eligibility", "这笔订单已经有退款申请了，不用重复提交，我把进展告诉您。", told)
    return Reply((first, *(await shown(turn, door, refund)).bubbles), None)


async def refused(turn: Turn, door: Door, agenda: Json, order: Json, reason: str, preview: Json | None = None) -> Reply:
    """This reason is not allowed: kept for a person, with the reasons that are left (R37, S9)."""
    # What the records say is the same by any other name: a person can look at them, another reason cannot change them.
    settled = claim(order, reason)["why"] in {"user_input_error", "product_used"}
    left = [] if settled else [other for other in allowed(order) if other not in {reason, "other"}]
    return await _kept(turn, door, agenda, order, reason, left)


async def _kept(turn: Turn, door: Door, agenda: Json, order: Json, reason: str, left: list[str] | None = None) -> Reply:
    refund = await door.keep_ineligible(order["order_no"], reason, agenda.get("description"))
    decision = refund["decision"]
    told = Telling(turn.now)
    told.about(refund, "order_no", "reason", "state")
    told.about(decision, "blocked_by", "code")
    rules = told.rules(decision["rule_ids"], decision["policy_version"])
    kept = f"我已记下来（编号 {told(refund, 'refund_no')}），人工客服可以凭它替您受理。"
    text = f"很抱歉，{told.quote(decision['text'])}{rules}{kept}"
    choices = [PERSON, CALLBACK]
    if left:
        choices = [*reason_choices(left[:3], "file_refund"), *choices]
        return say("inform_eligibility", text, told, choices, agenda=asking(agenda | {"reason": None}, "reason"))
    return say("inform_eligibility", text, told, [*choices, OTHER_ORDER], agenda=None)


def told_no(turn: Turn, detail: str, rule_ids: list[str], version: str | None) -> Reply:
    """A refusal of the backend in its own words, and the way to a person."""
    told = Telling(turn.now)
    rules = told.rules(rule_ids, version)
    text = f"{told.quote(detail)}{rules}"
    return say("inform_decision", text, told, [PERSON, CALLBACK], agenda=None)
