"""A list of several orders proves the one that is meant by that one's own sum and time, never by its neighbours'."""

from collections.abc import Callable, Sequence
from itertools import permutations

import pytest

from backend.domain.evidence import Page, judge
from backend.domain.evidence.layout import Layout
from backend.domain.evidence.records import parts_about
from backend.domain.moment import SHANGHAI

from .evidence_pages import ORDER, beside, line, order_rows, page

Record = tuple[str, str, str]  # number, time, yuan
RIGHT = f"{ORDER.paid_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}", "110.05"
ONE, TWO = ("2026-11-20 10:00:00", "12.00"), ("2026-11-10 11:30:00", "30.50")
A, B = ORDER.order_no[:-3] + "117", ORDER.order_no[:-3] + "642"


def heads(records: Sequence[Record]) -> Page:
    """Cards that begin with their number."""
    return _cards(records, lambda no, at, yuan: (f"订单号 {no}", f"下单时间 {at}", f"实付 ¥{yuan}"))


def feet(records: Sequence[Record]) -> Page:
    """Cards that end with it."""
    return _cards(records, lambda no, at, yuan: (f"实付 ¥{yuan}", f"下单时间 {at}", f"订单号 {no}"))


def middles(records: Sequence[Record]) -> Page:
    """Cards with their number between the rest."""
    return _cards(records, lambda no, at, yuan: (f"下单时间 {at}", f"订单号 {no}", f"实付 ¥{yuan}"))


def _cards(records: Sequence[Record], rows: Callable[[str, str, str], tuple[str, ...]]) -> Page:
    lines, y = [line("我的订单", 280, 40, 40)], 140.0
    for record in records:
        for text in rows(*record):
            lines.append(line(text, 40, y))
            y += 44
        y += 70
    return page(*lines)


def rows(records: Sequence[Record]) -> Page:
    """A table: what things are called stands above the columns."""
    lines = [line("我的订单", 40, 40, 40)]
    lines += [line(name, x, 140) for name, x in (("订单号", 40), ("付款时间", 400), ("实付款", 800))]
    for at, (no, when, yuan) in enumerate(records):
        lines += [line(text, x, 200.0 + 60 * at) for text, x in ((no, 40), (when, 400), (f"¥{yuan}", 800))]
    return page(*lines, width=1000)


@pytest.mark.parametrize("drawn", [heads, feet, rows])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_its_own_record_proves_an_order(drawn: Callable[[Sequence[Record]], Page], place: int) -> None:
    records: list[Record] = [(A, *ONE), (B, *TWO)]
    records.insert(place, (ORDER.order_no, *RIGHT))
    found = judge(drawn(records), ORDER)
    assert found.state == "accepted", found.findings
    assert (found.facts["amount_fen"]["value"], found.facts["order_no"]["value"]) == (11005, ORDER.order_no)


@pytest.mark.parametrize("drawn", [heads, feet, middles, rows])
def test_no_neighbours_values_do(drawn: Callable[[Sequence[Record]], Page]) -> None:
    """Every way to deal three times and three sums to three orders, and to two, but the right one."""
    for numbers in ((A, ORDER.order_no, B), (ORDER.order_no, A), (A, ORDER.order_no), (B, A, ORDER.order_no)):
        values = [RIGHT, ONE, TWO][: len(numbers)]
        for times in permutations(values):
            for sums in permutations(values):
                records = [(no, at, yuan) for no, (at, _), (_, yuan) in zip(numbers, times, sums, strict=True)]
                if (ORDER.order_no, *RIGHT) not in records:
                    assert judge(drawn(records), ORDER).state != "accepted", records


def test_a_page_about_one_order_is_no_list() -> None:
    assert parts_about(Layout(beside("订单详情", order_rows())), ORDER.order_no) == []
    assert parts_about(Layout(heads([(A, *ONE), (B, *TWO)])), ORDER.order_no) == []
