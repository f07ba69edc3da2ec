"""小云, as Rasa's REST channel speaks. Rasa hides failures: an empty or shapeless answer is one (DESIGN)."""

from typing import Any

import aiohttp

from ..service.ports import AssistantDown

TIMEOUT_S = 10.0
MAX_BUBBLES = 8


class RasaAssistant:
    """One REST call a turn, at most 10 s; nothing is retried here."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._session: aiohttp.ClientSession | None = None

    async def turn(self, sender: str, message: str, context: dict[str, Any]) -> list[dict[str, Any]]:
        """The bubbles of one turn, each with an `act`. Raises `AssistantDown`."""
        body = {"sender": sender, "message": message, "metadata": context}
        try:
            async with self._open().post(
                f"{self._url}/webhooks/rest/webhook", json=body, params={"token": self._token}
            ) as answer:
                if answer.status != 200:
                    raise AssistantDown(f"status {answer.status}")
                said = await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise AssistantDown(type(error).__name__) from error
        bubbles = [item["custom"] for item in said if isinstance(item, dict) and isinstance(item.get("custom"), dict)]
        if not bubbles or any("act" not in bubble for bubble in bubbles):
            raise AssistantDown("empty answer")
        return bubbles[:MAX_BUBBLES]

    async def ready(self) -> bool:
        """Whether Rasa answers and has a model loaded."""
        try:
            async with self._open().get(f"{self._url}/status", params={"token": self._token}) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=TIMEOUT_S, connect=2)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session
