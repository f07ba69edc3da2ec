"""The policy's YAML files, read and checked."""

from pathlib import Path

import yaml

from ..domain.publication import policy_from
from ..domain.rulebook import PolicyBook

FOLDER = Path(__file__).resolve().parent.parent / "domain" / "policy_tables"


def policy_book(folder: Path = FOLDER) -> PolicyBook:
    """Every version in the folder. Raises `PolicyError` if any of them is unclear."""
    return PolicyBook([policy_from(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml"))])
