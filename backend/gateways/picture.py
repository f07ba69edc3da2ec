"""The door for pictures: type by content, bounded in every direction, always re-encoded."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from ..domain.errors import Invalid, TooLarge, Unsupported

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_SIDE = 64
LONGEST = 3200
THUMBNAIL = 320
FORMATS = ("JPEG", "PNG", "WEBP")

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class Picture:
    """A harmless picture: re-encoded bytes, its thumbnail, and the SHA-256 of what was sent."""

    data: bytes
    thumbnail: bytes
    sha256: str
    media_type: str
    suffix: str
    width: int
    height: int


def admit(data: bytes) -> Picture:
    """Raises `TooLarge` (413), `Unsupported` (415), or `Invalid` (422) for a picture that cannot be used."""
    if not data:
        raise Invalid("文件是空的，请重新选择图片。", code="empty_file")
    if len(data) > MAX_BYTES:
        raise TooLarge()
    if data[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"}:
        raise Unsupported("这是 HEIC 格式，请在手机上改存为 JPG 再上传。")
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            _bounds(opened)
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge("图片尺寸太大了，请换一张 4000 万像素以内的。") from error
    except (Invalid, TooLarge):
        raise
    except (Image.UnidentifiedImageError, SyntaxError) as error:
        raise Unsupported() from error
    except (OSError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError, MemoryError) as error:
        raise Invalid("这张图片已损坏或不完整，请重新截一张。", code="broken_file") from error
    picture.info.clear()
    picture.thumbnail((LONGEST, LONGEST))
    small = picture.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return Picture(
        _jpeg(picture, 92), _jpeg(small, 80), hashlib.sha256(data).hexdigest(), "image/jpeg", ".jpg",
        picture.width, picture.height,
    )  # fmt: skip


def _bounds(opened: Image.Image) -> None:
    if opened.width * opened.height > MAX_PIXELS:
        raise TooLarge("图片尺寸太大了，请换一张 4000 万像素以内的。")
    if min(opened.size) < MIN_SIDE:
        raise Invalid("图片太小了，看不清内容，请上传原图。", code="too_small")
    if getattr(opened, "n_frames", 1) != 1:
        raise Unsupported("动图用不了，请上传一张静态截图。")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=False)
    return out.getvalue()
