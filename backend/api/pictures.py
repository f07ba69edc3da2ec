"""Pictures at every door: taken from a multipart body, and handed out to whoever may see them by now."""

from typing import Any

from sanic import Request
from sanic.response import HTTPResponse, raw

from ..domain.errors import Invalid, NotAllowed, NotFound
from ..domain.evidence_item import EvidenceItem
from ..service.desk import Desk


def sent_file(request: Request) -> tuple[bytes, Any]:
    """The file of a multipart body, and its other fields; the body is let go, as uploads wait for their turn with
    nothing but their file. Raises `Invalid` without one."""
    form: Any = request.form or {}
    files: Any = request.files or {}
    upload = files.get("file")
    request.body = b""
    if upload is None:
        raise Invalid("请选择一张图片。", errors=[{"field": "file", "code": "missing"}])
    return upload.body, form


async def picture(desk: Desk, request: Request, item: EvidenceItem, own: bool) -> HTTPResponse:
    """A stored picture, or its thumbnail for `size=small`, never to be sniffed as anything else. Raises `NotFound` once
    its file is gone, `NotAllowed` (`being_checked`) to all but who sent it until it is checked."""
    if not own and item.held(desk.now()):
        raise NotAllowed("图片正在检查，马上就能看。", code="being_checked")
    name = item.thumbnail if request.args.get("size") == "small" else item.file
    try:
        data = await desk.files.load(name)
    except FileNotFoundError as error:
        raise NotFound("图片已按保存期限删除，结论保留。") from error
    kind = "image/png" if name.endswith(".png") else "image/jpeg"
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return raw(data, content_type=kind, headers=headers | {"Content-Security-Policy": "default-src 'none'"})
