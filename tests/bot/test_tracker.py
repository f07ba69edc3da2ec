"""Trackers are a scratchpad: the last ones are kept, the rest is let go."""

from __future__ import annotations

import asyncio

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tracker import BoundedTrackerStore


def store(size: int) -> BoundedTrackerStore:
    return BoundedTrackerStore(Domain.empty(), max_trackers=size)


def tracker(sender: str) -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender, [UserUttered("你好")])


def test_keeps_the_trackers_used_last() -> None:
    kept = store(2)

    async def turns() -> list[str]:
        await kept.save(tracker("a"))
        await kept.save(tracker("b"))
        assert await kept.retrieve("a") is not None  # used again: now b is the oldest
        await kept.save(tracker("c"))
        return list(await kept.keys())

    assert asyncio.run(turns()) == ["a", "c"]
    assert asyncio.run(kept.retrieve("b")) is None


def test_gives_back_what_was_saved() -> None:
    kept, saved = store(3), tracker("a")
    asyncio.run(kept.save(saved))
    assert asyncio.run(kept.retrieve("a")) is saved
    asyncio.run(kept.save(saved))
    assert list(asyncio.run(kept.keys())) == ["a"]


@pytest.mark.parametrize("size", [0, -1])
def test_a_store_for_nobody_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        store(size)
