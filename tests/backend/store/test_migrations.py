"""Migrations lead to the tables of the code, on both databases; run again, they change nothing."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from backend.store.migrate import config, migrate
from backend.store.tables import metadata


async def asked(url: str, question: Any) -> Any:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(question)
    finally:
        await engine.dispose()


def differences(connection: Connection) -> list[Any]:
    return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


async def test_the_migrated_schema_is_the_codes(either: str) -> None:
    assert await asked(either, differences) == []


def test_again_changes_nothing_and_back_leaves_nothing(tmp_path: Path) -> None:
    import asyncio

    from alembic import command

    url = f"sqlite+aiosqlite:///{tmp_path / 'a.db'}"
    migrate(url)
    migrate(url)
    assert asyncio.run(asked(url, differences)) == []
    command.downgrade(config(url), "base")
    assert asyncio.run(asked(url, lambda c: inspect(c).get_table_names())) == ["alembic_version"]


@pytest.mark.postgres
def test_back_and_forth_on_postgres(fresh_postgres: str) -> None:
    from alembic import command

    command.downgrade(config(fresh_postgres), "base")
    migrate(fresh_postgres)


def test_one_line_of_migrations() -> None:
    script = ScriptDirectory.from_config(config("sqlite://"))
    assert len(script.get_heads()) == 1
    assert len(list(script.walk_revisions())) == len(list((Path(script.dir) / "versions").glob("0*.py")))
