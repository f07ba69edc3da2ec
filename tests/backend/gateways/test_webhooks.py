"""Webhooks: signed over id, moment and body; repeated under the same id until somebody says 2xx."""

import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from backend.gateways.webhooks import HttpWebhooks, NotAcknowledged, signature
from backend.service import events
from backend.service.notices import Notices
from tests.backend.desk import START, build
from tests.backend.invariants import check
from tests.backend.office import Office


class Receiver:
    """A host that acknowledges as a test says, and keeps what it was sent."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(({name: value for name, value in request.headers.items()}, await request.read()))
        status = self.statuses.pop(0) if self.statuses else 204
        headers = {"Location": "/elsewhere"} if 300 <= status < 400 else None
        return web.Response(status=status, headers=headers)

    @property
    def seqs(self) -> list[int]:
        return [json.loads(body)["seq"] for _, body in self.got]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made, app = Receiver(), web.Application()
    app.router.add_post("/{name:.*}", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_the_signature_covers_everything(receiver: Receiver) -> None:
    webhooks = HttpWebhooks()
    await webhooks.post(receiver.url, "secret", "X1", START, {"event": "退款"})
    await webhooks.close()
    headers, body = receiver.got[0]
    signed = f"X1.{headers['X-Timestamp']}.".encode() + body
    assert headers["X-Signature"] == hmac.new(b"secret", signed, hashlib.sha256).hexdigest()
    assert (headers["X-Message-Id"], int(headers["X-Timestamp"])) == ("X1", int(START.timestamp()))
    stamp = headers["X-Timestamp"]
    assert json.loads(body) == {"event": "退款"}
    for other in (("other", "X1", stamp, body), ("secret", "X2", stamp, body), ("secret", "X1", "0", body),
                  ("secret", "X1", stamp, body + b" ")):  # fmt: skip
        assert signature(*other) != headers["X-Signature"]


@pytest.mark.parametrize("status", [199 + 101, 301, 400, 404, 500, 503])
async def test_anything_but_2xx_is_no_acknowledgement(receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    webhooks = HttpWebhooks()
    with pytest.raises(NotAcknowledged):
        await webhooks.post(receiver.url, "s", "X1", START, {})
    await webhooks.close()
    assert len(receiver.got) == 1  # a redirect is not followed


@pytest.fixture
async def office(fresh: str, tmp_path: Any, receiver: Receiver) -> AsyncIterator[Office]:
    """A house whose host listens."""
    desk, webhooks = build(fresh, tmp_path), HttpWebhooks()
    Notices(webhooks, receiver.url, "secret", True).install(desk)
    made = Office(desk)
    yield made
    await check(desk)
    await webhooks.close()
    await made.close()


async def test_every_event_arrives_at_least_once_under_one_id(office: Office, receiver: Receiver) -> None:
    """Refused at first, each is repeated later, the same message under the same id (I27)."""
    receiver.statuses = [500] * 7
    await office.file(await office.order())
    await office.wait(minutes=30)
    events_there = [event.seq for event in await office.read("events", order="seq")]
    assert sorted(set(receiver.seqs)) == events_there
    by_id: dict[str, set[bytes]] = {}
    for headers, body in receiver.got:
        by_id.setdefault(headers["X-Message-Id"], set()).add(body)
    assert len(receiver.got) == len(events_there) + 7
    assert len(by_id) == len(events_there)
    assert all(len(bodies) == 1 for bodies in by_id.values())


async def test_what_is_rolled_back_is_never_sent(office: Office, receiver: Receiver) -> None:
    async def fail() -> None:
        async with office.desk.store.transaction() as tx:
            await events.publish(office.desk, tx, "refund.refunded", "u-1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    await office.wait(minutes=1)
    assert receiver.got == []
