"""Writes docs/LICENCES.md: every package that set-up fetches, with its licence as the package itself states it.

`make licences`; run in both environments by way of their own Pythons.
"""

from __future__ import annotations

import json
import subprocess

from .setup import BOT, ROOT, SERVICE

ASK = """
import json, re
from importlib.metadata import distributions
def licence(m):
    named = m.get("License-Expression") or (m.get("License") or "").strip().splitlines()[:1]
    named = named if isinstance(named, str) else (named[0] if named else "")
    classes = [c.split(" :: ")[-1] for c in m.get_all("Classifier") or [] if c.startswith("License ::")]
    return (named if 0 < len(named) < 60 else "") or ", ".join(classes) or "see the package"
found = {re.sub("[-_.]+", "-", d.metadata["Name"].lower()): [d.version, licence(d.metadata)] for d in distributions()}
print(json.dumps(found))
"""
HEAD = """# Licences of what is fetched

Nothing below is kept in this repository: set-up fetches it from PyPI, npm and Debian at the versions of the locks.
Made by `make licences`.
"""
NPM = (("preact", "MIT"), ("htm", "Apache-2.0"))


def packages(python: object) -> dict[str, list[str]]:
    out = subprocess.run([str(python), "-c", ASK], capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = json.loads(out)
    return found


def table(found: dict[str, list[str]]) -> str:
    rows = (f"| {name} | {version} | {licence} |" for name, (version, licence) in sorted(found.items()))
    return "| package | version | licence |\n|---|---|---|\n" + "\n".join(rows)


def main() -> None:
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    pages = {name: [lock[f"node_modules/{name}"]["version"], licence] for name, licence in NPM}
    text = "\n\n".join([
        HEAD.strip(), "## Service: backend, actions, tests", table(packages(SERVICE)), "## Bot", table(packages(BOT)),
        "## Pages", table(pages), "## Debian, for the browser tests",
        "chromium (BSD-3-Clause and others), fonts-noto-cjk (OFL-1.1).",
    ])  # fmt: skip
    (ROOT / "docs" / "LICENCES.md").write_text(text + "\n")


if __name__ == "__main__":
    main()
