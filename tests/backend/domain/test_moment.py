"""Moments: UTC inside, Shanghai's offset outside, and the same whatever the server's zone (I21)."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.moment import SHANGHAI, iso, moment
from backend.domain.policy import decide, eligibility

from .cases import POLICY, at, claim, delivered, facts

offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
moments = st.datetimes(datetime(1990, 1, 2), datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001


@given(moments)
def test_written_and_read_it_is_the_same_instant(when: datetime) -> None:
    when = when.replace(microsecond=when.microsecond // 1000 * 1000)
    text = iso(when)
    assert text is not None
    assert text.endswith("+08:00")
    again = moment(text)
    assert again == when
    assert again is not None
    assert again.tzinfo is UTC


def test_by_hand() -> None:
    assert iso(at("2026-11-24 09:00")) == "2026-11-24T09:00:00+08:00"
    assert iso(datetime(2026, 11, 24, 1, 0, 0, 5000, UTC)) == "2026-11-24T09:00:00.005+08:00"
    assert moment("2026-11-24T01:00:00Z") == at("2026-11-24 09:00")
    assert iso(None) is None
    assert moment(None) is None
    assert SHANGHAI.utcoffset(None) == timedelta(hours=8)


@pytest.mark.parametrize("text", ["2026-11-24T09:00:00", "2026-11-24", "yesterday", ""])
def test_a_text_without_an_offset_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        moment(text)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        iso(datetime(2026, 1, 1))  # noqa: DTZ001


def told() -> str:
    """All that a zone could leak into: windows, deadlines, the decision's own bytes."""
    those = facts(delivered(2))
    return f"{eligibility(those, POLICY, discovered_at=those.now).as_json()}{decide(claim(), those, POLICY)}"


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_the_server_s_zone_does_not_show(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    here = told()
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert told() == here
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nor_do_zone_locale_and_hash_seed_of_a_fresh_process() -> None:
    script = "from tests.backend.domain.test_moment import told; print(told())"
    env = os.environ | {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"}
    root = Path(__file__).parents[3]
    there = subprocess.check_output([sys.executable, "-c", script], env=env, cwd=root, text=True)
    assert there.strip() == told()
