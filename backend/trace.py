"""Structured logs, one line of JSON each, with the trace id of the request or turn that they belong to."""

import logging
import re
import secrets
import sys

import structlog

_TRACE = re.compile(r"[0-9A-Za-z._-]{4,80}")


def configure_logs() -> None:
    """JSON lines on standard error; the server's own chatter only from warnings up."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def new_trace(given: str | None) -> str:
    """The caller's trace id where it is a sane one, else a new one; every log line from here on carries it."""
    trace = given if given and _TRACE.fullmatch(given) else secrets.token_hex(8)
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(trace=trace)
    return trace
