"""Refusals as application/problem+json (RFC 9457), with the stable code and a Chinese detail."""

from typing import Any

import structlog
from pydantic import ValidationError
from sanic import Request, Sanic
from sanic.exceptions import MethodNotAllowed, PayloadTooLarge, SanicException
from sanic.exceptions import NotFound as NoRoute
from sanic.response import HTTPResponse, json

from ..domain.errors import Invalid, NotAllowed, Refusal, TooMany, Unauthenticated

log = structlog.get_logger()


def problem(
    status: int, code: str, detail: str, errors: list[dict[str, str]] | None = None, **extra: Any
) -> HTTPResponse:
    body = {"type": "about:blank", "title": code, "status": status, "code": code, "detail": detail}
    if errors:
        body["errors"] = errors
    return json(body | extra, status=status, content_type="application/problem+json")


def refused(refusal: Refusal) -> HTTPResponse:
    extra = {"rule_ids": []} | refusal.extra if isinstance(refusal, NotAllowed) else refusal.extra
    answer = problem(refusal.status, refusal.code, refusal.detail, refusal.errors, **extra)
    if isinstance(refusal, TooMany):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    if isinstance(refusal, Unauthenticated):
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def invalid(error: ValidationError) -> Invalid:
    """pydantic's findings as the contract's `errors` list."""
    found = [{"field": ".".join(str(p) for p in e["loc"]) or "body", "code": e["type"]} for e in error.errors()]
    return Invalid(errors=found)


def install(app: Sanic[Any, Any]) -> None:
    @app.exception(Refusal)
    async def _refusal(request: Request, error: Refusal) -> HTTPResponse:
        return refused(error)

    @app.exception(ValidationError)
    async def _validation(request: Request, error: ValidationError) -> HTTPResponse:
        return refused(invalid(error))

    @app.exception(NoRoute)
    async def _no_route(request: Request, error: NoRoute) -> HTTPResponse:
        return problem(404, "not_found", "没有这个地址。")

    @app.exception(MethodNotAllowed)
    async def _method(request: Request, error: MethodNotAllowed) -> HTTPResponse:
        return problem(405, "method_not_allowed", "这个地址不支持这种请求。")

    @app.exception(PayloadTooLarge)
    async def _too_large(request: Request, error: PayloadTooLarge) -> HTTPResponse:
        return problem(413, "too_large", "内容太大了，图片请控制在 10 MB 以内。")

    @app.exception(Exception)
    async def _other(request: Request, error: Exception) -> HTTPResponse:
        if isinstance(error, SanicException) and error.status_code < 500:
            return problem(error.status_code, "invalid", "请求的格式不对。")
        trace = getattr(request.ctx, "trace", "")  # there is none when the request could not even be read
        log.error("request_failed", path=request.path, trace=trace, exc_info=error)
        return problem(500, "internal", "系统开小差了，请稍后再试，您的内容没有丢。", trace=trace)
