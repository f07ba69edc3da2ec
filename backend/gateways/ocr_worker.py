"""The reader process: pictures in on stdin, words out on stdout. A frame is 4 bytes of length and that many bytes.

It turns a page that lies on its side or its head, straightens the coordinates of a slanted one, and reads long
screenshots in slices. It holds no secret, imports nothing of ours, and answers in JSON, so a picture that should
break the decoder can reach nothing through it. Started by `OcrPool` with one thread and a low priority.
"""

import io
import json
import math
import os
import signal
import struct
import sys
from typing import Any, BinaryIO

import cv2
import numpy as np
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.ch_ppocr_rec.typings import TextRecInput
from rapidocr.utils.process_img import get_rotate_crop_image

LONGEST, SHORTEST = 1600, 640  # px given to the detector; words are cut out of the full picture
SLICE, OVERLAP, MAX_SLICES = 1920, 160, 8
SLIM = 3.0  # a page longer than this many times its width is read in slices
VOTES = 12  # lines asked which way up the page is
NOISE = 0.3  # a "line" recognised with less confidence than this is no text
FRAME = struct.Struct(">I")
Array = np.ndarray[Any, Any]


class Reader:
    def __init__(self) -> None:
        engine = {f"EngineConfig.onnxruntime.{side}_op_num_threads": 1 for side in ("intra", "inter")}
        settings = {"Global.log_level": "error", "Global.use_vertical_padding": False, "Global.text_score": 0.0,
                    "Det.limit_side_len": SHORTEST, "Rec.rec_batch_num": 1}  # fmt: skip
        self._engine = RapidOCR(params=settings | engine)
        cv2.setNumThreads(1)

    def read(self, data: bytes) -> dict[str, Any]:
        """The page's lines with upright boxes (x, y, width, height) in px of the upright picture."""
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as opened:
            image = np.asarray(opened.convert("RGB"))[:, :, ::-1]
        quads = self._detect(image)
        image, quads, rotation = self._upright(image, quads)
        height, width = image.shape[:2]
        page: dict[str, Any] = {"width": width, "height": height, "rotation": rotation, "lines": []}
        if not len(quads):
            return page
        crops = [get_rotate_crop_image(image, quad.astype(np.float32)) for quad in quads]
        found = self._engine._load_rec_model()(TextRecInput(img=crops, return_word_box=True))
        straight = _straighten(quads, width, height)
        for quad, level, text, score, words in zip(
            quads, straight, found.txts, found.scores, found.word_results, strict=True
        ):
            if text.strip() and score >= NOISE:
                weakest = min(words.confs) if words.confs else score
                page["lines"].append([text.strip(), _box(level), round(float(score), 4), round(float(weakest), 4),
                                      _edges(quad, width, height)])  # fmt: skip
        page["lines"].sort(key=lambda line: (line[1][1], line[1][0]))
        return page

    def _detect(self, image: Array) -> Array:
        """Quadrilaterals of the text lines, in px of the picture: (n, 4, 2), clockwise from the top left."""
        height, width = image.shape[:2]
        along = 0 if height >= width else 1
        long, short = max(height, width), min(height, width)
        if long <= SLIM * short:
            return self._detect_piece(image, min(1.0, LONGEST / long))
        scale = min(1.0, 1080 / short, (SLICE + (MAX_SLICES - 1) * (SLICE - OVERLAP)) / long)
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
                if not any(_overlap(quad, other) > 0.5 for other in kept[-80:]):
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
        if _sideways(quads):
            image, quads, rotation = np.ascontiguousarray(np.rot90(image)), _turn(quads, image.shape[1]), 90
        if len(quads) and self._upside_down(image, quads):
            height, width = image.shape[:2]
            image = np.ascontiguousarray(image[::-1, ::-1])
            quads = _reorder(np.array([width, height], dtype=np.float32) - quads)
            rotation += 180
        return image, quads, rotation

    def _upside_down(self, image: Array, quads: Array) -> bool:
        wide = [quad for quad in quads if _sides(quad)[0] > 2 * _sides(quad)[1]]
        longest = sorted(wide, key=lambda quad: -_sides(quad)[0])[:VOTES]
        if not longest:
            return False
        crops = [get_rotate_crop_image(image, quad.astype(np.float32)) for quad in longest]
        labels = self._engine._load_cls_model()(crops).cls_res
        down = sum(float(score) for label, score in labels if label == "180")
        return down > 0.6 * sum(float(score) for _, score in labels)


