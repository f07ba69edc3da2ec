"""A Sanic app on a port of its own, served from a thread for as long as a test needs it."""

import asyncio
import secrets
import socket
import threading
from collections.abc import Callable
from typing import Any

from sanic import Sanic


class Served:
    """`build(app)` puts the routes in, on the server's own loop."""

    def __init__(self, build: Callable[[Sanic[Any, Any]], None]) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        self.port: int = self.call(self._start(build))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def call(self, work: Any) -> Any:
        """What the coroutine answers."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    async def _start(self, build: Callable[[Sanic[Any, Any]], None]) -> int:
        app: Sanic[Any, Any] = Sanic(f"served-{secrets.token_hex(4)}", configure_logging=False)
        # Sanic rewrites its own methods for the first app of a process; a second would find them rewritten.
        app.config.update(GRACEFUL_SHUTDOWN_TIMEOUT=0.1, ACCESS_LOG=False, TOUCHUP=False)
        build(app)
        listener = socket.create_server(("127.0.0.1", 0))
        self._server = await app.create_server(sock=listener)
        await self._server.startup()
        await self._server.start_serving()
        return int(listener.getsockname()[1])

    def drop(self) -> int:
        """Break every connection that is open, whatever is on it; how many there were."""
        open_now = list(self._server.connections)
        for connection in open_now:
            self.loop.call_soon_threadsafe(connection.transport.abort)
        return len(open_now)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self._server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
