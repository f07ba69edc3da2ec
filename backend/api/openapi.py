"""The public contract as OpenAPI 3.1, from the very shapes that requests are parsed into; and a page to read it on."""

import html
import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json
from sanic.response import html as page

from .contract_routes import ROUTES

DOORS = {
    "customer": "JWT of the customer: HS256, aud=customer, exp at most 15 minutes ahead",
    "agent": "session token of POST /v1/agent/session",
    "merchant": "JWT of the merchant: HS256, aud=merchant",
    "platform": "PLATFORM_API_KEY",
    "actions": "ACTIONS_API_KEY, the action server alone",
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "stable, for programs"},
        "detail": {"type": "string", "description": "Chinese, fit for showing"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code"],
                "properties": {"field": {"type": "string"}, "code": {"type": "string"}},
            },
        },
        "rule_ids": {"type": "array", "items": {"type": "string"}},
    },
}
REFUSALS = {
    "401": "unauthenticated",
    "404": "not found, or another's",
    "409": "not allowed, ineligible, conflict",
    "422": "invalid",
    "429": "too many",
}
MULTIPART = "multipart/form-data"


def document() -> dict[str, Any]:
    """The whole description."""
    used = sorted({r.shape for r in ROUTES if r.shape}, key=lambda shape: shape.__name__)
    _, schemas = models_json_schema(
        [(shape, "validation") for shape in used], ref_template="#/components/schemas/{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Refund Desk",
            "version": "1",
            "description": "Money in integer fen, times RFC 3339 with offset. Commands carry `client_msg_id` or the "
            "header `Idempotency-Key`: the same id with the same body gets the first answer, with another body 409.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas.get("$defs", {}) | {"Problem": PROBLEM},
            "securitySchemes": {
                door: {"type": "http", "scheme": "bearer", "description": words} for door, words in DOORS.items()
            },
        },
    }


def _operation(route: Any) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", route.path)
    ]
    parameters += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in route.query]
    found: dict[str, Any] = {
        "summary": route.summary,
        "tags": [route.door or "open"],
        "parameters": parameters,
        "responses": {str(route.status): {"description": route.answers}},
    }
    if route.shape:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{route.shape.__name__}"}}},
        }
    elif route.form:
        fields = {name: {"type": "string"} | ({"format": "binary"} if name == "file" else {}) for name in route.form}
        schema = {"type": "object", "properties": fields, "required": ["file"]}
        found["requestBody"] = {"required": True, "content": {MULTIPART: {"schema": schema}}}
    if route.door:
        found["security"] = [{route.door: []}]
    if route.door or route.shape:
        problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found["responses"] |= {
            status: {"description": words, "content": problem} for status, words in REFUSALS.items()
        }
    return found


def door() -> Blueprint:
    """`/openapi.json` for programs, `/docs` for people."""
    bp = Blueprint("openapi")
    described, readable = document(), _page()

    @bp.get("/openapi.json")
    async def _openapi(request: Request) -> HTTPResponse:
        return json(described)

    @bp.get("/docs")
    async def _docs(request: Request) -> HTTPResponse:
        return page(readable, headers={"Content-Security-Policy": "default-src 'none'; style-src 'self'"})

    return bp


def _page() -> str:
    """One table a door; no script."""
    parts = []
    for name in [*DOORS, ""]:
        rows = "".join(
            f"<tr><td><code>{r.method}</code></td><td><code>{html.escape(r.path)}</code></td>"
            f"<td>{html.escape(r.summary)}</td><td>{_body(r.shape, r.form)}</td></tr>"
            for r in ROUTES
            if r.door == name
        )
        title = html.escape(f"{name}: {DOORS[name]}" if name else "open to anybody who reaches the port")
        parts.append(f"<h2>{title}</h2><table>{rows}</table>")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Refund Desk API</title>'
        '<link rel="stylesheet" href="/web/shared/theme.css"><link rel="stylesheet" href="/web/shared/docs.css">'
        '<main class="docs"><h1>Refund Desk API</h1><p>For programs: <a href="/openapi.json">/openapi.json</a> '
        f"(OpenAPI 3.1).</p>{''.join(parts)}</main></html>"
    )


def _body(shape: type[BaseModel] | None, form: tuple[str, ...]) -> str:
    if form:
        return html.escape(f"multipart: {', '.join(form)}")
    if shape is None:
        return ""
    fields = (name if field.is_required() else f"{name}?" for name, field in shape.model_fields.items())
    return html.escape(", ".join(fields))

