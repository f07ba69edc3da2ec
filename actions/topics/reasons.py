"""The reason of an application that is being filled in: told, changed on purpose, or only named in passing."""

import re

from ..names import REASONS
from ..phrases import HAVE_IT_BACK, MARKS, WHIM
from ..registry import asking
from ..reply import Reply, choice, say
from ..telling import Telling
from ..turn import Json, Turn

# What a complaint says of the reason, where no plainer word does; "something is wrong" may be the goods or the service.
REPORTED = {
    "report_topup_not_received": "topup_not_received",
    "report_card_invalid": "product_invalid",
    "report_wrong_topup": "wrong_topup",
    "report_service_fault": None,
}
_SERVICE = re.compile(r"服务|代练|陪玩|陪练|上分|售后|态度|打手|没(?:给我)?做|不做|课")
_GOODS = re.compile(r"商品|东西|装备|皮肤|道具|物品|货|坏|异常|属性|卡|号")
ON_PURPOSE = re.compile(r"原因|选错|搞错|弄错|说错|填错|改成|改为|换成|换为|应该是|其实|不对|不是")
KEEP_IT = re.compile(r"不换|不改|不用换|不用改|原来的|还是|就按")
TELLING = 6  # characters that describe more than they name


def told_reason(turn: Turn) -> str | None:
    """The reason that the message names, or that its complaint amounts to."""
    named = turn.one("reason", "refund_reason") or REPORTED.get(turn.intent)
    if named is None and turn.intent == "report_service_fault":
        named = "service_fault" if _SERVICE.search(turn.said) or not _GOODS.search(turn.said) else "product_abnormal"
    return str(named) if named else ("other" if WHIM.search(turn.said) else None)


def follows(turn: Turn) -> bool:
    """Whether the buyer, who names no reason, goes along with the one that was advised (`嗯可以`, `那就退吧`)."""
    wants = turn.intent == "affirm" or HAVE_IT_BACK.fullmatch(MARKS.sub("", turn.said))
    return bool(wants) and not turn.chosen and told_reason(turn) is None


def heard(turn: Turn, agenda: Json, merged: Json) -> Json:
    """What the message says of the reason. A word that would turn a reason once given is not taken for a wish to."""
    reason = told_reason(turn)
    if reason not in REASONS:
        return merged
    told = merged | ({"picked": True} if turn.chosen else {})
    before = told.get("reason") or _drafted(turn, agenda)
    if reason == before:
        return told
    on_purpose = turn.chosen or agenda.get("asking") in {"reason", "change"} or ON_PURPOSE.search(turn.said)
    if before and agenda.get("order_no") and not on_purpose:
        return told | {"swap": reason}
    told |= {"reason": reason, "anew": True, "picked": turn.chosen}
    told |= {"whim": True} if reason == "other" and WHIM.search(turn.said) else {}
    told |= {"turned": True} if before and agenda.get("order_no") and agenda.get("asking") != "reason" else {}
    return told | ({"description": turn.words[:500]} if len(turn.said) >= TELLING else {})


def _drafted(turn: Turn, agenda: Json) -> str | None:
    draft = turn.draft if turn.draft and turn.draft["order_no"] == agenda.get("order_no") else None
    return draft["reason"] if draft and not agenda.get("anew") else None


def ask_swap(turn: Turn, agenda: Json, before: str) -> Reply:
    """Said aloud, never silently: another reason was named; which shall it be?"""
    swap = agenda["swap"]
    told = Telling(turn.now)
    told.about(agenda, "order_no")
    text = f"您刚才说的更像“{REASONS[swap]}”，现在是按“{REASONS[before]}”在填。要换吗？"
    choices = [
        choice(f"还是“{REASONS[before]}”", "inform", reason=before),
        choice(f"换成“{REASONS[swap]}”", "inform", reason=swap),
    ]
    return say("ask_reason", text, told, choices, agenda=asking(agenda, "swap"))


def settled(turn: Turn, agenda: Json) -> Json:
    """The agenda after the answer to that: the new reason only where it was wanted."""
    left = {name: value for name, value in agenda.items() if name != "swap"}
    reason = told_reason(turn)
    keep = turn.intent == "deny" or (reason != agenda["swap"] and turn.intent != "affirm")
    if keep or (KEEP_IT.search(turn.said) and reason != agenda["swap"]):
        return left
    return left | {"reason": agenda["swap"], "anew": True, "picked": True, "turned": True}
