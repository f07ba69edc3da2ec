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
        """Nothing is owed any more; the entries go to `fresh`."""
        found = self.me.get(f"{self.path}/entries", after_seq=self.seen, settled="true", wait_ms=wait_ms)
        self.seen = max([self.seen, *(entry["seq"] for entry in found["entries"])])
        self.fresh += found["entries"]
        return [entry for entry in found["entries"] if entry["kind"] == "bot.said"]

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
