"""Card secrets on a page: where they are blackened on the picture, and what is starred in the words that are kept."""

from dataclasses import replace

import pytest

from backend.domain.evidence import Line, Page, covered, secret_places
from backend.domain.evidence.page import page_of
from backend.service.privacy import mask

from .evidence_pages import ORDER, WIDTH, beside, line, page

PAIR = beside("卡密详情", [("卡号", "8800123456789"), ("卡密", "QK7P-2MXW-99AB"), ("面额", "100.00")])


def hit(places: tuple[tuple[float, float, float, float], ...], of: Page, which: Line) -> bool:
    """Whether the middle of that line is under one of the places of an upright page."""
    across = (which.x + which.box[2] / 2) / of.width
    down = (which.y + which.height / 2) / of.height
    return any(left < across < left + wide and top < down < top + high for left, top, wide, high in places)


def lines_hit(of: Page) -> list[str]:
    places = secret_places(of, mask, [ORDER.order_no])
    return [each.text for each in of.lines if hit(places, of, each)]


def test_a_card_and_its_secret_are_one_pair() -> None:
    assert lines_hit(PAIR) == ["8800123456789", "QK7P-2MXW-99AB"]
    kept = covered(PAIR, mask).text.split("\n")
    assert "88****" in kept
    assert "QK****" in kept
    assert "100.00" in kept


def test_a_card_number_alone_is_no_secret() -> None:
    alone = beside("兑换中心", [("卡号", "8800123456789"), ("兑换结果", "该卡已被使用")])
    assert lines_hit(alone) == []
    assert covered(alone, mask) == alone


def test_in_the_middle_of_a_line_only_the_value_is_blackened() -> None:
    said = line("您的卡密：QK7P2MXW99AB，请尽快兑换", 40, 300)
    ((left, top, wide, high),) = secret_places(page(said), mask)
    whole, before, value = said.box[2], 30 * 5, 12 * 30 * 0.55
    assert left * WIDTH == pytest.approx(said.x + before, abs=45)
    assert wide * WIDTH == pytest.approx(value, abs=90)
    assert left * WIDTH <= said.x + before
    assert (left + wide) * WIDTH >= said.x + before + value
    assert (left + wide) * WIDTH < said.x + whole
    assert top * page(said).height < said.y
    assert (top + high) * page(said).height > said.bottom
    assert covered(page(said), mask).text == "您的卡密：QK****，请尽快兑换"


@pytest.mark.parametrize("words", ["卡密已被使用（错误码E1042）", "卡密 无效", "密码：错误次数过多，错误码1042"])
def test_words_about_a_secret_are_none(words: str) -> None:
    shown = page(line(words, 40, 300))
    assert secret_places(shown, mask) == ()
    assert covered(shown, mask) == shown


def test_bank_cards_are_blackened_but_no_number_that_people_compare() -> None:
    rows = [("订单号", "6222021234567890"), ("付款卡", "6222021234567899"), ("单号", ORDER.order_no)]
    shown = beside("账单详情", rows)
    assert lines_hit(shown) == ["6222021234567899"]
    secret = beside("订单详情", [("兑换码", ORDER.order_no)])  # whatever they look like, the order's own stay
    assert lines_hit(secret) == []


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_places_are_those_of_the_picture_as_it_is_stored(rotation: int) -> None:
    upright = secret_places(PAIR, mask)
    stored = secret_places(replace(PAIR, rotation=rotation), mask)
    for (left, top, wide, high), (across, down, *size) in zip(upright, stored, strict=True):
        x, y = left + wide / 2, top + high / 2
        for _ in range(rotation // 90):  # what was turned counter-clockwise to stand upright lay clockwise of it
            x, y = 1 - y, x
        assert (across + size[0] / 2, down + size[1] / 2) == pytest.approx((x, y), abs=1e-3)
        assert size == pytest.approx([wide, high] if rotation % 180 == 0 else [high, wide], abs=1e-3)


def test_on_a_slanted_page_where_the_words_really_stand() -> None:
    label, value = line("卡密", 40, 300), replace(line("QK7P2MXW99AB", 240, 300), slanted=(230, 260, 220, 50))
    slanted = page(label, value)
    ((left, top, wide, high),) = secret_places(slanted, mask)
    assert left * WIDTH <= 230
    assert (left + wide) * WIDTH >= 450
    assert top * slanted.height <= 260
    assert (top + high) * slanted.height >= 310
    assert page_of(slanted.as_json()) == slanted
