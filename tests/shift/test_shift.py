"""A slice of `make shift`: half an hour with two agents and more buyers than they can hold."""

from pathlib import Path

import pytest

from backend.store.migrate import migrate

from .__main__ import run
from .desk import Manners
from .figures import share


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shift") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


@pytest.mark.long
async def test_a_busy_half_hour(empty: Path, tmp_path: Path) -> None:
    shift, found = await run(empty, tmp_path, 2, 0.5, 4, Manners(arrivals_per_hour=70, handles_s=500))
    assert found.asked >= 20
    assert found.choices  # more than the agents could hold, or the slice shows nothing
    assert found.passed_over == []
    assert found.too_long == []
    assert share(found.free, 0.9) <= 30
    assert set(shift.outcomes.values()) >= {"person"}
