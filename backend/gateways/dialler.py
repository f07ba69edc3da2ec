"""Diallers: the telephone system of the house, or a twin that says on the console whom it would ring."""

from datetime import datetime

import structlog

from ..service.ports import Webhooks

log = structlog.get_logger()


class ConsoleDialler:
    """Rings nobody. The number is not told in full: logs are read by many."""

    async def dial(self, call_id: str, phone: str, username: str, at: datetime) -> None:
        log.info("dialling", call=call_id, phone=f"{phone[:5]}****{phone[-4:]}", agent=username)


class WebhookDialler:
    """Asks the telephone system, by a signed webhook, to ring the agent and then the buyer."""

    def __init__(self, webhooks: Webhooks, url: str, secret: str) -> None:
        self._webhooks, self._url, self._secret = webhooks, url, secret

    async def dial(self, call_id: str, phone: str, username: str, at: datetime) -> None:
        body = {"call_id": call_id, "phone": phone, "agent": username}
        await self._webhooks.post(self._url, self._secret, call_id, at, body)
