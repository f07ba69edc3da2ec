"""Money is integer fen, always."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Leg:
    """One payment of an order: what it paid and what of it is given back or promised, in fen."""

    index: int
    paid_fen: int
    taken_fen: int = 0


@dataclass(frozen=True)
class LegPart:
    index: int
    amount_fen: int


def split_legs(amount_fen: int, legs: Sequence[Leg]) -> list[LegPart]:
    """Spread a refund over the payments, the last paid first, each at most what remains on it (S12).

    Raises ValueError when the legs have less left than the amount, or the amount is not positive.
    """
    if amount_fen <= 0:
        raise ValueError("amount must be positive")
    parts, rest = [], amount_fen
    for leg in sorted(legs, key=lambda leg: leg.index, reverse=True):
        take = min(rest, leg.paid_fen - leg.taken_fen)
        if take > 0:
            parts.append(LegPart(leg.index, take))
            rest -= take
    if rest:
        raise ValueError("the payments have less left than the amount")
    return parts


def yuan(fen: int) -> str:
    """`¥1,234.50`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}¥{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
