"""The classifier on small data: ranks, several parts, messages without words, saving, the same every time."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from bot.classifier import FILE, Understanding
from bot.extractor import facts
from bot.normaliser import normalise

EXAMPLES = {
    "greet": "你好 您好 在吗 哈喽 早上好 你好啊 晚上好 在不在 嗨 你好👋",
    "thanks": "谢谢 谢谢你 多谢 非常感谢 太感谢了 谢谢啊 辛苦了 感谢 🙏 🙏🙏",
    "check_refund_progress": "退款到哪了 退款进度 退款怎么样了 查退款进度 退款到哪一步了 退款有结果吗 看退款进度",
    "request_human": "转人工 人工客服 我要人工 找真人 叫人工来 人工 转真人客服 话费没到转人工 退款进度转人工",
    "report_topup_not_received": "充值没到账 话费没到 充的钱没到账 充了没收到 话费还没到账 充值一直没到 钱充了没到",
    "out_of_scope": "今天天气怎么样 明天下雨吗 讲讲历史 股票怎么买 帮我写作文 晚饭吃什么好",
}


@pytest.fixture(scope="module")
def examples() -> list[tuple[str, str]]:
    return [(text, intent) for intent, texts in EXAMPLES.items() for text in texts.split()]


@pytest.fixture(scope="module")
def understanding(examples: list[tuple[str, str]]) -> Understanding:
    return Understanding.learn(examples)


def rank(understanding: Understanding, typed: str, now: datetime) -> list[tuple[str, float]]:
    plain = normalise(typed)
    return understanding.rank(plain, facts(plain.text, now))


@pytest.mark.parametrize("typed", ["退款到哪了", "你好", "冲话费没到帐", "", "😶", "咕噜咕噜" * 300, "退款。" * 500])
def test_all_intents_are_ranked_and_sum_to_one(understanding: Understanding, typed: str, now: datetime) -> None:
    ranking = rank(understanding, typed, now)
    assert {intent for intent, _ in ranking} == set(EXAMPLES)
    confidences = [confidence for _, confidence in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)
    assert min(confidences) >= 0


@pytest.mark.parametrize(
    ("typed", "intent"),
    [
        ("我退款到哪一步了", "check_refund_progress"),
        ("退宽进度", "check_refund_progress"),
        ("tuikuan进度", "check_refund_progress"),
        ("退款進度", "check_refund_progress"),
        ("冲的话费木有到帐", "report_topup_not_received"),
        ("转人公", "request_human"),
        # What is said beside a matter gives way to it, wherever it stands.
        ("你好，退款到哪了", "check_refund_progress"),
        ("退款到哪了，谢谢", "check_refund_progress"),
        ("在吗 谢谢 话费没到账", "report_topup_not_received"),
        # A person is wanted, whatever else is said.
        ("退款到哪了？转人工！", "request_human"),
        ("你好 人工客服 我的退款怎么样了", "request_human"),
        # Several that are all beside.
        ("你好👋", "greet"),
        ("🙏", "thanks"),
    ],
)
def test_the_first_of_the_ranking(understanding: Understanding, typed: str, intent: str, now: datetime) -> None:
    assert rank(understanding, typed, now)[0][0] == intent


@pytest.mark.parametrize("typed", ["", "   ", "。。。", "？！", "🦄", "😶😶😶", "/", "@#$%^&*", "……", "(╯°□°)╯"])
def test_a_message_without_words_is_out_of_scope(understanding: Understanding, typed: str, now: datetime) -> None:
    intent, confidence = rank(understanding, typed, now)[0]
    assert (intent, confidence) == ("out_of_scope", 1.0)


def test_what_was_saved_says_the_same(understanding: Understanding, tmp_path: Path, now: datetime) -> None:
    understanding.save(tmp_path)
    again = Understanding.load(tmp_path)
    for typed in ("退款到哪了", "你好，话费没到", "转人工", "😶", "咕噜"):
        assert rank(again, typed, now) == rank(understanding, typed, now)


def test_the_archive_holds_plain_arrays(understanding: Understanding, tmp_path: Path) -> None:
    understanding.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    with np.load(tmp_path / FILE, allow_pickle=False) as state:
        assert all(state[name].dtype != object for name in state.files)


def test_nothing_saved_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Understanding.load(tmp_path)


def test_the_same_examples_teach_the_same(examples: list[tuple[str, str]], now: datetime) -> None:
    one, other = Understanding.learn(examples), Understanding.learn(examples)
    assert rank(one, "退款怎么还没到", now) == rank(other, "退款怎么还没到", now)


def test_two_intents_suffice(now: datetime) -> None:
    pair = [(text, intent) for intent in ("greet", "request_human") for text in EXAMPLES[intent].split()]
    understanding = Understanding.learn(pair)
    assert rank(understanding, "转人工啊", now)[0][0] == "request_human"
    assert rank(understanding, "你好呀", now)[0][0] == "greet"
