"""The buyer's line to the house: the window's calls, and everything that came since the last look."""

import time
import uuid
from typing import Any

from tests.live import Chat, LiveHouse

Json = dict[str, Any]
PATIENCE_S = 25.0


class Line(Chat):
    """A chat that hands over every entry once, and waits for a picture's verdict."""

    def __init__(self, house: LiveHouse, customer_id: str, **hint: str) -> None:
        self.fresh: list[Json] = []
        super().__init__(house, customer_id, **hint)

    def settled(self, wait_ms: int = 25_000) -> list[Json]:
        """Nothing is owed any more; the entries go to `fresh`. Once a person has been asked for nothing is owed, though
        小云's word of it may still be on its way."""
        entries = self._look(settled="true", wait_ms=wait_ms)
        if entries and entries[-1]["kind"] == "handoff.requested":
            entries += self._look(wait_ms=3000)
        return [entry for entry in entries if entry["kind"] == "bot.said"]

    def _look(self, **how: Any) -> list[Json]:
        found: list[Json] = self.me.get(f"{self.path}/entries", after_seq=self.seen, **how)["entries"]
        self.seen = max([self.seen, *(entry["seq"] for entry in found)])
        self.fresh += found
        return found

    def owner(self) -> str:
        """Whose the talk is: bot, queue or agent."""
        return str(self.me.get(f"{self.path}/entries", after_seq=self.seen)["owner"])

    def open_again(self) -> None:
        """The window is opened anew."""
        self.me.post("/v1/customer/conversations", {})
        self.settled()

    def take(self) -> list[Json]:
        """What came since the last call."""
        taken, self.fresh = self.fresh, []
        return taken

    def upload(self, picture: bytes, **named: str) -> str:
        """Send a picture and wait for its verdict; its id."""
        told = self.me.upload(f"{self.path}/evidence", picture, client_msg_id=uuid.uuid4().hex, **named)
        end = time.monotonic() + PATIENCE_S
        while told["check"]["state"] == "pending" and time.monotonic() < end:
            time.sleep(0.1)
            told = self.me.get(f"/v1/customer/evidence/{told['evidence_id']}")
        return str(told["evidence_id"])
