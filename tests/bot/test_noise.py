"""Noise that is like typing, and the same for the same seed."""

from __future__ import annotations

from random import Random

import pytest

from bot.noise import PICKED, homophones, one_dropped, some_dropped, traditional, two_as_pinyin, two_swapped
from bot.pinyin import syllable, syllables

TEXT = "我充的话费一直没有到账"
ALL = (homophones, one_dropped, two_swapped, two_as_pinyin)


@pytest.mark.parametrize("noise", ALL)
def test_the_same_seed_gives_the_same_noise(noise: object) -> None:
    assert callable(noise)
    assert noise(TEXT, Random(5)) == noise(TEXT, Random(5))
    assert len({noise(TEXT, Random(seed)) for seed in range(20)}) > 3


@pytest.mark.parametrize("noise", ALL)
@pytest.mark.parametrize("text", ["", "好", "👍", "ok", "13800001234"])
def test_short_and_foreign_texts_survive(noise: object, text: str) -> None:
    assert callable(noise)
    assert isinstance(noise(text, Random(1)), str)
    if text:
        assert noise(text, Random(1))


def test_homophones_sound_the_same() -> None:
    noised = homophones(TEXT, Random(3), share=1.0)
    assert noised != TEXT
    assert [syllable(char) for char in noised] == [syllable(char) for char in TEXT]
    assert homophones(TEXT, Random(3), share=0.0) == TEXT


def test_dropping_and_swapping_change_one_place() -> None:
    assert len(one_dropped(TEXT, Random(2))) == len(TEXT) - 1
    swapped = two_swapped(TEXT, Random(2))
    assert sorted(swapped) == sorted(TEXT)
    assert sum(a != b for a, b in zip(swapped, TEXT, strict=True)) == 2


def test_of_a_short_text_each_character_falls_out_once_but_no_negation() -> None:
    assert some_dropped("没到账呢", Random(5)) == ["没账呢", "没到呢", "没到账"]


def test_of_a_long_text_a_few_characters_fall_out_one_a_copy() -> None:
    text = "充的话费到现在都还在路上呢怎么回事"
    copies = some_dropped(text, Random(5))
    assert 1 < len(copies) <= PICKED
    assert {len(copy) for copy in copies} == {len(text) - 1}


def test_pinyin_reads_as_the_characters_did() -> None:
    noised = two_as_pinyin("退款进度", Random(4))
    assert any(char.isascii() for char in noised)
    assert sum(char.isascii() for char in noised) >= 4
    assert syllables(noised) == syllables("退款进度")


def test_traditional_script() -> None:
    assert traditional("退款进度") == "退款進度"
