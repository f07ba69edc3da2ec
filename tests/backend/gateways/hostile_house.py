"""The hostile corpus sent to the real server, eight files at once: what it answers, and what its memory grows by."""

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

import aiohttp
import jwt

from ops.bench_uploads import memory_mb
from ops.parts import environment, parts, stop, wait_until_ready
from ops.setup import SERVICE, run

from .hostile import corpus, page, saved

PORTS = {"REFUND_PORT": "18100", "RASA_PORT": "15105", "ACTIONS_PORT": "15155", "SANDBOX_CHANNEL_PORT": "15199"}
AT_ONCE, ROUNDS = 8, 3
REFUSED = {413, 415, 422}


async def send_all(base: str, secret: str, pid: int) -> tuple[Counter[int], int]:
    """The statuses, and by how many MB the server's memory grew at most. Good pictures first: they are no growth."""
    files = [data for _, data, _ in corpus()] * ROUNDS
    told = Counter[int]()
    async with aiohttp.ClientSession() as session:

        async def buyer(number: int, mine: list[bytes]) -> None:
            claims = {"sub": f"hostile-{number}", "aud": "customer", "exp": int(time.time()) + 800}
            headers = {"Authorization": f"Bearer {jwt.encode(claims, secret)}"}
            async with session.post(f"{base}/v1/customer/conversations", json={}, headers=headers) as opened:
                told_of = await opened.json()
                assert opened.status == 200, told_of
                talk = told_of["conversation_id"]
            for at, data in enumerate(mine):
                form = aiohttp.FormData({"client_msg_id": f"{number}-{len(mine)}-{at}"})
                form.add_field("file", data, filename="picture")
                place = f"{base}/v1/customer/conversations/{talk}/evidence"
                async with session.post(place, data=form, headers=headers) as answer:
                    told[answer.status] += 1

        for number in range(AT_ONCE):
            await buyer(number, [saved(page(size=(1080, 2400)), "PNG")])
        told.clear()
        before = memory_mb(pid)[1]
        await asyncio.gather(*(buyer(number, files[number::AT_ONCE]) for number in range(AT_ONCE)))
        async with session.get(f"{base}/healthz") as answer:
            assert answer.status == 200
    return told, memory_mb(pid)[1] - before


def hostile_house() -> int:
    """Starts a server of its own, prints what it made of the corpus, and answers its growth in MB."""
    with tempfile.TemporaryDirectory() as folder:
        for command in ("secrets", "migrate"):
            run(SERVICE, "-m", "backend", command, quiet=True, REFUND_DATA=folder)
        env = environment(Path(folder), **PORTS)
        server = parts(env)["backend"]
        server.log = []
        server.start()
        try:
            assert wait_until_ready([server], 120) is None, "".join(server.log[-20:])
            base = f"http://127.0.0.1:{PORTS['REFUND_PORT']}"
            told, grown = asyncio.run(send_all(base, env["CUSTOMER_JWT_SECRET"], server.pid))
        finally:
            stop([server])
    assert set(told) <= {201, *REFUSED}, told
    print(f"the server: {told.total()} hostile files, {AT_ONCE} at once: {told[201]} made harmless, "
          f"{told.total() - told[201]} refused; it lives, and grew by {grown} MB at most", flush=True)  # fmt: skip
    return grown
