"""`make bench`: whole turns (message in → reply entry) against the real house, at concurrency 1 and 16.

Prints turns a second, p50 and p95, CPU a turn and the memory of each process. Figures of one machine and one run:
compare ratios, never seconds.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import jwt

from .parts import Part, environment, parts, stop, wait_until_ready
from .setup import SERVICE, run

PORTS = {"REFUND_PORT": "18000", "RASA_PORT": "15005", "ACTIONS_PORT": "15055",
         "SANDBOX_CHANNEL_PORT": "15999"}  # fmt: skip
SAYINGS = (
    "退款到哪了", "极速退款是什么", "退款要审核多久", "你们几点上班", "我想退款", "多久到账", "交什么材料", "谢谢",
)  # fmt: skip
TURNS = {1: 40, 16: 240}
TICKS = 100  # a second, as Linux counts


def ticks(part: Part) -> int:
    """CPU that the process has used, in hundredths of a second."""
    fields = Path(f"/proc/{part.pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rss_mb(part: Part) -> float:
    lines = Path(f"/proc/{part.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


class Buyer:
    """One customer with one conversation, speaking in turn."""

    def __init__(self, session: aiohttp.ClientSession, base: str, secret: str, name: str) -> None:
        self._session, self._base = session, f"{base}/v1/customer"
        claims = {"sub": name, "aud": "customer", "exp": int(time.time()) + 800}
        self._headers = {"Authorization": f"Bearer {jwt.encode(claims, secret)}"}
        self._conversation, self._seen, self._said = "", 0, 0

    async def open(self) -> None:
        async with self._session.post(f"{self._base}/conversations", json={}, headers=self._headers) as answer:
            self._conversation = (await answer.json())["conversation_id"]
        await self._settled()

    async def turn(self, text: str) -> float:
        """Seconds from sending the words to holding the reply."""
        begun = time.perf_counter()
        self._said += 1
        body = {"client_msg_id": f"b{self._said}", "text": text}
        async with self._session.post(f"{self._place}/messages", json=body, headers=self._headers) as answer:
            assert answer.status == 202, await answer.text()
        acts = await self._settled()
        assert acts, f"{text}: no reply"
        assert "apologise" not in acts, f"{text}: {acts}"
        return time.perf_counter() - begun

    async def upload(self, picture: bytes) -> float:
        """Seconds from sending the picture to holding its verdict."""
        begun = time.perf_counter()
        self._said += 1
        form = aiohttp.FormData({"client_msg_id": f"b{self._said}"})
        form.add_field("file", picture, filename="picture", content_type="application/octet-stream")
        async with self._session.post(f"{self._place}/evidence", data=form, headers=self._headers) as answer:
            assert answer.status == 201, await answer.text()
            found = await answer.json()
        while found["check"]["state"] == "pending":
            await self._entries()  # its verdict is one of them, as in the window
            place = f"{self._base}/evidence/{found['evidence_id']}"
            async with self._session.get(place, headers=self._headers) as answer:
                found = await answer.json()
        return time.perf_counter() - begun

    @property
    def _place(self) -> str:
        return f"{self._base}/conversations/{self._conversation}"

    async def _settled(self) -> list[str]:
        """What 小云 said, once nothing is left unanswered."""
        return [entry["act"] for entry in await self._entries(settled="true") if entry["kind"] == "bot.said"]

    async def _entries(self, **query: str) -> list[dict[str, Any]]:
        """What is new in the thread, as soon as something is."""
        query |= {"after_seq": str(self._seen), "wait_ms": "20000"}
        async with self._session.get(f"{self._place}/entries", params=query, headers=self._headers) as answer:
            found = await answer.json()
        self._seen = found["last_seq"]
        entries: list[dict[str, Any]] = found["entries"]
        return entries


async def measure(base: str, secret: str, house: list[Part], concurrency: int) -> None:
    async with aiohttp.ClientSession() as session:
        buyers = [Buyer(session, base, secret, f"bench-{concurrency}-{n}") for n in range(concurrency)]
        await asyncio.gather(*(buyer.open() for buyer in buyers))
        each = TURNS[concurrency] // concurrency
        before = {part.name: ticks(part) for part in house}
        begun = time.perf_counter()

        async def talk(buyer: Buyer) -> list[float]:
            return [await buyer.turn(SAYINGS[turn % len(SAYINGS)]) for turn in range(each)]

        times = sorted(seconds for done in await asyncio.gather(*map(talk, buyers)) for seconds in done)
        took = time.perf_counter() - begun
    cuts = statistics.quantiles(times, n=20)
    cpu = {part.name: (ticks(part) - before[part.name]) * 1000 / TICKS / len(times) for part in house}
    print(
        f"concurrency {concurrency:>2}: {len(times) / took:6.1f} turns/s   p50 {cuts[9] * 1000:6.0f} ms   "
        f"p95 {cuts[18] * 1000:6.0f} ms   CPU a turn: "
        + ", ".join(f"{name} {ms:.1f} ms" for name, ms in cpu.items())
        + f" (sum {sum(cpu.values()):.1f} ms)",
        flush=True,
    )


@contextmanager
def standing() -> Iterator[tuple[str, str, list[Part]]]:
    """The real house with demo data on its own ports: its address, the secret of the buyers' tokens, its processes."""
    with tempfile.TemporaryDirectory() as folder:
        for command in ("secrets", "migrate", "demo"):
            run(SERVICE, "-m", "backend", command, quiet=True, REFUND_DATA=folder)
        env = environment(Path(folder), **PORTS)
        house = list(parts(env).values())
        for part in house:
            part.log = []
            part.start()
        try:
            late = wait_until_ready(house, 120)
            assert late is None, f"{late.name}: {''.join((late.log or [])[-20:])}"
            yield f"http://127.0.0.1:{PORTS['REFUND_PORT']}", env["CUSTOMER_JWT_SECRET"], house
        finally:
            stop(house)


def main() -> None:
    with standing() as (base, secret, house):
        asyncio.run(measure(base, secret, house, 1))
        asyncio.run(measure(base, secret, house, 16))
        print("memory: " + ", ".join(f"{part.name} {rss_mb(part):.0f} MB" for part in house), flush=True)


if __name__ == "__main__":
    main()
