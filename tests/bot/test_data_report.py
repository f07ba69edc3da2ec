"""The report on the training data: counts, what is near, what is taught and tested."""

from __future__ import annotations

import pytest

from ops import data_report
from tests.bot import score


def test_every_utterance_is_in_one_file() -> None:
    files = data_report.by_file()
    assert [one for name in sorted(files) for one in files[name]] == score.taught()


def test_near_ones_are_found() -> None:
    texts = ["退款到哪了", "话费没到账怎么办", "退款到哪了啊", "转人工", "退款到哪了"]
    assert sorted(data_report.near(texts)) == [(0, 2), (0, 4), (2, 4)]


def test_the_same_in_another_script_or_width_overlaps() -> None:
    assert data_report.overlap(["退款進度", "转人工！"], ["退款进度。", "转人工", "退款到哪了"]) == 2


def test_nothing_that_is_scored_is_taught() -> None:
    taught = [text for text, _ in score.taught()]
    sets = data_report.tested()
    assert all(sets.values())
    assert {name: data_report.overlap(taught, messages) for name, messages in sets.items()} == dict.fromkeys(sets, 0)


def test_a_scored_message_that_is_taught_ends_in_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(data_report, "by_file", lambda: {"one": [("退款到哪了", "check_refund_progress")]})
    monkeypatch.setattr(data_report, "tested", lambda: {"blind": ["退款到哪了"]})
    assert data_report.main() == 1
    monkeypatch.setattr(data_report, "tested", lambda: {"blind": ["话费没到"]})
    assert data_report.main() == 0
    assert "1 utterances" in capsys.readouterr().out
