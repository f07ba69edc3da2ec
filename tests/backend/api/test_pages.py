"""The pages as they are served: headers, compression, and nothing that is not a page's own file."""

import base64
import gzip
import hashlib
import http.client
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sanic import Sanic

from backend.api import errors
from backend.api.pages import WEB, pages
from backend.settings import SECRETS, load
from tests.served import Served


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Got]


def served(**environ: str) -> Served:
    known = load({"REFUND_DATA": "/nowhere", **dict.fromkeys(SECRETS, "k" * 32), **environ})

    def build(app: Sanic[Any, Any]) -> None:
        errors.install(app)
        app.blueprint(pages(known))

    return Served(build)


def asking(house: Served) -> Ask:
    """Requests by hand: nothing tidies the path or unpacks the answer."""

    def ask(path: str, method: str = "GET", **headers: str) -> Got:
        line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
        line.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            line.putheader(name.replace("_", "-"), value)
        line.endheaders()
        answer = line.getresponse()
        got = Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        line.close()
        return got

    return ask


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    house = served(FRAME_ANCESTORS="'self' https://shop.example")
    yield asking(house)
    house.close()


@pytest.fixture(scope="module")
def ask_production() -> Iterator[Ask]:
    house = served(REFUND_MODE="production")
    yield asking(house)
    house.close()


def policy(got: Got) -> dict[str, str]:
    rules = (rule.strip().partition(" ") for rule in got.headers["content-security-policy"].split(";"))
    return {name: value for name, _, value in rules}


def test_the_window_allows_its_own_files_and_its_import_map_alone(ask: Ask) -> None:
    got = ask("/window")
    assert got.status == 200
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    written = re.search(rb'<script type="importmap">(.*?)</script>', got.body, re.DOTALL)
    assert written is not None
    digest = base64.b64encode(hashlib.sha256(written[1]).digest()).decode()
    rules = policy(got)
    assert rules["script-src"] == f"'self' 'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert rules["style-src"] == rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "'self' https://shop.example"
    assert "unsafe" not in got.headers["content-security-policy"]
    assert got.body.count(b"<script") == 2, "one import map, one module: the policy knows no other"


def test_only_the_window_may_be_embedded_and_only_the_shop_embeds(ask: Ask) -> None:
    for path in ("/demo", "/demo/host"):
        assert policy(ask(path))["frame-ancestors"] == "'none'"
    assert policy(ask("/demo/host"))["frame-src"] == "'self'"
    assert policy(ask("/window"))["frame-src"] == "'none'"


@pytest.mark.parametrize("path", ["/window", "/demo", "/web/window/main.js", "/embed.js", "/favicon.ico", "/"])
def test_every_answer_is_guarded(ask: Ask, path: str) -> None:
    headers = ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/web/window/main.js", "text/javascript; charset=utf-8"),
        ("/web/shared/theme.css", "text/css; charset=utf-8"),
        ("/embed.js", "text/javascript; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
        ("/favicon.ico", "image/svg+xml"),
    ],
)
def test_files_come_as_what_they_are(ask: Ask, path: str, media_type: str) -> None:
    got = ask(path)
    assert (got.status, got.headers["content-type"]) == (200, media_type)


def test_text_travels_compressed_to_those_who_take_it(ask: Ask) -> None:
    plain, packed = ask("/web/shared/theme.css"), ask("/web/shared/theme.css", Accept_Encoding="br, gzip")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body == (WEB / "shared/theme.css").read_bytes()
    assert len(packed.body) < len(plain.body) / 2
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "content-encoding" not in ask("/web/shared/theme.css", Accept_Encoding="gzip;q=0").headers


def test_what_is_held_already_is_not_sent_again(ask: Ask) -> None:
    first = ask("/web/window/main.js")
    assert first.headers["cache-control"] == "no-cache"
    again = ask("/web/window/main.js", If_None_Match=f'"other", {first.headers["etag"]}')
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert ask("/web/window/main.js", If_None_Match='"other"').status == 200


def test_head_tells_the_same_without_the_body(ask: Ask) -> None:
    for path in ("/window", "/web/window/main.js"):
        got, head = ask(path), ask(path, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(got.body))
        assert head.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/web/../backend/app.py",
        "/web/window/../../backend/app.py",
        "/web/%2e%2e/backend/app.py",
        "/web/..%2fpyproject.toml",
        "/web//etc/passwd",
        "/web/window/main.js%00.css",
        "/web/package.json",
        "/web/vendor.mjs",
        "/web/node_modules/preact/package.json",
        "/web/window/index.html",
        "/vendor/../package.json",
        "/window/../../pyproject.toml",
    ],
)
def test_nothing_else_is_served(ask: Ask, path: str) -> None:
    got = ask(path)
    assert got.status in {400, 404}
    assert b"import" not in got.body
    assert b"dependencies" not in got.body


def test_an_unknown_file_is_a_problem_in_json(ask: Ask) -> None:
    got = ask("/web/window/nothing.js")
    assert (got.status, json.loads(got.body)["code"]) == (404, "not_found")
    assert got.headers["content-type"] == "application/problem+json"


def test_every_module_the_window_pulls_in_is_named_in_its_head_and_served(ask: Ask) -> None:
    links = re.findall(rb'<link rel="modulepreload" href="([^"]+)"', ask("/window").body)
    named = [link.decode() for link in links]
    assert len(named) == len(set(named))
    own = [name for name in named if name.startswith("/web/")]
    assert {"/web/window/main.js", "/web/shared/sse.js", "/web/window/cards/queue.js"} <= set(own)
    assert [name for name in own if ask(name).status != 200] == []


def test_the_front_door_and_the_demo_are_the_sandboxes(ask: Ask, ask_production: Ask) -> None:
    assert ask("/").headers["location"] == "/demo"
    assert ask("/web/demo/main.js").status == 200
    assert ask_production("/").headers["location"] == "/window"
    assert ask_production("/window").status == 200
    for path in ("/demo", "/demo/host", "/web/demo/main.js", "/demo/people"):
        assert ask_production(path).status == 404
