"""Whoever answers in 小云's place in a house without her: a greeting, and that what was said is being looked into."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from tests.live import LiveHouse

GREETING = {"act": "greet", "text": "您好，我是智能客服小云。请问遇到了什么问题？"}
HEARD = {"act": "ask_statement", "text": "好的，我正在帮您核对，有结果马上告诉您。"}


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["message"]
        body = json.dumps([{"custom": GREETING if "conversation_opened" in said else HEARD}]).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@contextmanager
def stand_in(house: LiveHouse) -> Iterator[None]:
    """She answers at the port at which the house looks for its assistant."""
    server = ThreadingHTTPServer(("127.0.0.1", int(house.env["RASA_PORT"])), _Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
