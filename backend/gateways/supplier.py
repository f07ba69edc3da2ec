"""Whoever issued a code: asked through the host platform, or played from the host's own record in the sandbox (S17)."""

from datetime import datetime
from typing import Any, Protocol

from ..domain.people import OrderRow
from ..service.ports import Clock, SupplierSilent

UNUSED = frozenset({"unused", "none"})


class Asks(Protocol):
    async def ask(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> dict[str, Any]:
        """A signed question, answered in JSON. Raises for anything but a 2xx."""


class HostSupplier:
    """Signed like our webhooks: `{action: "revoke"|"restore", order_no, refund_no}` → `{"revoked": true|false}`."""

    def __init__(self, asks: Asks, clock: Clock, url: str, secret: str) -> None:
        self._asks, self._clock, self._url, self._secret = asks, clock, url, secret

    async def revoke(self, order: OrderRow, refund_no: str) -> bool:
        said = (await self._ask("revoke", order, refund_no)).get("revoked")
        if not isinstance(said, bool):
            raise SupplierSilent(f"unreadable answer: {said!r}")
        return said

    async def restore(self, order: OrderRow, refund_no: str) -> None:
        await self._ask("restore", order, refund_no)

    async def _ask(self, action: str, order: OrderRow, refund_no: str) -> dict[str, Any]:
        body = {"action": action, "order_no": order.order_no, "refund_no": refund_no}
        try:
            return await self._asks.ask(self._url, self._secret, f"{action}:{refund_no}", self._clock.now(), body)
        except Exception as error:  # whatever the network raises leaves the truth unknown
            raise SupplierSilent(f"{type(error).__name__}: {error}"[:200]) from error


class SandboxSupplier:
    """The twin: takes back what the host's record does not call used."""

    async def revoke(self, order: OrderRow, refund_no: str) -> bool:
        return (order.body.get("supplier_record") or "none") in UNUSED

    async def restore(self, order: OrderRow, refund_no: str) -> None:
        """Its codes are the host's record, in which nothing has changed."""


class NoSupplier:
    """Production without an address: nothing can be taken back, and people decide."""

    async def revoke(self, order: OrderRow, refund_no: str) -> bool:
        return False

    async def restore(self, order: OrderRow, refund_no: str) -> None:
        """Nothing was taken back."""
