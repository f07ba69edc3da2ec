"""The policy's routes behind the platform's door: the versions there are, and a proposal tried on recorded cases."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, text

from ..domain.actor import Actor
from ..domain.errors import NotFound
from ..domain.moment import iso
from ..domain.policy import Policy
from ..domain.rules_page import rules_page
from ..service.desk import Desk
from ..service.simulation import MAX_CASES, simulate
from .commands import parse
from .shapes import Shape


class Simulate(Shape):
    """`policy` as `GET /v1/platform/policy` answers it, changed; `limit` newest cases."""

    policy: dict[str, Any]
    limit: Annotated[int, Field(strict=True, ge=1, le=MAX_CASES)] = MAX_CASES


def add_routes(bp: Blueprint, desk: Desk, who: Callable[[Request], Actor]) -> None:
    """`/policy`, `/policy/{version}`, the same as a page to read, and `/policy/simulate`."""

    def of(version: str) -> Policy:
        found = desk.policies.get(version)
        if found is None:
            raise NotFound("没有这个版本的规则。")
        return found

    @bp.get("/policy")
    async def _policy(request: Request) -> HTTPResponse:
        who(request)
        return json(policy_json(desk.policy))

    @bp.get("/policy/<version:str>")
    async def _policy_version(request: Request, version: str) -> HTTPResponse:
        who(request)
        return json(policy_json(of(version)))

    @bp.get("/policy/<version:str>/rules")
    async def _rules(request: Request, version: str) -> HTTPResponse:
        who(request)
        return text(rules_page(of(version)), content_type="text/markdown; charset=utf-8")

    @bp.post("/policy/simulate")
    async def _simulate(request: Request) -> HTTPResponse:
        who(request)
        body = parse(request, Simulate)
        return json((await simulate(desk, body.policy, body.limit)).as_json())


def policy_json(policy: Policy) -> dict[str, Any]:
    """The version as it was written, so that it can be changed and sent back."""
    return dict(policy.source) | {"version": policy.version, "effective_from": iso(policy.effective_from)}
