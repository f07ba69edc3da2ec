"""The bot's own environment (Python 3.10) runs these: `bot/.venv/bin/python -m pytest tests/bot`."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))


@pytest.fixture(scope="session")
def now() -> datetime:
    """Tuesday 24 November 2026, half past three in the afternoon in Shanghai."""
    return datetime(2026, 11, 24, 15, 30, tzinfo=timezone(timedelta(hours=8)))
