"""Signed webhooks: HMAC-SHA256 over `id.timestamp.body`, so that neither body nor moment can be changed on the way."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

import aiohttp

TIMEOUT_S = 5.0


class NotAcknowledged(Exception):
    """The receiver did not answer with a 2xx."""


def signature(secret: str, message_id: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Signature`, in hex."""
    signed = b".".join([message_id.encode(), timestamp.encode(), body])
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


class HttpWebhooks:
    """One POST with a stable id; the outbox repeats it until it is acknowledged."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    async def post(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> None:
        """Raises `NotAcknowledged`, or what the network raises."""
        async with self._sent(url, secret, message_id, at, body) as answer:
            if not 200 <= answer.status < 300:
                raise NotAcknowledged(f"{answer.status}")

    async def ask(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> dict[str, Any]:
        """The same, and the receiver answers with a JSON object. Raises as `post` does, and for what is no object."""
        async with self._sent(url, secret, message_id, at, body) as answer:
            if not 200 <= answer.status < 300:
                raise NotAcknowledged(f"{answer.status}")
            said = await answer.json(content_type=None)
        if not isinstance(said, dict):
            raise NotAcknowledged("no object")
        return said

    def _sent(self, url: str, secret: str, message_id: str, at: datetime, body: dict[str, Any]) -> Any:
        data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = str(int(at.timestamp()))
        headers = {
            "Content-Type": "application/json",
            "X-Message-Id": message_id,
            "X-Timestamp": timestamp,
            "X-Signature": signature(secret, message_id, timestamp, data),
        }
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        return self._session.post(url, data=data, headers=headers, allow_redirects=False)

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