def _sides(quad: Array) -> tuple[float, float]:
    return float(np.linalg.norm(quad[1] - quad[0])), float(np.linalg.norm(quad[3] - quad[0]))


def _sideways(quads: Array) -> bool:
    tall = wide = 0.0
    for quad in quads:
        width, height = _sides(quad)
        tall += height if height > 2 * width else 0
        wide += width if width > 2 * height else 0
    return tall > 1.5 * wide


def _turn(quads: Array, width: int) -> Array:
    """Where the corners stand after a quarter turn counter-clockwise of a picture so many px wide."""
    return _reorder(np.stack([quads[:, :, 1], width - quads[:, :, 0]], axis=2))


def _reorder(quads: Array) -> Array:
    ordered = np.empty_like(quads)
    for index, quad in enumerate(quads):
        by_x = quad[np.argsort(quad[:, 0], kind="stable")]
        left, right = by_x[:2], by_x[2:]
        left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
        ordered[index] = (left[0], right[0], right[1], left[1])
    return ordered


def _straighten(quads: Array, width: int, height: int) -> Array:
    """The corners as if the page were not slanted: rows become rows again."""
    slopes = [
        (math.atan2(float(q[1][1] - q[0][1]), float(q[1][0] - q[0][0])), _sides(q)[0])
        for q in quads if _sides(q)[0] > 3 * _sides(q)[1]
    ]  # fmt: skip
    if not slopes:
        return quads
    angle = _weighted_median(slopes)
    if abs(angle) < math.radians(0.3):
        return quads
    cos, sin = math.cos(-angle), math.sin(-angle)
    centre = np.array([width / 2, height / 2], dtype=np.float32)
    return (quads - centre) @ np.array([[cos, sin], [-sin, cos]], dtype=np.float32) + centre


def _weighted_median(weighted: list[tuple[float, float]]) -> float:
    half, run = sum(weight for _, weight in weighted) / 2, 0.0
    for value, weight in sorted(weighted):
        run += weight
        if run >= half:
            return value
    return 0.0


def _box(quad: Array) -> list[float]:
    """Upright box; the height is the line's own, not that of its slant."""
    width, height = _sides(quad)
    centre = quad.mean(axis=0)
    return [round(float(centre[0]) - width / 2, 1), round(float(centre[1]) - height / 2, 1),
            round(width, 1), round(height, 1)]  # fmt: skip


def _edges(quad: Array, width: int, height: int) -> str:
    """The sides of the picture that the line runs into: l, r, t, b."""
    near = max(2.0, 0.002 * max(width, height))
    (left, top), (right, bottom) = quad.min(axis=0), quad.max(axis=0)
    sides = {"l": left <= near, "r": right >= width - near, "t": top <= near, "b": bottom >= height - near}
    return "".join(side for side, touches in sides.items() if touches)


def _overlap(one: Array, two: Array) -> float:
    """Shared share of the smaller of two upright boxes."""
    low, high = np.maximum(one.min(axis=0), two.min(axis=0)), np.minimum(one.max(axis=0), two.max(axis=0))
    shared = float(np.prod(np.clip(high - low, 0, None)))
    smaller = min(float(np.prod(np.ptp(one, axis=0))), float(np.prod(np.ptp(two, axis=0))))
    return shared / smaller if smaller else 0.0


def _peak_kb() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _serve(source: BinaryIO, answers: BinaryIO, reader: Reader) -> None:
    def answer(body: dict[str, Any]) -> None:
        data = json.dumps(body | {"peak_kb": _peak_kb()}, ensure_ascii=False).encode()
        answers.write(FRAME.pack(len(data)) + data)
        answers.flush()

    answer({"ready": True})
    while len(head := source.read(FRAME.size)) == FRAME.size:
        picture = source.read(FRAME.unpack(head)[0])
        try:
            answer(reader.read(picture))
        except Exception as error:  # a picture that cannot be read is an answer, not the end of the reader
            answer({"error": type(error).__name__})


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle; it closes stdin
    os.nice(5)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    _serve(sys.stdin.buffer, answers, Reader())


if __name__ == "__main__":
    main()
