"""Reading the words on a picture: RapidOCR in spawned worker processes of one thread each. A worker that dies or takes
more than 15 s is replaced, and the picture read again."""

import asyncio
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import structlog

from ..domain.evidence import Line, Page

log = structlog.get_logger()
LIMIT_S = 15.0
TRIES = 3
LONGEST = 1600
_reader: Any = None


def _start() -> None:
    """In the worker: load the models once, one thread for each, the lowest priority so that talk goes first."""
    global _reader
    os.nice(5)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    import logging

    logging.disable(logging.INFO)
    from rapidocr import RapidOCR

    engine = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
    _reader = RapidOCR(params={"Global.log_level": "error", **engine})


def _read(picture: bytes) -> Page:
    import io

    import numpy
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG")) as opened:
        image = opened.convert("RGB")
    image.thumbnail((LONGEST * 2, LONGEST * 2))
    found = _reader(numpy.asarray(image)[:, :, ::-1])
    if found is None or found.txts is None:
        return Page((), image.width, image.height)
    lines = []
    for text, box, score in zip(found.txts, found.boxes, found.scores, strict=True):
        xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
        lines.append(Line(text, (min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)), float(score)))
    return Page(tuple(lines), image.width, image.height)


class OcrPool:
    """`workers` processes, started at the first picture (or by `warm_up`)."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._room = asyncio.Semaphore(workers)

    async def warm_up(self) -> None:
        await asyncio.wrap_future(self._open().submit(int))

    async def read(self, picture: bytes) -> Page:
        """The page's lines; an empty page when it cannot be read after three tries."""
        async with self._room:
            for attempt in range(TRIES):
                try:
                    return await asyncio.wait_for(
                        asyncio.wrap_future(self._open().submit(_read, picture)), LIMIT_S + 30 * (attempt == 0)
                    )
                except (BrokenProcessPool, TimeoutError) as error:
                    log.warning("ocr_worker_replaced", attempt=attempt, why=type(error).__name__)
                    self._replace()
                except Exception:
                    log.exception("ocr_failed")
                    break
        return Page(())

    def _open(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._workers, mp_context=context, initializer=_start)
        return self._pool

    def _replace(self) -> None:
        pool, self._pool = self._pool, None
        if pool is None:
            return
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)

    async def close(self) -> None:
        self._replace()
