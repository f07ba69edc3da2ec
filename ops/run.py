"""The supervisor: sets up, starts Rasa, actions and backend, prefixes their logs, restarts what dies, stops all.

`python3 -m ops.run`. Ports: REFUND_PORT (8000), RASA_PORT (5005), ACTIONS_PORT (5055); all on 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from . import setup
from .setup import BOT, ROOT, RUN, SERVICE, SetupError, say

COLOURS = {"rasa": 35, "actions": 33, "backend": 32}
READY_S = 180.0
RESTART_S = (0.2, 1, 2, 5, 10)


def sandbox_env() -> dict[str, str]:
    lines = (RUN / "sandbox.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


class Part:
    """One process of the house, its log prefixed, started again when it dies by itself."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], ready: str) -> None:
        self.name, self.command, self.env, self.ready = name, command, env, ready
        self.process: subprocess.Popen[str] | None = None
        self.deaths = 0
        self.started = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.env, text=True, bufsize=1, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._relay, args=(self.process,), daemon=True).start()
        (RUN / f"{self.name}.pid").write_text(str(self.process.pid))

    def _relay(self, process: subprocess.Popen[str]) -> None:
        tag = f"\033[{COLOURS[self.name]}m{self.name:>8} |\033[0m" if sys.stdout.isatty() else f"{self.name:>8} |"
        assert process.stdout is not None
        for line in process.stdout:
            print(tag, line, end="", flush=True)

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return bool(urllib.request.urlopen(self.ready, timeout=2).status == 200)
        return False

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)


def parts(env: dict[str, str]) -> list[Part]:
    backend, rasa, actions = (env[name] for name in ("REFUND_PORT", "RASA_PORT", "ACTIONS_PORT"))
    return [
        Part("backend", [str(SERVICE), "-m", "backend", "serve"], env, f"http://127.0.0.1:{backend}/healthz"),
        Part("actions", [str(SERVICE), "-m", "actions"], _actions_env(env), f"http://127.0.0.1:{actions}/healthz"),
        Part("rasa", [str(BOT), "-m", "bot.serve", "--port", rasa], _rasa_env(env),
             f"http://127.0.0.1:{rasa}/status?token={env['RASA_TOKEN']}"),
    ]  # fmt: skip


def _only(env: dict[str, str], *names: str) -> dict[str, str]:
    """Each process is given the secrets it needs and no more."""
    passed = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH")
    return {name: env[name] for name in (*passed, *names) if name in env}


def _rasa_env(env: dict[str, str]) -> dict[str, str]:
    return _only(env, "RASA_TOKEN", "ACTIONS_PORT", "RASA_PORT")


def _actions_env(env: dict[str, str]) -> dict[str, str]:
    backend = {"BACKEND_URL": f"http://127.0.0.1:{env['REFUND_PORT']}"}
    return _only(env, "RASA_TOKEN", "ACTIONS_API_KEY", "ACTIONS_PORT") | backend


def environment() -> dict[str, str]:
    ports = {"REFUND_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055"}
    env = sandbox_env() | ports | dict(os.environ)
    return env | {"RASA_URL": f"http://127.0.0.1:{env['RASA_PORT']}", "PYTHONUNBUFFERED": "1"}


def free_or_exit(env: dict[str, str]) -> None:
    for name in ("REFUND_PORT", "RASA_PORT", "ACTIONS_PORT"):
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
    API description                {base}/docs

  Ctrl-C stops everything. Data and secrets: {RUN}
""", flush=True)


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
        env = environment()
        free_or_exit(env)
        house = parts(env)
        for part in house:
            part.start()
        waiting = list(house)
        while waiting and not stopping.is_set():
            if time.monotonic() - begun > READY_S + 600 or any(part.died() for part in waiting):
                raise SetupError(f"{waiting[0].name} did not come up; its log is above.")
            waiting = [part for part in waiting if not part.is_ready()]
            stopping.wait(0.2)
        if not stopping.is_set():
            tell(env, time.monotonic() - begun)
            watch(house, stopping)
    except SetupError as error:
        sys.exit(f"\n{error}")
    finally:
        for part in house:
            part.stop()
        deadline = time.monotonic() + 8
        while any(part.process and part.process.poll() is None for part in house) and time.monotonic() < deadline:
            time.sleep(0.1)
        for part in house:
            part.stop(signal.SIGKILL)
            Path(RUN / f"{part.name}.pid").unlink(missing_ok=True)


if __name__ == "__main__":
    main()
