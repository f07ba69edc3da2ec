"""Which order, which refund: by number, by place in the list that was offered, by what the buyer's words tell of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .telling import local
from .turn import Json, Turn

OFFERED = 5
# What a buyer calls goods of a kind when not by their name.
KIND_WORDS = {
    "game_card": re.compile(r"点卡|点券|卡密|激活码|兑换码|充值卡|礼品卡|一卡通|[qQ]币|cdk|CDK|这张卡|那张卡|的卡"),
    "phone_topup": re.compile(r"话费|流量|手机充值"),
    "virtual_service": re.compile(r"会员|vip|VIP|代练|陪玩|加速器|课程|网盘|年卡|季卡|月卡"),
    "game_item": re.compile(r"装备|皮肤|道具|元宝|游戏币|金币|钻石"),
}
CONFIRMED = re.compile(r"确认(?:了)?收货|点了?收货|签收")
# What a buyer says of a refund instead of its number.
STATE_WORDS = (
    (re.compile(r"没(?:有)?通过|不通过|没过|驳回|被拒|拒了|打回"), frozenset({"rejected", "rejected_final"})),
    (re.compile(r"补(?:充)?(?:什么|哪些)?材料|补(?:充)?资料"), frozenset({"evidence_required"})),
    (re.compile(r"没到账|没收到|到账"), frozenset({"refunded", "payout_pending", "arrival_inquiry"})),
    (re.compile(r"审核|审到|审完"), frozenset({"under_review", "manual_review", "appeal_review"})),
    (re.compile(r"纠纷|介入"), frozenset({"disputed"})),
)
TAIL = re.compile(r"(?:尾号|后四位|后几位)\D{0,3}(\d{3,8})")
DIGITS = re.compile(r"\s*(\d{3,8})\s*")
# A figure that may stand in the goods' name (`50的那单`), which a day or an hour is not.
FIGURE = re.compile(r"(?<![\d月:.])(\d{1,5})(?![\d:.]|个?月|[年号日点天分时周笔单张次]|小时)")
# That it is another order than the one at hand.
SWITCHES = re.compile(r"退|换|改|先|不是|还是|那[单笔个张]|说的是")
FACTS = ("order_no", "refund_no", "ordinal", "number", "product", "amount", "time")


@dataclass(frozen=True)
class Found:
    """`orders` that fit, best first; `sure` where the words leave only one; `missing` a number that fits none."""

    orders: tuple[Json, ...]
    sure: bool
    missing: str | None = None


def find_order(turn: Turn, orders: Sequence[Json], offers: Sequence[str] = (), reason: str | None = None) -> Found:
    """The order that is meant, or those that may be."""
    named = _by_number(turn, orders)
    if named is not None:
        return named
    placed = _by_place(turn, orders, offers)
    if placed is not None:
        return placed
    free = [order for order in orders if not _taken(order)] or list(orders)
    told, fits = by_words(turn, free)
    left = _claimable(fits, reason)
    return Found(tuple(left), len(left) == 1 and told)


def _by_number(turn: Turn, orders: Sequence[Json]) -> Found | None:
    wanted = turn.one("order_no")
    of_refund = {refund["refund_no"]: refund["order_no"] for refund in turn.refunds}.get(turn.one("refund_no") or "")
    if wanted is None and of_refund is None:
        return _by_tail(turn, orders)
    wanted = str(wanted or of_refund).upper()
    fits = [order for order in orders if same_number(wanted, order["order_no"])]
    return Found(tuple(fits), len(fits) == 1, None if fits else wanted)


def same_number(said: str, number: str) -> bool:
    """Whether a number as it was said is this one: whole, its last digits, or its digits after other letters."""
    said, number = said.upper(), number.upper()
    digits = number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return said == number or (len(said) >= 3 and number.endswith(said)) or said.endswith(digits)


def _by_tail(turn: Turn, orders: Sequence[Json]) -> Found | None:
    """`尾号 0201`, or the last digits alone where they fit one."""
    tail = TAIL.search(turn.said) or DIGITS.fullmatch(turn.said)
    fits = [order for order in orders if tail and order["order_no"].endswith(tail.group(1))]
    if tail is None or (not fits and tail.re is DIGITS):
        return None
    return Found(tuple(fits), len(fits) == 1, None if fits else tail.group(1))


def tells_order(turn: Turn) -> bool:
    """Whether the message says anything of an order."""
    kinds = KIND_WORDS.values()
    return turn.one(*FACTS) is not None or any(words.search(turn.said) for words in (TAIL, CONFIRMED, *kinds))


def _by_place(turn: Turn, orders: Sequence[Json], offers: Sequence[str]) -> Found | None:
    place = place_of(turn, len(offers))
    if place is None:
        return None
    fits = [order for order in orders if order["order_no"] == offers[place]]
    return Found(tuple(fits), len(fits) == 1)


def place_of(turn: Turn, count: int) -> int | None:
    """`第二个`, `2`, `最后一个` as an index into a list of `count`; None where none is meant or it is outside."""
    said = turn.one("ordinal", "number")
    if said is None or not count:
        return None
    place = int(said)
    index = place - 1 if place > 0 else count + place
    return index if 0 <= index < count else None


def by_words(turn: Turn, orders: Sequence[Json]) -> tuple[bool, list[Json]]:
    """Narrow by amount, day and goods, each only where it leaves something; False where goods named fit none."""
    left = list(orders)
    amounts = {int(value) for value in turn.given.get("amount", ())}
    left = [order for order in left if order["amount_fen"] in amounts] or left
    days = {local(str(value)[:10] + "T00:00:00+08:00").date() for value in turn.given.get("time", ())}
    left = [order for order in left if local(order["paid_at"]).date() in days] or left
    if CONFIRMED.search(turn.said):
        left = [order for order in left if order["delivery"] == "confirmed"] or left
    fits = _by_goods(turn, left)
    none = not fits and bool(turn.given.get("product") or _kinds(turn))
    return not none, fits or left


def turns_to(turn: Turn) -> bool:
    """Whether the words turn to an order by its goods: maybe another than the one at hand. Where several were named
    (`also`), to speak of one is to turn to it."""
    goods = turn.given.get("product") or _kinds(turn) or FIGURE.search(turn.said)
    return turn.spoken and bool(goods and (SWITCHES.search(turn.said) or turn.agenda.get("also")))


def switched(turn: Turn, orders: Sequence[Json], at_hand: Json) -> Json | None:
    """The one other order whose goods the words name, of those that can still be filed."""
    if _by_goods(turn, [at_hand]):
        return None
    fits = _by_goods(turn, [order for order in orders if not _taken(order)])
    return fits[0] if len(fits) == 1 else None


def _by_goods(turn: Turn, orders: Sequence[Json]) -> list[Json]:
    """Those that the words name by their goods, else by the kind of goods; a figure in the name tells likes apart."""
    goods = [str(value).casefold() for value in turn.given.get("product", ())]
    kinds = _kinds(turn)
    named = [order for order in orders if _named(order, goods, turn.said)]
    named = named or [order for order in orders if order["product_kind"] in kinds]
    figures = set(FIGURE.findall(turn.said))
    left = named if named or goods or kinds else orders
    return [o for o in left if figures & set(re.findall(r"\d+", o["product_name"]))] or named


def _kinds(turn: Turn) -> set[str]:
    return {kind for kind, words in KIND_WORDS.items() if words.search(turn.said)}


def named_together(turn: Turn, orders: Sequence[Json]) -> list[Json]:
    """The orders that one message names side by side, in its order: by their numbers, else by their goods; none where
    it is one."""
    numbers = [str(number) for number in turn.given.get("order_no", ())]
    fits = [order for order in orders if any(same_number(number, order["order_no"]) for number in numbers)]
    if len(fits) < 2:
        goods, kinds = [str(value).casefold() for value in turn.given.get("product", ())], _kinds(turn)
        fits = [o for o in orders if _named(o, goods, turn.said) or (o["product_kind"] in kinds and not _taken(o))]
    return sorted(fits, key=lambda order: _place_in(turn.said, order)) if len(fits) > 1 else []


def _place_in(said: str, order: Json) -> int:
    """Where the words name the order's goods, by its name or its kind; after all else where they do not."""
    parts = [said.casefold().find(part) for part in _parts(order)]
    kind = KIND_WORDS.get(order["product_kind"])
    found = kind.search(said) if kind else None
    places = [place for place in (*parts, found.start() if found else -1) if place >= 0]
    return min(places, default=len(said))


