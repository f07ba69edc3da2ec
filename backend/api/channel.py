"""The payment channels' door: `POST /v1/channel/{channel}/notify`, open to anybody who can sign as the channel."""

from collections.abc import Mapping

import structlog
from sanic import Blueprint, Request
from sanic.response import HTTPResponse, text

from ..domain.actor import Actor
from ..domain.errors import NotFound, Refusal
from ..service.channel_notices import Notified, take
from ..service.desk import Desk
from ..service.ports import Tx
from .commands import Answer, run

log = structlog.get_logger()


def door(desk: Desk, channels: Mapping[str, Notified]) -> Blueprint:
    """One notice is one command: the channel's own id for it, so a repeat is answered as before and moves nothing."""
    bp = Blueprint("channel", url_prefix="/v1/channel")

    @bp.post("/<channel:str>/notify")
    async def _notify(request: Request, channel: str) -> HTTPResponse:
        taker = channels.get(channel)
        if taker is None:
            raise NotFound()
        try:
            notice = taker.notice(dict(request.headers), request.body)
        except Refusal as refusal:
            log.warning("notice_refused", channel=channel, code=refusal.code)
            raise

        async def act(tx: Tx) -> Answer:
            await take(desk, tx, channel, notice)
            return Answer(200, {})

        said = [notice.number, notice.answer.kind, notice.fen]
        try:
            await run(desk, request, Actor("channel", channel), act, command_id=notice.notice_id, body=said)
        except NotFound:
            log.warning("notice_of_unknown", channel=channel, number=notice.number)
            raise
        kind, words = taker.receipt
        return text(words, content_type=kind)

    return bp
