"""Spans of time that a rule speaks of stand in the policy tables; what is left in the services is about the machine."""

import ast

import pytest

from tests.architecture.test_house import files, name, tree

# Not the guide's, and nobody's promise: each with its reason.
TECHNICAL = {
    "backend/service/deadlines.py": "nine o'clock and nobody there yet: tried again five minutes later",
    "backend/service/handoff_clock.py": "a wait of half a day is asked about before somebody is fetched",
    "backend/service/presence.py": "how often it is worth a row to write down that somebody was seen",
    "backend/service/retention.py": "the days that the settings name, counted back",
    "backend/service/replies.py": "the day before, in words",
    "backend/service/staff.py": "sessions and lock-outs, by real time",
    "backend/service/worker.py": "leases and back-off",
}


def spans(path: object) -> list[int]:
    """Lines on which a span is written down as a number."""
    found = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]  # type: ignore[arg-type]
    named = [call for call in found if isinstance(call.func, ast.Name) and call.func.id == "timedelta"]
    return [call.lineno for call in named if call.keywords or call.args]


@pytest.mark.parametrize("path", files("backend/service"), ids=name)
def test_a_span_is_named_in_the_tables_or_has_a_reason(path: object) -> None:
    assert bool(spans(path)) == (name(path) in TECHNICAL), spans(path)  # type: ignore[arg-type]
