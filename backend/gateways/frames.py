"""What a process apart does with its pipes: frames in on stdin, frames out on stdout, one after the other.

A frame is 4 bytes of length and that many bytes. The first answer says that the process is ready; the first byte of
every answer says whether it is the last one (`LEAVES`), because the process has grown too large.
"""

import os
import signal
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

HEAD = struct.Struct(">I")
STAYS, LEAVES = b"\x00", b"\x01"


def serve(made: Callable[[], Callable[[bytes], bytes]], largest_kb: int) -> None:
    """Answer until stdin ends, or until this process ever took more than so much memory. `made` may print."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it closes stdin
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    answer = made()
    _put(answers, STAYS)
    while (frame := _get(sys.stdin.buffer)) is not None:
        body = answer(frame)
        leaves = _peak_kb() > largest_kb
        _put(answers, (LEAVES if leaves else STAYS) + body)
        if leaves:
            return


def _get(source: BinaryIO) -> bytes | None:
    head = source.read(HEAD.size)
    return source.read(HEAD.unpack(head)[0]) if len(head) == HEAD.size else None


def _put(answers: BinaryIO, frame: bytes) -> None:
    answers.write(HEAD.pack(len(frame)) + frame)
    answers.flush()


def _peak_kb() -> int:
    """Of this program alone: what `getrusage` says may be the parent's, from before it became this."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:  # only Linux tells
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)
