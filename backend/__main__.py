"""`python -m backend <command>`: serve, migrate, demo, audit, secrets, staff."""

import argparse
import asyncio
import sys

from .settings import SettingsError, load, make_channel_keys, make_sandbox_secrets


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m backend", description=__doc__)
    parser.add_argument("command", choices=["serve", "migrate", "demo", "audit", "secrets", "staff"])
    parser.add_argument("more", nargs=argparse.REMAINDER, help="staff: list, put, remove")
    given = parser.parse_args()
    command = given.command
    if command == "secrets":
        make_sandbox_secrets()
        make_channel_keys()
        return
    try:
        settings = load()
    except SettingsError as error:
        sys.exit(f"cannot start: {error}")
    if command == "serve":
        from .app import serve

        serve(settings)
    elif command == "migrate":
        from .store.migrate import migrate

        migrate(settings.database_url)
    elif command == "audit":
        sys.exit(asyncio.run(_audit(settings.database_url)))
    elif command == "staff":
        from . import accounts

        sys.exit(asyncio.run(accounts.run(settings, given.more)))
    else:
        from .demo_story import load_demo

        asyncio.run(load_demo(settings))


async def _audit(database_url: str) -> int:
    """Print what the audit comes to; 1 if anything is wrong with it."""
    from .service.audit import inspect
    from .store.database import Database

    database = Database(database_url)
    try:
        found = await inspect(database)
    finally:
        await database.close()
    for line in found.violations:
        print(line)
    print(f"audit: {found.rows} rows, {found.cases} cases, {len(found.violations)} violations")
    return 1 if found.violations else 0


if __name__ == "__main__":
    main()
