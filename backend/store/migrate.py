"""Brings a database to the present schema, whatever its age: Alembic, run from code so that no file names a machine."""

from pathlib import Path

from alembic import command
from alembic.config import Config

FOLDER = Path(__file__).with_name("migrations")


def config(url: str) -> Config:
    """Alembic's configuration for a database."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["url"] = url
    return made


def migrate(url: str, to: str = "head") -> None:
    """Apply every migration that is missing. Safe to run again, and by several processes at once on PostgreSQL."""
    command.upgrade(config(url), to)
