"""The bench of the two pipelines: what is compared, and how it is told."""

from __future__ import annotations

import pytest

from ops import bench_nlu


def test_the_default_is_rasas_own_pipeline_at_the_epochs_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_nlu, "EPOCHS", 3)
    parts = {part["name"]: part for part in bench_nlu.default_config()["pipeline"]}
    assert parts["DIETClassifier"]["epochs"] == 3
    assert parts["FallbackClassifier"]["threshold"] == 0.3
    assert "ResponseSelector" not in parts


def test_ours_is_the_pipeline_that_is_served_without_policies() -> None:
    config = bench_nlu.our_config()
    assert [part["name"] for part in config["pipeline"]][:3] == [
        "bot.components.Normaliser", "bot.components.Extractor", "bot.components.Classifier",
    ]  # fmt: skip
    assert "policies" not in config


def test_the_fallback_stands_before_the_first_intent() -> None:
    ranking = [{"name": "nlu_fallback", "confidence": 0.7}, {"name": "greet", "confidence": 0.2}]
    judged, unsure = bench_nlu._judged({"intent": ranking[0], "intent_ranking": ranking}, {"greet"})
    assert (judged.three, judged.hit, judged.confidence, unsure) == (("greet",), True, 0.2, True)


def test_the_table_tells_how_often_ours_goes_into_the_defaults() -> None:
    ours = {name: 2.0 for name, _, _ in bench_nlu.ROWS}
    lines = list(bench_nlu.table(ours, {**ours, "CPU a parse": 9.0, "training": 0.0}))
    assert len(lines) == 1 + len(bench_nlu.ROWS)
    assert next(line for line in lines if line.startswith("CPU a parse")).split()[-3:] == ["2.00", "9.00", "4.50"]
