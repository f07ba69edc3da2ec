"""What happened in the house, from the platform's feed: through which states a case went, and what a buyer did."""

import threading
from datetime import datetime
from typing import Any

from tests.live import Caller

Json = dict[str, Any]
# Steps of a case that only a buyer's yes may bring about.
WRITES = frozenset({
    "submit", "resubmit", "appeal", "open_dispute", "dispute_withdrawn", "cancel", "not_received", "arrival_confirmed",
    "evidence_supplied", "evidence_supplied_manual",
})  # fmt: skip
ALONE = frozenset({"expedite.opened", "callback.scheduled", "callback.rescheduled", "callback.cancelled"})


class Feed:
    """All events of the house, read once, sorted by buyer."""

    def __init__(self, platform: Caller) -> None:
        self._platform, self._lock = platform, threading.Lock()
        self._next, self._of = 0, dict[str, list[Json]]()

    def of(self, customer_id: str) -> list[Json]:
        with self._lock:
            while True:
                page = self._platform.get("/v1/platform/events", after_seq=self._next, limit=1000)["items"]
                for event in page:
                    self._of.setdefault(event["customer_id"], []).append(event)
                    self._next = event["seq"]
                if len(page) < 1000:
                    return list(self._of.get(customer_id, []))


class History:
    """One buyer's part of the feed."""

    def __init__(self, feed: Feed, customer_id: str) -> None:
        self._feed, self.customer_id = feed, customer_id

    def events(self) -> list[Json]:
        return self._feed.of(self.customer_id)

    def states(self, refund_no: str, since: str, until: str) -> list[str]:
        """The states that the case had between two moments."""
        begin, end = datetime.fromisoformat(since), datetime.fromisoformat(until)
        states, last = list[str](), ""
        for event in self.events():
            if event["refund_no"] != refund_no or not event["event"].startswith("refund."):
                continue
            at, state = datetime.fromisoformat(event["at"]), event["data"].get("state", last)
            if at <= begin:
                last = state
            elif at <= end:
                states.append(state)
        return [last, *states]

    def cases(self, orders: set[str]) -> list[str]:
        """The numbers of all cases on these orders, those that are only being filled in included."""
        found = (e["refund_no"] for e in self.events() if e["event"].startswith("refund.") and e["order_no"] in orders)
        return list(dict.fromkeys(found))

    def writes(self) -> list[Json]:
        """What was done in the buyer's name: `{seq, at, event, refund_no}`."""
        found = []
        for event in self.events():
            name = event["event"] if event["event"] in ALONE else event["data"].get("event")
            moved = event["event"].startswith("refund.") and event["data"].get("state") != event["data"].get("from")
            if event["event"] in ALONE or (moved and name in WRITES):
                found.append({**event, "event": name})
        return found
