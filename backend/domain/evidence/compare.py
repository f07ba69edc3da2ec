"""The facts of a page, held against the order where there is one (R27–R31)."""

from collections.abc import Mapping, Sequence

from ..moment import SHANGHAI
from ..order import Order
from .amounts import amount_fact, amounts
from .chat import merchant_words
from .fact import Fact
from .failure import failures, in_words
from .layout import Bit, Layout
from .moments import moments, paid_at
from .numbers import account, number, unknown
from .page import Page
from .records import parts_about
from .rows import JOINT

MONEY = {"order_screenshot", "payment_statement"}
STRICT = {"order_screenshot", "merchant_statement"}  # what they call the order's number is it
SPOKEN = {"merchant_chat", "merchant_statement"}
FIELDS = ("order_no", "paid_at", "amount_fen", "transaction_id", "account", "failure", "merchant_words")
MOST_WORDS = 200


def facts(layout: Layout, order: Order | None, kinds: Sequence[str]) -> dict[str, Fact]:
    """Every fact of the contract, by its field."""
    money = not MONEY.isdisjoint(kinds)
    found = _of_order(layout, order, kinds, money) if order else _alone(layout, money)
    failed = failures(layout)
    found["failure"] = _words(failed, in_words(failed))
    said = merchant_words(layout) if not SPOKEN.isdisjoint(kinds) else []
    found["merchant_words"] = _words(said, " ".join(bit.text for bit in said)[:MOST_WORDS])
    return {name: found[name] for name in FIELDS}


def _words(bits: Sequence[Bit], text: str) -> Fact:
    """Sentences are cut when most of them run out of the picture's sides."""
    if not bits:
        return Fact()
    out = sum(1 for bit in bits if any("l" in line.edges or "r" in line.edges for line in bit.lines))
    if 2 * out > len(bits):
        return Fact("cut", None, None, bits[0])
    return Fact("seen", text.replace(JOINT, ""), None, bits[0])


def speaks_of(page: Page, order: Order) -> bool:
    """Whether the order's own number, or that of one of its payments, stands on the page."""
    layout = Layout(page)
    legs = [payment.transaction_id for payment in order.payments]
    wanted = ((("order",), [order.order_no]), (("transaction", "order"), legs))
    return any(number(layout, texts, roles).status == "seen" for roles, texts in wanted)


def _of_order(layout: Layout, order: Order, kinds: Sequence[str], money: bool) -> dict[str, Fact]:
    """On a list of orders, by the part of it that is about this one; by every way to read it, if there are two."""
    readings = [_held(part, order, kinds, money) for part in parts_about(layout, order.order_no)]
    return min(readings, key=_agreeing) if readings else _held(layout, order, kinds, money)


def _agreeing(found: Mapping[str, Fact]) -> int:
    return sum(found[name].status == "seen" for name in ("amount_fen", "paid_at"))


def _held(layout: Layout, order: Order, kinds: Sequence[str], money: bool) -> dict[str, Fact]:
    legs = [payment.transaction_id for payment in order.payments if payment.transaction_id]
    statement = "payment_statement" in kinds
    listed = len({moment.parts for moment in moments(layout, loose=True) if moment.clock}) > 2
    roles = ("transaction", "order") if statement and not layout.of("transaction") else ("transaction",)
    own = order.requested.account, order.delivered.account
    found = {
        "order_no": number(layout, [order.order_no], ("order",), legs, kinds[0] in STRICT, mentioned=not money),
        "transaction_id": number(layout, legs, roles, [order.order_no], mentioned=not money),
        "account": account(layout, [text for text in own if text]),
        "paid_at": paid_at(layout, order.paid_at, loose=money or kinds[0] == "other"),
        "amount_fen": amount_fact(
            layout, order.paid_fen, [p.amount_fen for p in order.payments] if statement else [], listed
        ),
    }
    if not money and found["amount_fen"].status != "seen":
        found["amount_fen"] = Fact("missing", None, order.paid_fen)
    if not money and found["paid_at"].status != "seen":
        found["paid_at"] = Fact("missing", None, order.paid_at.astimezone(SHANGHAI).isoformat())
    told = found["amount_fen"].status == "seen" and (found["paid_at"].status == "seen" or found["paid_at"].partly)
    if statement and told and not _one_record(layout, order):
        found["amount_fen"] = Fact("differs", None, order.paid_fen, found["amount_fen"].bit)
    return found


def _one_record(layout: Layout, order: Order) -> bool:
    """On a list of payments the right amount must stand with the right time, not one here and one there."""
    should = order.paid_at.astimezone(SHANGHAI)
    times = [moment for moment in moments(layout, loose=True) if moment.clock]
    if len({moment.parts for moment in times}) < 2:
        return True
    good = {order.paid_fen, *(payment.amount_fen for payment in order.payments)}
    for amount in amounts(layout):
        if amount.fen in good and amount.rank:
            nearest = min(times, key=lambda moment: abs(moment.bit.middle - amount.bit.middle))
            if nearest.agrees(should) or nearest.agrees_partly(should):
                return True
    return False


def _alone(layout: Layout, money: bool) -> dict[str, Fact]:
    """What can be said without an order: what a label names and the reader was sure of."""
    best = max(amounts(layout), key=lambda amount: (amount.rank, amount.bit.confidence), default=None)
    sure = best is not None and best.rank >= 2 and best.bit.confidence >= 0.9 and money
    return {
        "order_no": unknown(layout, ("order",)),
        "transaction_id": unknown(layout, ("transaction",)),
        "account": account(layout, []),
        "paid_at": paid_at(layout, None, loose=money),
        "amount_fen": Fact("seen", best.fen, None, best.bit) if best and sure else Fact(),
    }


def by_facts(found: Mapping[str, Fact], hint: str | None) -> tuple[str, ...]:
    """The kind of a page whose words say nothing: one that holds the order's own numbers and amount is of it."""
    seen = {name for name, fact in found.items() if fact.status == "seen"}
    if "amount_fen" not in seen or seen.isdisjoint({"order_no", "transaction_id"}):
        return ("other",)
    if hint in MONEY:
        return (hint,)
    return ("payment_statement",) if "transaction_id" in seen else ("order_screenshot",)
