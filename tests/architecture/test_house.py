"""The rules of the house that people forget: who may import whom, how long a file is, who reads the clock."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from backend.domain import errors

ROOT = Path(__file__).parents[2]
# Room of the backend → the rooms it may know. Everything else, the standard library aside, is listed below.
KNOWS = {
    "domain": {"domain"},
    "service": {"service", "domain"},
    "store": {"store", "domain", "service"},
    "gateways": {"gateways", "domain", "service"},
    "sandbox": {"sandbox", "domain", "settings"},
    "api": {"api", "domain", "service", "settings"},
}
# Of the service, what implements its Protocols may know the Protocols alone.
PORTS = {
    "store": {"service.ports"},
    "gateways": {"service.ports", "service.channel_notices"},
}
OUTSIDE = {
    "domain": set(),
    "service": {"structlog", "argon2", "phonenumbers"},
    "store": {"sqlalchemy", "aiosqlite", "alembic", "yaml"},
    "gateways": {"PIL", "aiohttp", "alipay", "cryptography", "cv2", "numpy", "rapidocr", "structlog", "wechatpayv3"},
    "sandbox": {"sanic", "aiohttp", "cryptography", "structlog"},
    "api": {"sanic", "pydantic", "jwt", "structlog", "prometheus_client"},
}
EXCEPTIONS = {
    ("backend/api/demo.py", "store"): "the cast of the sandbox is data beside the demo's orders",
    ("backend/gateways/sandbox_channel.py", "sandbox"): "the channel's books, without the wire",
    ("backend/store/migrations/env.py", "store"): "Alembic runs it by path",
}
# I/O and chance have no place in the domain, though the standard library offers them.
IMPURE = {"asyncio", "io", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "time",
          "urllib", "uuid"}  # fmt: skip
REAL_TIME = {
    "backend/gateways/clock.py": "the one clock",
    "backend/service/staff.py": "sessions and lock-outs live by real time, whatever the sandbox's clock says",
    "backend/api/guards.py": "tokens expire by real time (CONTRACT)",
    "backend/api/demo.py": "tokens expire by real time (CONTRACT)",
    "backend/api/limits.py": "how fast a caller may go protects the machine",
    "backend/demo_story.py": "the demo is told backwards from today",
    "backend/gateways/alipay.py": "the wire protocol's own stamp",
    "backend/gateways/wechat.py": "the wire protocol's own stamp",
    "backend/sandbox/alipay.py": "the wire protocol's own stamp",
    "backend/sandbox/wechat.py": "the wire protocol's own stamp",
    "backend/sandbox/own_clock.py": "another process, another clock",
    "backend/sandbox/wire.py": "the wire protocol's own stamp",
}
ENVIRONMENT = {
    "backend/settings.py": "the only reader",
    "backend/gateways/child.py": "hands a few names on to the processes for pictures",
    "actions/__main__.py": "the action server's own settings",
}
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "lib"}
REFUSALS = {name for name, thing in vars(errors).items() if isinstance(thing, type) and issubclass(thing, Exception)}


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if ".venv" not in path.parts]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, by its absolute name."""
    package = list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*start, *(node.module or "").split(".")]).rstrip(".")
            yield from (f"{whole}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", files(*(f"backend/{room}" for room in KNOWS)), ids=name)
def test_rooms_look_one_way(path: Path) -> None:
    room = path.relative_to(ROOT).parts[1]
    for module in imports(path):
        top, _, rest = module.partition(".")
        if top != "backend":
            assert top in sys.stdlib_module_names or top in OUTSIDE[room], f"{room} imports {top}"
            assert room != "domain" or top not in IMPURE, f"the domain imports {top}"
            continue
        other = rest.partition(".")[0]
        if (name(path), other) in EXCEPTIONS:
            continue
        assert other in KNOWS[room], f"{room} imports backend.{rest}"
        if other == "service" and room in PORTS:
            assert any(rest.startswith(port) for port in PORTS[room]), f"{room} imports backend.{rest}"


def test_the_domain_asks_nobody_the_time() -> None:
    calls = [f"{name(path)}:{node.lineno}" for path in files("backend/domain") for node in ast.walk(tree(path))
             if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}
             and isinstance(node.value, ast.Name) and node.value.id in {"datetime", "date"}]  # fmt: skip
    assert calls == []


@pytest.mark.parametrize(("folder", "strangers"), [("actions", {"backend", "bot"}), ("bot", {"backend", "actions"})])
def test_actions_and_bot_know_nobody(folder: str, strangers: set[str]) -> None:
    for path in files(folder):
        assert not {module.partition(".")[0] for module in imports(path)} & strangers, name(path)


def test_files_are_short() -> None:
    """250 lines that say something, 300 in tests."""
    long = {}
    for path in files("backend", "actions", "bot", "ops", "tests"):
        lines = sum(bool(line.strip()) for line in path.read_text("utf-8").splitlines())
        if lines > (300 if path.is_relative_to(ROOT / "tests") else 250):
            long[name(path)] = lines
    assert long == {}


def test_files_have_names_that_say_something() -> None:
    found = [name(path) for path in files("backend", "actions", "bot", "ops", "tests") if path.stem in FORBIDDEN_NAMES]
    found += [name(path) for path in (ROOT / "web").rglob("*.js")
              if path.stem in FORBIDDEN_NAMES and not {"vendor", "node_modules"} & set(path.parts)]  # fmt: skip
    assert found == []


def readers(pattern: str, *folders: str) -> set[str]:
    return {name(path) for path in files(*folders) if re.search(pattern, path.read_text("utf-8"))}


def test_one_clock() -> None:
    found = readers(r"datetime\.now\(|\btime\.time\(|\btime\.monotonic\(|\butcnow\(", "backend")
    assert found - set(REAL_TIME) == set(), "a rule must ask desk.now()"


def test_one_reader_of_the_environment() -> None:
    found = readers(r"os\.environ|os\.getenv|\bgetenv\(", "backend", "actions")
    assert found == set(ENVIRONMENT)


def test_exceptions_are_still_needed() -> None:
    for path, _ in EXCEPTIONS:
        assert (ROOT / path).exists(), path
    for path in (*REAL_TIME, *ENVIRONMENT):
        assert (ROOT / path).exists(), path


def test_only_the_engine_moves_a_case() -> None:
    """No other line writes a `state`, but for pictures and calls that are no machine's."""
    writes = {
        name(path)
        for path in files("backend/service", "backend/api")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Assign)
        for target in node.targets
        for part in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(part, ast.Attribute) and part.attr == "state"
    }
    assert writes == {"backend/service/engine.py", "backend/service/evidence_check.py"}


def test_every_refusal_speaks_chinese() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for kind in sorted(REFUSALS):
        thing = getattr(errors, kind)
        assert chinese.search(thing.detail), kind
        assert 400 <= thing.status < 500
        assert re.fullmatch(r"[a-z_]+", thing.code)
    for path in files("backend"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                call = node.exc
                if isinstance(call.func, ast.Name) and call.func.id in REFUSALS and call.args:
                    said = [a.value for a in call.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                    assert all(chinese.search(text) for text in said), f"{name(path)}:{node.lineno} {said}"
