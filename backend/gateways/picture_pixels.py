"""From a picture file to harmless pixels: decoded, upright, on white, shrunk, encoded anew.

Runs in a process of its own (`picture_worker`), so that no picture can eat the service's memory.
"""

import contextlib
import hashlib
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFile, UnidentifiedImageError

from ..domain.errors import Invalid, Refusal, TooLarge, Unsupported
from .picture_bytes import editor_of, looks_like_heif, payload_behind

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_SIDE = 200
SHORT, LONG = 2400, 16_000  # px kept of a picture's shorter and longer side; a long screenshot stays readable
MAX_KEPT = 16_000_000  # px
THUMBNAIL = 320
FORMATS = ("JPEG", "PNG", "WEBP")
TURNS = (None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
ORIENTATION = 0x0112

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)
warnings.filterwarnings("ignore", category=UserWarning, module="PIL")  # of broken metadata, which is dropped anyway


@dataclass(frozen=True)
class Picture:
    """A harmless picture: re-encoded bytes, its thumbnail, the SHA-256 of what was sent, and `hashes`: the difference
    hash (64 bits in hexadecimal) as it stands and turned counter-clockwise by 90, 180 and 270 degrees. `editor` names
    the picture editor that the file says it was saved by: a hint, and easily removed."""

    data: bytes
    thumbnail: bytes
    sha256: str
    media_type: str
    suffix: str
    width: int
    height: int
    hashes: tuple[str, str, str, str]
    editor: str | None = None


def admit(data: bytes) -> Picture:
    """Raises `TooLarge` (413), `Unsupported` (415), or `Invalid` (422) for what is no acceptable picture."""
    if not data:
        raise Invalid("文件是空的，请重新选择图片。", code="empty_file")
    if len(data) > MAX_BYTES:
        raise TooLarge()
    if looks_like_heif(data):
        raise Unsupported("这是 HEIC/AVIF 格式的照片，请截屏或在手机上另存为 JPG 后再上传。", code="heic")
    picture = _shrink(_decode(data))
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return Picture(
        _jpeg(picture, 92), _jpeg(small, 80), hashlib.sha256(data).hexdigest(), "image/jpeg", ".jpg",
        picture.width, picture.height, _hashes(small), editor_of(data),
    )  # fmt: skip


def blacken(data: bytes, places: Sequence[Sequence[float]]) -> tuple[bytes, bytes]:
    """A stored picture and its thumbnail with black over these places: left, top, width, height as shares of it."""
    with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
        picture = opened.convert("RGB")
    pen = ImageDraw.Draw(picture)
    across, down = picture.size
    for left, top, width, height in places:
        corners = left * across, top * down, (left + width) * across, (top + height) * down
        pen.rectangle(corners, fill="black")
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return _jpeg(picture, 92), _jpeg(small, 80)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[ImageFile.ImageFile]:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            yield opened
    except Refusal:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge("图片尺寸太大了，请换一张 4000 万像素以内的。") from error
    except UnidentifiedImageError as error:
        raise Unsupported() from error
    except Exception as error:  # whatever a decoder trips over is the file's fault
        raise Invalid("这张图片已损坏或不完整，请重新截一张。", code="broken_file") from error


def _decode(data: bytes) -> Image.Image:
    """The upright pixels on white, without any of the file's other contents."""
    with _opened(data) as opened:
        _bounds(opened)
        if payload_behind(data, opened.format or ""):
            raise Unsupported("图片里夹带了别的文件，请重新截一张图上传。", code="polyglot")
        orientation = _orientation(opened)
        opened.draft("RGB", (LONG, SHORT) if opened.width > opened.height else (SHORT, LONG))
        opened.load()
        picture = _on_white(opened)
    return picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture


def _bounds(opened: Image.Image) -> None:
    if opened.width * opened.height > MAX_PIXELS:
        raise TooLarge("图片尺寸太大了，请换一张 4000 万像素以内的。")
    if min(opened.size) < MIN_SIDE:
        raise Invalid("图片太小了，看不清内容，请上传原图。", code="too_small")
    # A phone's photo with a depth map beside it (MPO) has two frames and is no animation: its first is the photo.
    if opened.format != "MPO" and getattr(opened, "n_frames", 1) != 1:
        raise Unsupported("动图用不了，请上传一张静态截图。", code="animated")


def _orientation(opened: Image.Image) -> int:
    try:
        return int(opened.getexif().get(ORIENTATION, 1))
    except Exception:  # broken EXIF must not cost the buyer a good picture
        return 1


def _on_white(opened: Image.Image) -> Image.Image:
    if opened.mode in {"I;16", "I;16B", "I;16L", "I"}:
        opened = opened.point(lambda value: value / 256).convert("L")
    if opened.mode in {"RGBA", "LA", "PA", "La", "RGBa"} or "transparency" in opened.info:
        seen = opened.convert("RGBA")
        picture = Image.new("RGB", opened.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    else:
        picture = opened.convert("RGB")
    picture.info.clear()
    return picture


def _shrink(picture: Image.Image) -> Image.Image:
    """At most what the reader can use."""
    width, height = picture.size
    scale = min(1.0, SHORT / min(width, height), LONG / max(width, height), (MAX_KEPT / (width * height)) ** 0.5)
    if scale == 1.0:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _hashes(picture: Image.Image) -> tuple[str, str, str, str]:
    grey = picture.convert("L")
    one, two, three, four = (_difference_hash(grey if turn is None else grey.transpose(turn)) for turn in TURNS)
    return one, two, three, four


def _difference_hash(grey: Image.Image) -> str:
    small = grey.resize((9, 8), Image.Resampling.BOX)
    levels = small.tobytes()
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (levels[row * 9 + column] > levels[row * 9 + column + 1])
    return f"{bits:016x}"
