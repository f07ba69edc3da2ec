"""The reader process: pictures in, words out (`frames`).

It turns a page that lies on its side or its head, straightens the coordinates of a slanted one, reads long screenshots
in slices and soft pictures at half their size. It holds no secret and answers in JSON, so a picture that should break
the decoder can reach nothing through it. Started by `OcrPool` with one thread and a low priority.
"""

import io
import json
import os
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec.typings import TextRecInput
from rapidocr.utils.process_img import get_rotate_crop_image

from .frames import serve
from .ocr_quads import Array, around, box, edges, overlap, reorder, sides, sideways, straighten, turn

LONGEST, SHORTEST, AREA = 1600, 640, 1.3e6  # px given to the detector; words are cut out of the full picture
BROAD, SLICE, OVERLAP, MAX_SLICES = 800, 1440, 120, 8  # px of a long page as the detector sees it
SLIM = 3.0  # a page longer than this many times its width is read in slices
VOTES = 12  # lines asked which way up the page is
SOFT_SIDE, FEW, UNSURE = 500, 40, 0.93  # px; characters; mean confidence: below, the picture is read again at half size
NOISE = 0.3  # a "line" recognised with less confidence than this is no text
RECYCLE_KB = 700_000  # a reader that ever grew beyond this is replaced after its picture


