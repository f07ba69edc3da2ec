"""Start Rasa's own server, lean: `python -m bot.serve --model models --port 5005`.

It does what `rasa run --enable-api -i 127.0.0.1 -t $RASA_TOKEN` does with the same files (see `bot/lean.py`), and ends
when there is no model that it can load, where Rasa would go on without one.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from typing import Any

from bot.lean import QUIET, leave_out_unused_libraries


def main() -> None:
    """Serve until told to stop."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", default="models", help="an archive, or a folder of which the newest is taken")
    options.add_argument("--interface", default="127.0.0.1")
    options.add_argument("--port", type=int, default=5005)
    chosen = options.parse_args()
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("RASA_TOKEN"):
        sys.exit("RASA_TOKEN is not set: Rasa's API is never open.")
    leave_out_unused_libraries()
    quieten()
    serve(chosen.model, chosen.interface, chosen.port)


def quieten() -> None:
    """Import Rasa and let it speak of what is wrong: neither of its libraries' ages nor of what customers write."""
    with warnings.catch_warnings(record=True):  # kept to themselves
        import rasa.core.run
        import rasa.utils.common
        import rasa.utils.io
        import rasa.utils.log_utils

    rasa.utils.common.configure_logging_and_warnings(logging.WARNING)
    rasa.utils.io.configure_colored_logging(logging.WARNING)
    rasa.utils.log_utils.configure_structlog(logging.ERROR)
    warnings.filterwarnings("ignore", category=DeprecationWarning)


def serve(model: str, interface: str, port: int) -> None:
    """Rasa's server with the files of the working directory."""
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    load = rasa.core.run.load_agent_on_start

    async def load_or_end(*given: Any) -> Any:
        agent = await load(*given)
        if not agent.is_ready():
            sys.exit(f"no model could be loaded from {model}: train one (python -m bot.train)")
        return agent

    rasa.core.run.load_agent_on_start = load_or_end
    rasa.core.run.serve_application(
        model,
        interface=interface,
        port=port,
        credentials="credentials.yml",
        auth_token=os.environ["RASA_TOKEN"],
        enable_api=True,
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
    )


if __name__ == "__main__":
    main()
