"""Training happens when an ingredient has changed, and then alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot import train

FILES = {
    "config.yml": "language: zh",
    "domain.yml": "intents: []",
    "data/rules.yml": "rules: []",
    "data/nlu/talk.yml": "nlu: []",
    "bot/classifier.py": "SEED = 1",
    "bot/requirements.lock": "rasa==3.6.21",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    (tmp_path / "models").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_any_ingredient_counts(root: Path, name: str) -> None:
    before = train.fingerprint(root)
    assert train.fingerprint(root) == before
    (root / name).write_text(FILES[name] + " ")
    assert train.fingerprint(root) != before
    (root / name).write_text(FILES[name])
    assert train.fingerprint(root) == before


def test_new_and_renamed_files_count_and_others_do_not(root: Path) -> None:
    before = train.fingerprint(root)
    (root / "README.md").write_text("hello")
    (root / "models" / "assistant-0.tar.gz").write_text("old")
    assert train.fingerprint(root) == before
    (root / "data/nlu/more.yml").write_text("nlu: []")
    with_more = train.fingerprint(root)
    assert with_more != before
    (root / "data/nlu/more.yml").rename(root / "data/nlu/other.yml")
    assert train.fingerprint(root) not in {before, with_more}


@pytest.fixture
def trained(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """`main` on that root, with Rasa's part replaced by writing the archive; the archives it wrote."""
    written: list[Path] = []

    def write(at: Path, target: Path) -> None:
        assert at == root
        target.write_text("trained")
        written.append(target)

    monkeypatch.setattr(train, "ROOT", root)
    monkeypatch.setattr(train, "train", write)
    monkeypatch.setattr(train, "quieten", lambda: None)
    monkeypatch.setattr(train, "ENVIRONMENT", {})
    monkeypatch.chdir(root)
    return written


def run(monkeypatch: pytest.MonkeyPatch, *options: str) -> None:
    monkeypatch.setattr(sys, "argv", ["train", *options])
    train.main()


def test_trains_once_and_clears_away_the_old(
    root: Path, trained: list[Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "models" / "assistant-000000000000.tar.gz").write_text("old")
    (root / "models" / "mine.tar.gz").write_text("not ours to remove")
    run(monkeypatch)
    run(monkeypatch)
    assert len(trained) == 1
    assert sorted(path.name for path in (root / "models").iterdir()) == [trained[0].name, "mine.tar.gz"]
    said = capsys.readouterr().out
    assert "is trained" in said
    assert "up to date" in said


def test_trains_again_after_a_change_or_when_told(
    root: Path, trained: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(monkeypatch)
    (root / "domain.yml").write_text("intents: [greet]")
    run(monkeypatch)
    assert len(set(trained)) == 2
    assert not trained[0].exists()
    run(monkeypatch, "--force")
    assert trained[2] == trained[1]
