"""Trackers in memory, bounded: the backend is the memory, a tracker is a scratchpad of one turn."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class BoundedTrackerStore(TrackerStore):
    """Keeps the trackers used last, at most `max_trackers` of them, as they are (nothing is serialised)."""

    def __init__(
        self,
        domain: Domain,
        host: EndpointConfig | str | None = None,
        event_broker: EventBroker | None = None,
        max_trackers: int = 512,
        **kwargs: Any,
    ) -> None:
        """A store for at most `max_trackers` (at least one). Raises ValueError otherwise."""
        if int(max_trackers) < 1:
            raise ValueError("max_trackers must be at least 1")
        super().__init__(domain, event_broker)
        self._max_trackers = int(max_trackers)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep the tracker and let go of the one that was used longest ago."""
        await self.stream_events(tracker)
        self._trackers[tracker.sender_id] = tracker
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self._max_trackers:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The sender's tracker, if it is still here."""
        tracker = self._trackers.get(sender_id)
        if tracker is not None:
            self._trackers.move_to_end(sender_id)
        return tracker

    async def keys(self) -> Iterable[str]:
        """The senders kept now."""
        return list(self._trackers)
