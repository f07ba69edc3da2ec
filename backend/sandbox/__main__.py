"""`python -m backend.sandbox`: the payment channels of the sandbox, on SANDBOX_CHANNEL_PORT (5999), loopback only."""

import sys

from ..settings import SettingsError, load_sandbox
from .app import serve


def main() -> None:
    try:
        settings = load_sandbox()
    except SettingsError as error:
        sys.exit(f"cannot start: {error}")
    serve(settings)


if __name__ == "__main__":
    main()
