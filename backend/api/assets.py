"""The pages' files, read once at start: bytes, their compressed twin, and a strong ETag for each of the two."""

import gzip
import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webp": "image/webp",
    ".LICENSE": "text/plain; charset=utf-8",
}
# `import … from "./x.js"`, also over several lines, and `export … from`.
IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*?["'](\.{1,2}/[^"']+)["']""", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """`packed` is the gzip of `body`, None where that saves nothing."""

    body: bytes
    packed: bytes | None
    media_type: str
    etag: str

    def answer(self, request: Request, headers: Mapping[str, str]) -> HTTPResponse:
        """200, or 304 where the client holds these very bytes already."""
        packed = self.packed if _takes_gzip(request.headers.get("accept-encoding", "")) else None
        etag = f'"{self.etag}-gz"' if packed else f'"{self.etag}"'
        told = {"ETag": etag, "Vary": "Accept-Encoding", "Cache-Control": "no-cache", **headers}
        if _holds(request.headers.get("if-none-match", ""), etag):
            return HTTPResponse(status=304, headers=told)
        if packed:
            told["Content-Encoding"] = "gzip"
        return HTTPResponse(packed or self.body, headers=told, content_type=self.media_type)


def asset(body: bytes, suffix: str) -> Asset:
    """KeyError for a suffix that is not served."""
    media_type = TYPES[suffix]
    packed = None if media_type in {"image/png", "image/webp"} else gzip.compress(body, mtime=0)
    smaller = packed if packed and len(packed) < len(body) else None
    return Asset(body, smaller, media_type, hashlib.sha256(body).hexdigest()[:32])


def folder(root: Path, name: str) -> dict[str, Asset]:
    """Every servable file below `root/name`, by its path from `root`; whatever is asked for is looked up here alone."""
    files = (p for p in (root / name).rglob("*") if p.suffix in TYPES and p.is_file() and not p.is_symlink())
    return {p.relative_to(root).as_posix(): asset(p.read_bytes(), p.suffix) for p in files}


def imported(files: Mapping[str, Asset], start: str) -> list[str]:
    """The modules that `start` pulls in, itself first: told to the browser at once, they load side by side."""
    found = [start]
    for path in found:
        if path not in files:
            continue
        for reference in IMPORT.findall(files[path].body.decode()):
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), reference))
            if target not in found:
                found.append(target)
    return found


def _takes_gzip(accepted: str) -> bool:
    offers = (offer.partition(";") for offer in accepted.lower().split(","))
    wanted = (rest.strip() for name, _, rest in offers if name.strip() in {"gzip", "*"})
    return any(not re.fullmatch(r"q=0(\.0*)?", rest) for rest in wanted)


def _holds(if_none_match: str, etag: str) -> bool:
    held = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag in held or "*" in held
