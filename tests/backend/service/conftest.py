"""Here a fault is never quiet: what the worker would log and put off fails the test."""

from typing import Any

import pytest

from backend.service import worker

# What the outside may refuse without its being our fault.
OUTSIDE = {"merchant.notice", "platform.webhook", "code.revoke", "code.restore"}


class Loud:
    def exception(self, event: str, **said: Any) -> None:
        raise  # the fault that is being handled

    def warning(self, event: str, **said: Any) -> None:
        assert said["topic"] in OUTSIDE, f"{event}: {said}"


@pytest.fixture(autouse=True)
def loud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "log", Loud())
