"""The backend's action door, as 小云 knocks on it: reads, drafts, a person, and the buyer's yes; nothing else."""

import asyncio
from typing import Any, Protocol

import aiohttp

from .turn import Json

TOTAL_S = 3.0


class Refused(Exception):
    """The backend said no, and why: `code`, a Chinese `detail` fit for the buyer, `rule_ids`."""

    def __init__(self, body: Json) -> None:
        self.body = body
        self.code: str = body.get("code", "not_allowed")
        self.detail: str = body.get("detail", "")
        self.rule_ids: list[str] = body.get("rule_ids") or []
        super().__init__(f"{self.code}: {self.detail}")


class DoorDown(Exception):
    """The backend is away, slow or broken: the turn must fail, so that nothing is invented."""


class Door(Protocol):
    """What the topics may ask for. Reads raise `Refused` with code not_found for what is not this buyer's."""

    async def orders(self) -> list[Json]: ...
    async def order(self, order_no: str) -> Json: ...
    async def refund(self, refund_no: str) -> Json: ...
    async def pictures(self) -> list[Json]: ...
    async def picture(self, evidence_id: str) -> Json: ...
    async def callbacks(self, day: str | None = None) -> Json: ...
    async def policy(self) -> Json: ...
    async def amend(self, order_no: str, **claim: Any) -> Json: ...
    async def keep_ineligible(self, order_no: str, reason: str, description: str | None) -> Json: ...
    async def ask_person(self, reason_code: str, wait: bool = False, message: bool = False) -> Json: ...
    async def confirm(self) -> Json: ...


class HttpDoor:
    """One turn's knocks: 3 s for all of them together."""

    def __init__(self, session: aiohttp.ClientSession, base: str, key: str, conversation_id: str, seq: int) -> None:
        self._session = session
        self._base = f"{base.rstrip('/')}/v1/actions/conversations/{conversation_id}"
        self._headers = {"Authorization": f"Bearer {key}", "X-Trace": f"{conversation_id}.{seq}"}
        self._seq = seq
        self._loop = asyncio.get_running_loop()
        self._until = self._loop.time() + TOTAL_S

    async def orders(self) -> list[Json]:
        """The buyer's latest orders, newest payment first, each with `eligibility`."""
        return list((await self._ask("GET", "/orders"))["items"])

    async def order(self, order_no: str) -> Json:
        return await self._ask("GET", f"/orders/{order_no}")

    async def refund(self, refund_no: str) -> Json:
        """The contract's refund with its `card`."""
        return await self._ask("GET", f"/refunds/{refund_no}")

    async def pictures(self) -> list[Json]:
        """What was uploaded in this conversation, newest first."""
        return list((await self._ask("GET", "/evidence"))["items"])

    async def picture(self, evidence_id: str) -> Json:
        return await self._ask("GET", f"/evidence/{evidence_id}")

    async def callbacks(self, day: str | None = None) -> Json:
        """`items`: the open ones; `slots`: the half-hours of the day (YYYY-MM-DD) that can be booked, else the next."""
        return await self._ask("GET", f"/callbacks?day={day}" if day else "/callbacks")

    async def policy(self) -> Json:
        """`params`, `rejections`, `evidence` and `express` of the version in force."""
        return await self._ask("GET", "/policy")

    async def amend(self, order_no: str, **claim: Any) -> Json:
        """Open the order's draft, or change it; answers it with `preview`, `order` and `order_card`."""
        said = {name: value for name, value in claim.items() if value is not None}
        return await self._ask("PUT", "/draft", {"order_no": order_no, **said})

    async def keep_ineligible(self, order_no: str, reason: str, description: str | None) -> Json:
        """Keep what the policy refuses as a case that a person may lift (S9); files nothing."""
        body = {"order_no": order_no, "reason": reason, "description": description}
        return await self._ask("POST", "/ineligible", {name: value for name, value in body.items() if value})

    async def ask_person(self, reason_code: str, wait: bool = False, message: bool = False) -> Json:
        """Into the queue, or deferred; the same turn asks once however often it is taken. `wait`: for the opening;
        `message`: nobody is waited for, a person answers what is written down here."""
        body = {"reason_code": reason_code, "turn_seq": self._seq, "wait_for_opening": wait, "message": message}
        return await self._ask("POST", "/handoff", body)

    async def confirm(self) -> Json:
        """Have the backend carry out the pending proposal after the buyer's yes, once."""
        return await self._ask("POST", "/confirm", {"turn_seq": self._seq})

    async def _ask(self, method: str, path: str, body: Json | None = None) -> Json:
        left = self._until - self._loop.time()
        if left <= 0:
            raise DoorDown("out of time")
        timeout = aiohttp.ClientTimeout(total=left)
        try:
            async with self._session.request(
                method, self._base + path, json=body, headers=self._headers, timeout=timeout
            ) as answer:
                told: Json = await answer.json(content_type=None)
                if answer.status < 400:
                    return told
                if answer.status in {404, 409, 422}:
                    raise Refused(told)
                raise DoorDown(f"{path}: status {answer.status}")
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise DoorDown(f"{path}: {type(error).__name__}") from error
