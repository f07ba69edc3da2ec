"""The sandbox's own door: its cast, tokens for those who exist, its clock; and none of it in production."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from tests.backend.api.demo_door import START, serve


@pytest.fixture
def sandbox() -> Iterator[str]:
    house = serve("sandbox")
    yield house.url
    house.close()


def call(url: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, {"Content-Type": "application/json"})) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


def test_the_cast_is_told_with_what_to_try_and_the_staffs_passwords(sandbox: str) -> None:
    status, cast = call(f"{sandbox}/demo/people")
    assert status == 200
    lin = next(buyer for buyer in cast["buyers"] if buyer["customer_id"] == "u-lin")
    assert lin["name"]
    assert all(line["say"] and line["what"] for line in lin["try"])
    assert cast["staff"] == [{"role": "agent", "username": "agent", "password": "pass-word"}]
    assert {"merchant_id", "name"} <= set(cast["merchants"][0])
    assert datetime.fromisoformat(cast["now"]) == START


@pytest.mark.parametrize(
    ("path", "subject", "audience", "secret"),
    [
        ("token/u-lin", "u-lin", "customer", "customer_jwt_secret"),
        ("merchant-token/m-feiyu", "m-feiyu", "merchant", "merchant_jwt_secret"),
    ],
)
def test_a_token_opens_its_own_door_for_ten_minutes(
    sandbox: str, path: str, subject: str, audience: str, secret: str
) -> None:
    _, answer = call(f"{sandbox}/demo/{path}")
    claims = jwt.decode(answer["token"], secret.ljust(32, "."), algorithms=["HS256"], audience=audience)
    assert claims["sub"] == subject
    assert 590 < claims["exp"] - datetime.now(UTC).timestamp() <= 600


@pytest.mark.parametrize("path", ["token/nobody", "merchant-token/u-lin", "token/m-feiyu"])
def test_nobody_gets_a_token_who_does_not_exist(sandbox: str, path: str) -> None:
    assert call(f"{sandbox}/demo/{path}")[0] == 404


def test_the_clock_goes_where_it_is_told(sandbox: str) -> None:
    _, answer = call(f"{sandbox}/demo/clock", {"advance_seconds": 3600})
    assert datetime.fromisoformat(answer["now"]) == START + timedelta(hours=1)
    _, answer = call(f"{sandbox}/demo/clock", {"now": "2026-11-20T09:00:00+08:00"})
    assert answer["now"] == "2026-11-20T09:00:00+08:00"
    for body in ({}, {"now": "2026-11-20T09:00:00+08:00", "advance_seconds": 1}, {"now": "2026-11-20T09:00:00"}):
        assert call(f"{sandbox}/demo/clock", body)[0] == 422


def test_production_has_no_such_door() -> None:
    house = serve("production")
    for path in ("people", "token/u-lin", "merchant-token/m-feiyu"):
        assert call(f"{house.url}/demo/{path}")[0] == 404
    assert call(f"{house.url}/demo/clock", {"advance_seconds": 1})[0] == 404
    house.close()
