"""The bot's own environment (Python 3.10) runs these: `bot/.venv/bin/python -m pytest -c bot/pytest.ini`."""

from __future__ import annotations

import importlib.util
import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# The service's environment has no Rasa, and nothing to do here.
collect_ignore_glob = [] if importlib.util.find_spec("rasa") else ["test_*.py"]

if not collect_ignore_glob:
    sys.path.insert(0, str(ROOT))
    from bot.lean import QUIET, leave_out_unused_libraries

    os.environ.update(QUIET)
    leave_out_unused_libraries()


@pytest.fixture(scope="session")
def now() -> datetime:
    """Tuesday 24 November 2026, half past three in the afternoon in Shanghai."""
    return datetime(2026, 11, 24, 15, 30, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="session")
def utterances() -> list[tuple[str, str]]:
    """Every training utterance and its intent, as data/nlu has them."""
    import yaml

    files = sorted(ROOT.glob("data/nlu/*.yml"))
    blocks = [block for path in files for block in yaml.safe_load(path.read_text())["nlu"]]
    return [
        (line.strip()[2:], block["intent"])
        for block in blocks
        for line in block["examples"].splitlines()
        if line.strip().startswith("- ")
    ]


@pytest.fixture(scope="session")
def blind() -> dict[str, Any]:
    """The messages that are kept from training."""
    import yaml

    return dict(yaml.safe_load((ROOT / "tests/bot/blind.yml").read_text()))