class Reader:
    def __init__(self) -> None:
        engine = {f"EngineConfig.onnxruntime.{side}_op_num_threads": 1 for side in ("intra", "inter")}
        settings = {"Global.log_level": "error", "Global.use_vertical_padding": False, "Global.text_score": 0.0,
                    "Det.limit_side_len": SHORTEST, "Rec.rec_batch_num": 1}  # fmt: skip
        self._engine = RapidOCR(params=settings | engine)
        cv2.setNumThreads(1)
        blank = np.full((SHORTEST, SHORTEST, 3), 255, dtype=np.uint8)
        self._read(cv2.putText(blank, "warm-up 2026", (60, 300), cv2.FONT_HERSHEY_SIMPLEX, 2, (0, 0, 0), 4))

    def read(self, data: bytes) -> dict[str, Any]:
        """The page's lines with upright boxes (x, y, width, height) in px of the upright picture."""
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            image = np.asarray(opened.convert("RGB"))[:, :, ::-1]
        page = self._read(image)
        if min(image.shape[:2]) > SOFT_SIDE and _poor(page):
            # A soft picture reads better small: its strokes come out as thin as the reader knows them.
            half = (image.shape[1] // 2, image.shape[0] // 2)
            small = np.asarray(Image.fromarray(np.ascontiguousarray(image)).resize(half, Image.Resampling.LANCZOS))
            page = max(page, _doubled(self._read(small)), key=_worth)
        return page

    def _read(self, image: Array) -> dict[str, Any]:
        quads = self._detect(image)
        image, quads, rotation = self._upright(image, quads)
        height, width = image.shape[:2]
        page: dict[str, Any] = {"width": width, "height": height, "rotation": rotation, "lines": []}
        if not len(quads):
            return page
        crops = [get_rotate_crop_image(image, quad.astype(np.float32)) for quad in quads]
        found = self._engine._load_rec_model()(TextRecInput(img=crops, return_word_box=True))
        straight = straighten(quads, width, height)
        for quad, level, text, score, words in zip(
            quads, straight, found.txts, found.scores, found.word_results, strict=True
        ):
            if text.strip() and score >= NOISE:
                weakest = min(words.confs) if words.confs else score
                slanted = [] if straight is quads else [around(quad)]
                page["lines"].append([text.strip(), box(level), round(float(score), 4), round(float(weakest), 4),
                                      edges(quad, width, height), *slanted])  # fmt: skip
        page["lines"].sort(key=lambda line: (line[1][1], line[1][0]))
        return page

    def _detect(self, image: Array) -> Array:
        """Quadrilaterals of the text lines, in px of the picture: (n, 4, 2), clockwise from the top left."""
        height, width = image.shape[:2]
        along = 0 if height >= width else 1
        long, short = max(height, width), min(height, width)
        if long <= SLIM * short:
            return self._detect_piece(image, min(1.0, LONGEST / long, (AREA / (long * short)) ** 0.5))
        scale = min(1.0, BROAD / short, (SLICE + (MAX_SLICES - 1) * (SLICE - OVERLAP)) / long)
        size, step = int(SLICE / scale), int((SLICE - OVERLAP) / scale)
        kept: list[Array] = []
        for start in range(0, max(1, long - int(OVERLAP / scale)), step):
            end = min(long, start + size)
            piece = image[start:end] if along == 0 else image[:, start:end]
            for quad in self._detect_piece(piece, scale):
                axis = quad[:, 1 - along]
                cut_before, cut_after = start > 0 and axis.min() <= 3, end < long and axis.max() >= end - start - 4
                if cut_before or cut_after:
                    continue
                quad[:, 1 - along] += start
                if not any(overlap(quad, other) > 0.5 for other in kept[-80:]):
                    kept.append(quad)
        return np.array(kept, dtype=np.float32).reshape(-1, 4, 2)

    def _detect_piece(self, piece: Array, scale: float) -> Array:
        small = piece if scale == 1.0 else cv2.resize(piece, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        height, width = small.shape[:2]
        # The detector blows the shorter side up to SHORTEST: a strip must not become a 30-megapixel one.
        down, right = max(0, width // 4 - height), max(0, height // 4 - width)
        if down or right:
            small = cv2.copyMakeBorder(small, 0, down, 0, right, cv2.BORDER_REPLICATE)
        found = self._engine._load_det_model()(np.ascontiguousarray(small))
        if found.boxes is None:
            return np.zeros((0, 4, 2), dtype=np.float32)
        quads = np.asarray(found.boxes, dtype=np.float32) / scale
        quads[:, :, 0] = quads[:, :, 0].clip(0, piece.shape[1])
        quads[:, :, 1] = quads[:, :, 1].clip(0, piece.shape[0])
        return quads

    def _upright(self, image: Array, quads: Array) -> tuple[Array, Array, int]:
        """The picture and its quadrilaterals turned so that the words stand upright, and by how many degrees."""
        rotation = 0
        if sideways(quads):
            image, quads, rotation = np.ascontiguousarray(np.rot90(image)), turn(quads, image.shape[1]), 90
        if len(quads) and self._upside_down(image, quads):
            height, width = image.shape[:2]
            image = np.ascontiguousarray(image[::-1, ::-1])
            quads = reorder(np.array([width, height], dtype=np.float32) - quads)
            rotation += 180
        return image, quads, rotation

    def _upside_down(self, image: Array, quads: Array) -> bool:
        wide = [quad for quad in quads if sides(quad)[0] > 2 * sides(quad)[1]]
        longest = sorted(wide, key=lambda quad: -sides(quad)[0])[:VOTES]
        if not longest:
            return False
        crops = [get_rotate_crop_image(image, quad.astype(np.float32)) for quad in longest]
        labels = self._engine._load_cls_model()(crops).cls_res
        # On a page that really stands on its head the votes are all but unanimous; on a blurred one they are guesses.
        return sum(float(score) for label, score in labels if label == "180") > 0.8 * len(labels)


def _poor(page: dict[str, Any]) -> bool:
    """Few words, or words that the reader is unsure of."""
    words = [line for line in page["lines"] if len(line[0]) > 1]
    characters = sum(len(line[0]) for line in words)
    return characters < FEW or sum(len(line[0]) * line[2] for line in words) < UNSURE * characters


def _worth(page: dict[str, Any]) -> float:
    return float(sum(len(line[0]) * (line[2] - 0.5) for line in page["lines"]))


def _doubled(page: dict[str, Any]) -> dict[str, Any]:
    """In px of a picture of twice the size."""
    lines = [
        [[2 * x for x in part] if isinstance(part, list) else part for part in line] for line in page["lines"]
    ]
    return page | {"width": 2 * page["width"], "height": 2 * page["height"], "lines": lines}


def _made() -> Callable[[bytes], bytes]:
    reader = Reader()

    def answer(picture: bytes) -> bytes:
        try:
            body = reader.read(picture)
        except Exception as error:  # a picture that cannot be read is an answer, not the end of the reader
            body = {"error": type(error).__name__}
        return json.dumps(body, ensure_ascii=False).encode()

    return answer


if __name__ == "__main__":
    os.nice(10)
    serve(_made, RECYCLE_KB)
