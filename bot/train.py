"""Train the assistant if what it is made of has changed: `python -m bot.train [--force]`.

The archive is named after its ingredients, so that a look at `models/` tells whether it is up to date.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from bot.lean import QUIET, leave_out_unused_libraries
from bot.serve import quieten

ROOT = Path(__file__).resolve().parent.parent
INGREDIENTS = ("config.yml", "domain.yml", "data/**/*.yml", "bot/*.py", "bot/requirements.lock")
PREFIX, SUFFIX = "assistant-", ".tar.gz"
# Rasa's cache would only cost time here: whatever changed, everything is trained.
ENVIRONMENT = {**QUIET, "RASA_MAX_CACHE_SIZE": "0"}


def ingredients(root: Path) -> list[Path]:
    """Everything that the trained assistant depends on, in a fixed order."""
    return sorted({path for pattern in INGREDIENTS for path in root.glob(pattern) if path.is_file()})


def fingerprint(root: Path) -> str:
    """Twelve hexadecimal digits that change with any ingredient's name or content."""
    digest = hashlib.sha256()
    for path in ingredients(root):
        digest.update(f"{path.relative_to(root).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def archive(root: Path) -> Path:
    """Where the archive of the present ingredients is, or will be."""
    return root / "models" / f"{PREFIX}{fingerprint(root)}{SUFFIX}"


def outdated(current: Path) -> Iterator[Path]:
    """The archives of other ingredients, beside the current one."""
    return (path for path in current.parent.glob(f"{PREFIX}*{SUFFIX}") if path != current)


def train(root: Path, target: Path) -> None:
    """Train, and put the archive in place whole, so that no server ever sees half of one. Raises RuntimeError."""
    import rasa.model_training

    unfinished = target.with_name(f".{target.name}")
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        result = rasa.model_training.train(
            domain=str(root / "domain.yml"),
            config=str(root / "config.yml"),
            training_files=[str(root / "data")],
            output=str(unfinished.parent),
            force_training=True,
            fixed_model_name=unfinished.name,
        )
    if result.code or not unfinished.exists():
        raise RuntimeError(f"Rasa could not train (code {result.code})")
    unfinished.replace(target)


def main() -> None:
    """Train where it is needed and say how long it took."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--force", action="store_true", help="train although nothing has changed")
    force = options.parse_args().force
    target = archive(ROOT)
    if target.exists() and not force:
        print(f"the assistant is up to date ({target.name})")
        return
    begun = time.monotonic()
    print("training the assistant ...", flush=True)
    os.environ.update(ENVIRONMENT)
    os.chdir(ROOT)
    leave_out_unused_libraries()
    quieten()
    train(ROOT, target)
    for old in outdated(target):
        old.unlink()
    size = target.stat().st_size / 1e6
    print(f"the assistant is trained: {target.name}, {size:.1f} MB, {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
