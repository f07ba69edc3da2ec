"""Start Rasa's own server without the neural libraries that this assistant does not use.

`python -m bot.serve --model models/X.tar.gz --port 5005` does what `rasa run --enable-api -i 127.0.0.1 -t $RASA_TOKEN`
does with the same files, in a third of the time and half the memory: Rasa imports TensorFlow and Matplotlib at start to
name base classes of components that our pipeline does not contain. Whatever would really use them fails loudly.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import warnings
from types import ModuleType

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "SANIC_WORKERS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "ACTIONS_PORT": "5055",
}


class Absent(ModuleType):
    """Stands in for a library that is not loaded; knows only the base classes that Rasa names at import."""

    def __init__(self, name: str, **known: object) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> object:
        raise AttributeError(f"{self.__name__}.{name}: this library is left out of the server (bot/serve.py)")


def leave_out_unused_libraries() -> None:
    """Put the stand-ins where Python looks first. Only for the process that serves; training loads everything."""
    base = type("Base", (), {})
    utils = Absent("tensorflow.keras.utils", Sequence=base)
    callbacks = Absent("tensorflow.keras.callbacks", Callback=base)
    keras = Absent("tensorflow.keras", utils=utils, callbacks=callbacks)
    ticker = Absent("matplotlib.ticker", FormatStrFormatter=base)
    for module in (
        utils,
        callbacks,
        keras,
        Absent("tensorflow", keras=keras),
        ticker,
        Absent("matplotlib", ticker=ticker),
    ):
        sys.modules[module.__name__] = module


def main() -> None:
    """Serve until told to stop."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", default="models")
    options.add_argument("--interface", default="127.0.0.1")
    options.add_argument("--port", type=int, default=5005)
    chosen = options.parse_args()
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("RASA_TOKEN"):
        sys.exit("RASA_TOKEN is not set: Rasa's API is never open.")
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    leave_out_unused_libraries()

    import rasa.core.run
    import rasa.utils.common
    from rasa.core.utils import AvailableEndpoints

    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    rasa.utils.common.configure_logging_and_warnings(logging.WARNING)
    rasa.core.run.serve_application(
        chosen.model,
        interface=chosen.interface,
        port=chosen.port,
        credentials="credentials.yml",
        auth_token=os.environ["RASA_TOKEN"],
        enable_api=True,
        endpoints=AvailableEndpoints.read_endpoints("endpoints.yml"),
    )


if __name__ == "__main__":
    main()
