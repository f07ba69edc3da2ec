"""A migrated, empty SQLite file to begin from."""

from pathlib import Path

import pytest

from backend.store.migrate import migrate


@pytest.fixture(scope="module")
def handoff_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handoff") / "template.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path
