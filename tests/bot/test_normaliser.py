"""Plain text: what must hold for any input, and the spellings that buyers really use."""

from __future__ import annotations

import random
import unicodedata

import pytest

from bot.noise import traditional
from bot.normaliser import MAX_CHARS, normalise

ALPHABET = (
    "退款到帐账冲充值客服副人工木有没咋轉專員訂單１２３ＡＢａ/／⁄∕ \u3000\n\t\u200b\u200d\ufeff\u202e\ufe0f"
    "😡👍🏽①㊣½ﬁ́é，。！？!?~…0123456789abcXYZ{}@\"'\x00\x07\ud83d零一二"
)


def scribbles(count: int, seed: int) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choice(ALPHABET) for _ in range(chance.randrange(0, 60))) for _ in range(count)]


@pytest.mark.parametrize("typed", scribbles(400, 1))
def test_any_scribble_becomes_plain_text_with_a_way_back(typed: str) -> None:
    plain = normalise(typed)
    assert len(plain.text) == len(plain.origin)
    assert all(0 <= place < len(typed) for place in plain.origin)
    assert list(plain.origin) == sorted(plain.origin)
    assert not plain.text.startswith("/")
    assert plain.text == plain.text.strip()
    assert all(unicodedata.category(char) not in {"Cc", "Cf", "Cs"} or char == "\n" for char in plain.text)
    assert plain.text == plain.text.lower()
    plain.text.encode()


@pytest.mark.parametrize("typed", scribbles(200, 2))
def test_plain_text_stays_as_it_is(typed: str) -> None:
    once = normalise(typed).text
    assert normalise(once).text == once


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("钱没到帐", "钱没到账"),
        ("冲话费没到", "充话费没到"),
        ("我冲了100", "我充了100"),
        ("没冲上", "没充上"),
        ("我要退宽", "我要退款"),
        ("啥时候返款", "什么时候退款"),
        ("木有收到", "没有收到"),
        ("咋退", "怎么退"),
        ("咋办啊!!!!!!", "怎么办啊!"),
        ("客副在不", "客服在不"),
        ("转人公", "转人工"),
        ("人工人工人工人工", "人工"),
        ("转人工!转人工!转人工!", "转人工!"),
        ("退 款 进 度", "退款进度"),
        ("ＱＱ币　１００元", "qq币 100元"),
        ("轉接專人客服", "转接专人客服"),
        ("我要申請退款,錢還沒到帳", "我要申请退款,钱还没到账"),
        ("转\u200b人\ufeff工", "转人工"),
        ("啊啊啊啊啊", "啊啊"),
        ("zfb付的", "支付宝付的"),
        ("／转人工", "转人工"),
        ("//affirm", "affirm"),
    ],
)
def test_usual_spellings(typed: str, plain: str) -> None:
    assert normalise(typed).text == plain


@pytest.mark.parametrize(
    "typed",
    [
        "起冲突了",
        "别冲动",
        "帐篷的订单",
        "我知道账号",
        "确认工单",
        "公司名称",
        "13888888888",
        "LY20261111000111",
        "幺三八零零零零",
    ],
)
def test_right_words_are_left_alone(typed: str) -> None:
    assert normalise(typed).text == typed.lower()


def test_places_point_at_what_was_typed() -> None:
    typed = "　嗨,木有到帐１００元"
    plain = normalise(typed)
    start = plain.text.index("100")
    assert typed[slice(*plain.typed(start, start + 3))] == "１００"
    with pytest.raises(ValueError, match="empty span"):
        plain.typed(3, 3)


def test_length_is_bounded_and_both_ends_count() -> None:
    plain = normalise("头" + "很长的话，" * 2000 + "尾")
    assert max(plain.origin) < MAX_CHARS
    long = normalise("我要退款。" + "".join(chr(0x4E00 + i) for i in range(1500)) + "转人工")
    assert long.clipped().startswith("我要退款")
    assert long.clipped().endswith("转人工")
    assert len(long.clipped()) <= 401


def test_traditional_script_reads_like_simplified() -> None:
    typed = "我申请退款已经三天了，客服还没有审核，钱什么时候到账"
    assert normalise(traditional(typed)).text == normalise(typed).text
