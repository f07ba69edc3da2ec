"""What the classifier sees: no numbers, sounds beside characters, and the shape of a message."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from bot.extractor import facts
from bot.features import CHARS, SHAPE, SOUNDS, STREAMS, grams, masked
from bot.vectors import STREAM_WEIGHTS, Vectors


def features(text: str, now: datetime) -> dict[str, list[str]]:
    return grams(text, facts(text, now))


def test_no_number_is_ever_learnt(now: datetime) -> None:
    one, other = "订单ly20261103000127充了50元没到", "订单ly20261120999888充了30元没到"
    assert masked(one, facts(one, now)) == masked(other, facts(other, now))
    assert features(one, now)[CHARS] == features(other, now)[CHARS]
    assert not any(char.isdigit() for gram in features("13800001234回电", now)[CHARS] for char in gram)


def test_numbers_that_are_words_stay(now: datetime) -> None:
    words = ["88", "我要打12315", "0", "666"]
    assert [masked(text, facts(text, now)) for text in words] == words
    assert [masked(text, facts(text, now)) for text in ("2", "87", "等了25天")] == ["#", "#", "⏰"]


def test_the_same_sound_is_the_same_feature(now: datetime) -> None:
    assert features("退款", now)[SOUNDS] == features("退宽", now)[SOUNDS] == features("tuikuan", now)[SOUNDS]
    assert features("退款", now)[CHARS] != features("退宽", now)[CHARS]


def test_shape_tells_facts_alone_and_questions(now: datetime) -> None:
    assert "facts_alone" in features("13800001234", now)[SHAPE]
    assert "has_phone_number" in features("13800001234", now)[SHAPE]
    assert "facts_alone" not in features("打13800001234给我", now)[SHAPE]
    assert "asks" in features("能退吗", now)[SHAPE]
    assert "reason_wrong_topup" in features("充错号了", now)[SHAPE]


def vectors(texts: list[str], now: datetime) -> Vectors:
    return Vectors.learn(texts, now)


def test_only_what_two_texts_have_is_known(now: datetime) -> None:
    known = vectors(["退款进度", "退款多久", "转人工"], now).known[CHARS]
    assert "退款" in known
    assert "人工" not in known


def test_a_stream_has_unit_length_times_its_weight(now: datetime) -> None:
    learnt = vectors(["退款进度", "退款多久", "我要退款", "要退款进度"], now)
    places, values = learnt.row("我要退款进度", [])
    size = 0
    for stream in STREAMS:
        of_stream = np.isin(places, list(learnt.known[stream].values()))
        assert np.isclose(np.linalg.norm(values[of_stream]), STREAM_WEIGHTS[stream])
        size += of_stream.sum()
    assert size == len(places) == len(set(places))


def test_texts_that_are_shared_out_make_the_same_rows(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    texts = ["退款进度", "退款多久", "我要退款", "要退款进度", "转人工"]
    learnt = vectors(texts, now)
    whole = learnt.matrix(texts, now)
    monkeypatch.setattr("bot.vectors.PART", 2)
    assert (learnt.matrix(texts, now) != whole).nnz == 0


def test_a_text_of_unknown_features_has_a_row_too(now: datetime) -> None:
    learnt = vectors(["退款进度", "退款多久"], now)
    assert learnt.matrix(["咕噜"], now).shape == (1, learnt.size)
    assert "咕" not in learnt.known[CHARS]


def test_state_restores_the_same_rows(now: datetime) -> None:
    learnt = vectors(["退款进度", "退款多久", "转人工", "要转人工 👍", "好👍"], now)
    again = Vectors.restored(learnt.state())
    for text in ("退款到哪", "转人工吧", "👍"):
        for before, after in zip(learnt.row(text, []), again.row(text, []), strict=True):
            assert np.array_equal(before, after)
    assert again.knows_sign("👍")
    assert not again.knows_sign("🦄")
    assert not again.knows_sign("退")
