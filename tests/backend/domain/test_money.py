"""Money: whole fen, spread over payments exactly (I1, I7, S12)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.money import Leg, LegPart, split_legs, yuan


@st.composite
def legs(draw: st.DrawFn) -> list[Leg]:
    paid = draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=5))
    return [Leg(n, fen, draw(st.integers(0, fen))) for n, fen in enumerate(paid)]


@given(legs(), st.data())
def test_parts_sum_to_the_amount_and_fit_their_payments(those: list[Leg], data: st.DataObject) -> None:
    left = sum(leg.paid_fen - leg.taken_fen for leg in those)
    if left == 0:
        with pytest.raises(ValueError, match="less left"):
            split_legs(1, those)
        return
    amount = data.draw(st.integers(1, left))
    parts = split_legs(amount, those)
    assert sum(part.amount_fen for part in parts) == amount
    assert all(type(part.amount_fen) is int and part.amount_fen > 0 for part in parts)
    by_index = {leg.index: leg for leg in those}
    assert all(part.amount_fen <= by_index[part.index].paid_fen - by_index[part.index].taken_fen for part in parts)
    assert len({part.index for part in parts}) == len(parts)


@given(legs(), st.data())
def test_the_last_paid_goes_back_first(those: list[Leg], data: st.DataObject) -> None:
    """A payment is touched only after every later one is given back whole."""
    left = sum(leg.paid_fen - leg.taken_fen for leg in those)
    if left == 0:
        return
    parts = {p.index: p.amount_fen for p in split_legs(data.draw(st.integers(1, left)), those)}
    first = min(parts)
    for leg in those:
        if leg.index > first:
            assert parts.get(leg.index, 0) == leg.paid_fen - leg.taken_fen


@given(legs(), st.data())
def test_refunding_in_two_steps_comes_to_the_same(those: list[Leg], data: st.DataObject) -> None:
    left = sum(leg.paid_fen - leg.taken_fen for leg in those)
    if left < 2:
        return
    amount = data.draw(st.integers(2, left))
    first = data.draw(st.integers(1, amount - 1))
    once = {p.index: p.amount_fen for p in split_legs(amount, those)}
    step = {p.index: p.amount_fen for p in split_legs(first, those)}
    rest = [Leg(leg.index, leg.paid_fen, leg.taken_fen + step.get(leg.index, 0)) for leg in those]
    for part in split_legs(amount - first, rest):
        step[part.index] = step.get(part.index, 0) + part.amount_fen
    assert step == once


@given(legs(), st.integers(1, 10**8))
def test_more_than_is_left_is_refused_whole(those: list[Leg], beyond: int) -> None:
    left = sum(leg.paid_fen - leg.taken_fen for leg in those)
    with pytest.raises(ValueError, match="less left"):
        split_legs(left + beyond, those)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_and_less_are_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        split_legs(amount, [Leg(0, 100)])


def test_by_hand() -> None:
    paid = [Leg(0, 6000), Leg(1, 3000), Leg(2, 1000, taken_fen=400)]
    assert split_legs(600, paid) == [LegPart(2, 600)]
    assert split_legs(601, paid) == [LegPart(2, 600), LegPart(1, 1)]
    assert split_legs(9600, paid) == [LegPart(2, 600), LegPart(1, 3000), LegPart(0, 6000)]


@pytest.mark.parametrize(
    ("fen", "said"), [(0, "¥0.00"), (5, "¥0.05"), (123450, "¥1,234.50"), (-1, "-¥0.01"), (100000000, "¥1,000,000.00")]
)
def test_yuan(fen: int, said: str) -> None:
    assert yuan(fen) == said


@given(st.integers(-(10**10), 10**10))
def test_yuan_loses_no_fen(fen: int) -> None:
    assert int(yuan(fen).replace("¥", "").replace(",", "").replace(".", "")) == fen
