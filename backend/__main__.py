"""`python -m backend <command>`: serve, migrate, demo, secrets."""

import argparse
import asyncio
import sys

from .settings import SettingsError, load, make_channel_keys, make_sandbox_secrets


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m backend", description=__doc__)
    parser.add_argument("command", choices=["serve", "migrate", "demo", "secrets"])
    command = parser.parse_args().command
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
    else:
        from .demo_story import load_demo

        asyncio.run(load_demo(settings))


if __name__ == "__main__":
    main()
