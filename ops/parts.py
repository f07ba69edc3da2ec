"""The processes of the house: how each is started, watched and stopped. Used by the supervisor, tests and benchmark."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

from .setup import BOT, ROOT, SERVICE

COLOURS = {"rasa": 35, "actions": 33, "backend": 32, "channel": 36}
PASSED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONUNBUFFERED")
PORTS = {"REFUND_PORT": "8000", "RASA_PORT": "5005", "ACTIONS_PORT": "5055", "SANDBOX_CHANNEL_PORT": "5999"}


class Part:
    """One process, its log lines prefixed with its name."""

    def __init__(self, name: str, command: list[str], env: dict[str, str], ready: str) -> None:
        self.name, self.command, self.env, self.ready = name, command, env, ready
        self.process: subprocess.Popen[str] | None = None
        self.started = 0.0
        self.deaths = 0
        self.log: list[str] | None = None  # collects lines instead of printing them

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.env, text=True, bufsize=1, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        threading.Thread(target=self._relay, args=(self.process,), daemon=True).start()

    def _relay(self, process: subprocess.Popen[str]) -> None:
        tag = f"\033[{COLOURS[self.name]}m{self.name:>8} |\033[0m" if sys.stdout.isatty() else f"{self.name:>8} |"
        assert process.stdout is not None
        for line in process.stdout:
            if self.log is None:
                print(tag, line, end="", flush=True)
            else:
                self.log.append(line)

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def is_ready(self) -> bool:
        with contextlib.suppress(OSError):
            return bool(urllib.request.urlopen(self.ready, timeout=2).status == 200)
        return False

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """To the process and its children; nothing if it has ended."""
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


def sandbox_env(folder: Path) -> dict[str, str]:
    """The demo secrets of a data folder."""
    lines = (folder / "sandbox.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def environment(folder: Path, **more: str) -> dict[str, str]:
    """What the processes of one house are told: its data folder, secrets and ports."""
    env = sandbox_env(folder) | PORTS | dict(os.environ) | more
    return env | {
        "REFUND_DATA": str(folder),
        "RASA_URL": f"http://127.0.0.1:{env['RASA_PORT']}",
        "BACKEND_URL": f"http://127.0.0.1:{env['REFUND_PORT']}",
        "SANDBOX_CHANNEL_URL": f"http://127.0.0.1:{env['SANDBOX_CHANNEL_PORT']}",
        "no_proxy": ",".join(filter(None, [env.get("no_proxy") or env.get("NO_PROXY"), "127.0.0.1"])),
        "PYTHONUNBUFFERED": "1",
    }


def parts(env: dict[str, str]) -> dict[str, Part]:
    """The processes, in production without the sandbox's channel. Each is given the secrets it needs and no more."""
    rasa = {name: env[name] for name in (*PASSED, "RASA_TOKEN", "ACTIONS_PORT") if name in env}
    needs = (*PASSED, "RASA_TOKEN", "ACTIONS_API_KEY", "ACTIONS_PORT", "BACKEND_URL")
    actions = {name: env[name] for name in needs if name in env}
    needs = (*PASSED, "REFUND_DATA", "REFUND_PORT", "SANDBOX_CHANNEL_PORT")
    channel = {name: env[name] for name in needs if name in env}
    here = "http://127.0.0.1:"
    made = [
        Part("backend", [str(SERVICE), "-m", "backend", "serve"], env, f"{here}{env['REFUND_PORT']}/healthz"),
        Part("actions", [str(SERVICE), "-m", "actions"], actions, f"{here}{env['ACTIONS_PORT']}/healthz"),
        Part("rasa", [str(BOT), "-m", "bot.serve", "--port", env["RASA_PORT"]], rasa,
             f"{here}{env['RASA_PORT']}/status?token={env['RASA_TOKEN']}"),
        Part("channel", [str(SERVICE), "-m", "backend.sandbox"], channel,
             f"{here}{env['SANDBOX_CHANNEL_PORT']}/healthz"),
    ]  # fmt: skip
    if env.get("REFUND_MODE") == "production":
        made.pop()
    return {part.name: part for part in made}


def wait_until_ready(house: list[Part], seconds: float, stopping: threading.Event | None = None) -> Part | None:
    """Wait for all; the first that is not up in time, or has died, is handed back."""
    end = time.monotonic() + seconds
    waiting = list(house)
    pause = stopping or threading.Event()
    while waiting and not pause.is_set():
        waiting = [part for part in waiting if not part.is_ready()]
        dead = next((part for part in waiting if part.died()), None)
        if dead or (waiting and time.monotonic() > end):
            return dead or waiting[0]
        pause.wait(0.1)
    return None


def stop(house: list[Part], seconds: float = 8.0) -> None:
    """Ask all to end, then insist."""
    for part in house:
        part.signal(signal.SIGTERM)
    end = time.monotonic() + seconds
    while any(part.process and not part.died() for part in house) and time.monotonic() < end:
        time.sleep(0.05)
    for part in house:
        part.signal(signal.SIGKILL)
