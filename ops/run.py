"""The supervisor: sets up, starts Rasa, actions, backend and the sandbox's payment channel, prefixes their logs,
restarts what dies, stops all.

`python3 -m ops.run`. Ports: REFUND_PORT (8000), RASA_PORT (5005), ACTIONS_PORT (5055), SANDBOX_CHANNEL_PORT
(5999); all on 127.0.0.1.
"""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time

from . import setup
from .parts import PORTS, Part, environment, parts, stop, wait_until_ready
from .setup import RUN, SetupError, say

READY_S = 120.0
RESTART_S = (0.2, 1, 2, 5, 10)


def free_or_exit(env: dict[str, str]) -> None:
    for name in PORTS:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", int(env[name]))) == 0:
                raise SetupError(f"port {env[name]} is taken: stop what uses it, or set {name}.")


def watch(house: list[Part], stopping: threading.Event) -> None:
    """Start again whatever dies, ever more slowly while it keeps dying."""
    while not stopping.wait(0.2):
        for part in house:
            if part.died() and not stopping.is_set():
                part.deaths = part.deaths + 1 if time.monotonic() - part.started < 30 else 1
                wait = RESTART_S[min(part.deaths, len(RESTART_S)) - 1]
                say(f"{part.name} ended ({part.process.returncode if part.process else '?'}), again in {wait} s")
                stopping.wait(wait)
                part.start()


def tell(env: dict[str, str], seconds: float) -> None:
    base = f"http://127.0.0.1:{env['REFUND_PORT']}"
    print(f"""
  Refund Desk is up ({seconds:.0f} s).

    who to try, and what to say    {base}/demo
    the buyer's window in a shop   {base}/demo/host
    staff console                  {base}/console     (sign-ins are on the demo page)
    merchant's page                {base}/merchant    (links are on the demo page)

  Ctrl-C stops everything. Data and secrets: {RUN}
""", flush=True)  # fmt: skip


def main() -> None:
    begun = time.monotonic()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    house: list[Part] = []
    try:
        setup.environments()
        setup.page_modules()
        setup.data()
        setup.assistant()
        env = environment(RUN)
        free_or_exit(env)
        house = list(parts(env).values())
        for part in house:
            part.start()
        late = wait_until_ready(house, READY_S, stopping)
        if late is not None:
            raise SetupError(f"{late.name} did not come up; its log is above.")
        if not stopping.is_set():
            tell(env, time.monotonic() - begun)
            watch(house, stopping)
    except SetupError as error:
        sys.exit(f"\n{error}")
    finally:
        stop(house)


if __name__ == "__main__":
    main()
