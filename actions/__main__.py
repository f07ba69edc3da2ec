"""`python -m actions`: environment ACTIONS_API_KEY, RASA_TOKEN, BACKEND_URL, ACTIONS_PORT."""

import os
import sys

from .server import Settings, serve

MISSING = "cannot start: {} is not set."


def main() -> None:
    """Serve with what the environment says; a missing secret stops the start."""
    for name in ("ACTIONS_API_KEY", "RASA_TOKEN"):
        if not os.environ.get(name):
            sys.exit(MISSING.format(name))
    serve(
        Settings(
            actions_api_key=os.environ["ACTIONS_API_KEY"],
            rasa_token=os.environ["RASA_TOKEN"],
            backend_url=os.environ.get("BACKEND_URL", Settings.backend_url),
            port=int(os.environ.get("ACTIONS_PORT", Settings.port)),
        )
    )


if __name__ == "__main__":
    main()
