"""The policy's routes: the rules as everybody may read them; behind the platform's door the versions there are, and a
proposal tried on recorded cases."""

import html
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import Field
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json, text
from sanic.response import html as page

from ..domain.actor import Actor
from ..domain.errors import NotFound
from ..domain.moment import iso
from ..domain.policy import Policy
from ..domain.rules_page import rules_page
from ..service.desk import Desk
from ..service.simulation import MAX_CASES, simulate
from .commands import parse
from .shapes import Shape

STYLED = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'"


class Simulate(Shape):
    """`policy` as `GET /v1/platform/policy` answers it, changed; `limit` newest cases."""

    policy: dict[str, Any]
    limit: Annotated[int, Field(strict=True, ge=1, le=MAX_CASES)] = MAX_CASES


def door(desk: Desk) -> Blueprint:
    """`/rules`: the rules in force, for buyers and everybody else. Words alone, no script."""
    bp = Blueprint("rules")

    @bp.get("/rules")
    async def _rules(request: Request) -> HTTPResponse:
        return page(_readable(rules_page(desk.policy)), headers={"Content-Security-Policy": STYLED})

    return bp


def _readable(markdown: str) -> str:
    """The page's own Markdown (headings, lines, lists) as HTML."""
    parts = [_block(block) for block in markdown.strip().split("\n\n")]
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>退款规则</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/web/shared/theme.css"><link rel="stylesheet" href="/web/shared/docs.css">'
        f'<main class="docs">{"".join(parts)}</main></html>'
    )


def _block(block: str) -> str:
    if block.startswith("- "):
        return f"<ul>{''.join(f'<li>{html.escape(line[2:])}</li>' for line in block.splitlines())}</ul>"
    marks, _, title = block.partition(" ")
    if marks and not marks.strip("#"):
        return f"<h{len(marks)}>{html.escape(title)}</h{len(marks)}>"
    return f"<p>{html.escape(block)}</p>"


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
