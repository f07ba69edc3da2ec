"""The process that decodes pictures, and what is said to it and by it (`frames`). It holds no secret.

A question begins with `A` (admit a file) or `B` (blacken a stored picture) and a line of JSON. An answer is a line of
JSON, then the picture and its thumbnail; or the refusal, in that line.
"""

import json
import os
import resource
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from ..domain.errors import Invalid, Refusal, TooLarge, Unsupported
from .frames import serve
from .picture_pixels import Picture, admit, blacken

MEMORY = 1 << 30  # bytes of address space; what wants more is refused
RECYCLE_KB = 300_000


def ask_admit() -> bytes:
    """What stands before a file that is to be admitted."""
    return b"A\n"


def ask_blacken(places: Sequence[Sequence[float]]) -> bytes:
    """What stands before a stored picture that is to be blackened."""
    return b"B" + json.dumps([list(place) for place in places]).encode() + b"\n"


def answer(question: bytes) -> bytes:
    """What the process says to it."""
    head, _, data = question.partition(b"\n")
    try:
        if head[:1] == b"B":
            return _told({}, *blacken(data, json.loads(head[1:])))
        made = admit(data)
    except Refusal as refusal:
        return _refused(refusal)
    except Exception:  # one that finds no memory, say: the file is to blame, not the process
        return _refused(Invalid("这张图片打不开，请重新截一张。", code="broken_file"))
    head_of = asdict(replace(made, data=b"", thumbnail=b""))
    del head_of["data"], head_of["thumbnail"]
    return _told(head_of, made.data, made.thumbnail)


def picture_of(told: bytes) -> Picture:
    """Raises the refusal that was answered instead, ValueError for anything else."""
    head, picture, thumbnail = _heard(told)
    return Picture(picture, thumbnail, **head | {"hashes": tuple(head["hashes"])})


def both_of(told: bytes) -> tuple[bytes, bytes]:
    """As `picture_of`, of a picture that was blackened."""
    _, picture, thumbnail = _heard(told)
    return picture, thumbnail


def _told(head: dict[str, Any], picture: bytes, thumbnail: bytes) -> bytes:
    return json.dumps(head | {"sizes": [len(picture), len(thumbnail)]}).encode() + b"\n" + picture + thumbnail


def _refused(refusal: Refusal) -> bytes:
    told = {"refused": type(refusal).__name__, "detail": refusal.detail, "code": refusal.code}
    return json.dumps(told).encode() + b"\n"


def _heard(told: bytes) -> tuple[dict[str, Any], bytes, bytes]:
    line, _, body = told.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    if "refused" in head:
        kind = {"TooLarge": TooLarge, "Unsupported": Unsupported}.get(head["refused"], Invalid)
        raise kind(head["detail"], code=head["code"])
    first, second = head.pop("sizes")
    if len(body) != first + second:
        raise ValueError("cut short")
    return head, body[:first], body[first:]


def _made() -> Callable[[bytes], bytes]:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return answer


if __name__ == "__main__":
    os.nice(5)  # somebody waits for it, but the talks come first
    serve(_made, RECYCLE_KB)