def _parts(order: Json) -> list[str]:
    """The words of its name that tell it from others."""
    return [part for part in re.split(r"[\s\d]+", order["product_name"].casefold()) if len(part) >= 3]


def _named(order: Json, goods: Sequence[str], said: str) -> bool:
    name = order["product_name"].casefold()
    return any(word in name for word in goods) or any(part in said.casefold() for part in _parts(order))


def _claimable(orders: Sequence[Json], reason: str | None) -> list[Json]:
    """Those on which the reason may be claimed; all where that is none."""
    if reason is None:
        return list(orders)
    fits = [order for order in orders if (claim := claim_of(order, reason)) and claim["allowed"]]
    return fits or list(orders)


def claim_of(order: Json, reason: str) -> Json | None:
    """What the order's eligibility says to a reason."""
    return next((claim for claim in order["eligibility"]["claims"] if claim["reason"] == reason), None)


def _taken(order: Json) -> bool:
    """Whether nothing can be filed on it: it has a case, or all its money is back."""
    return bool({"active_refund", "already_refunded"} & set(order["eligibility"]["blocked_by"]))


def find_refunds(turn: Turn, refunds: Sequence[Json], offers: Sequence[str] = ()) -> Found:
    """The refund that is meant: by its number, its order's, its place, or there being no other."""
    number = turn.one("refund_no")
    order_no = turn.one("order_no")
    if number or order_no:
        wanted = str(number or order_no).upper()
        fits = [r for r in refunds if wanted == r["refund_no"].upper()]
        fits = fits or [r for r in refunds if same_number(wanted, r["order_no"])]
        return Found(tuple(fits), len(fits) == 1, None if fits else wanted)
    place = place_of(turn, len(offers))
    if place is not None:
        fits = [r for r in refunds if r["refund_no"] == offers[place]]
        return Found(tuple(fits), len(fits) == 1)
    for words, states in STATE_WORDS:
        fits = [refund for refund in refunds if refund["state"] in states] if words.search(turn.said) else []
        if fits:
            return Found(tuple(fits), len(fits) == 1)
    return Found(tuple(refunds), len(refunds) == 1)
