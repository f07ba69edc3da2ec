"""Files that no honest screenshot is, made here: each with the code it must be refused with, or None where the door
must make it harmless (re-encoded, and `CHARGE`, what was smuggled in, gone)."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin

CHARGE = b"<script>alert('charge')</script>"
SIDE = (640, 900)
File = tuple[str, bytes, str | None]


def page(mode: str = "RGB", size: tuple[int, int] = SIDE) -> Image.Image:
    """A picture with something on it, so that no encoder makes nothing of it."""
    drawn = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(drawn)
    for row in range(20, size[1] - 20, 40):
        pen.rectangle((20, row, size[0] - 20 - row % 97, row + 18), fill=(row % 200, 40, 90))
    return drawn.convert(mode)


def saved(picture: Image.Image, family: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, family, **how)
    return out.getvalue()


def chunk(kind: bytes, body: bytes, check: int | None = None) -> bytes:
    """A PNG chunk, with a wrong checksum if one is given."""
    true = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", true if check is None else check)


def segment(marker: int, body: bytes) -> bytes:
    """A JPEG segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def into_jpeg(*segments: bytes) -> bytes:
    """A JPEG with these segments right behind its beginning."""
    plain = saved(page(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:]


def into_png(*chunks: bytes) -> bytes:
    """A PNG with these chunks right behind its header."""
    plain = saved(page(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:]


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and brings next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("charge.html", CHARGE)
    return out.getvalue()


def exif(**entries: Any) -> bytes:
    made = Image.Exif()
    for tag, value in entries.items():
        made[int(tag[1:], 16)] = value
    return made.tobytes()


def no_picture() -> Iterator[File]:
    yield "zero_bytes", b"", "empty_file"
    yield "one_byte", b"\xff", "unsupported"
    yield "noise", bytes(range(256)) * 40, "unsupported"
    yield "text", "订单号 LY20261124001".encode() * 20, "unsupported"
    yield "html", b"<!doctype html><body>" + CHARGE, "unsupported"
    yield "svg", b'<svg xmlns="http://www.w3.org/2000/svg">' + CHARGE + b"</svg>", "unsupported"
    yield "pdf", b"%PDF-1.7\n1 0 obj<</JS(charge)>>endobj\n%%EOF", "unsupported"
    yield "zip", archive(), "unsupported"
    yield "elf", b"\x7fELF" + bytes(4000), "unsupported"
    yield "exe", b"MZ" + bytes(4000), "unsupported"
    yield "gif", saved(page("P"), "GIF"), "unsupported"
    yield "bmp", saved(page(), "BMP"), "unsupported"
    yield "tiff", saved(page(), "TIFF"), "unsupported"
    yield "ico", saved(page(size=(256, 256)), "ICO"), "unsupported"
    yield "eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 600\nshowpage\n", "unsupported"
    yield "heic", struct.pack(">I", 24) + b"ftypheic" + bytes(4000), "heic"
    yield "avif", struct.pack(">I", 24) + b"ftypavif" + bytes(4000), "heic"
    yield "mp4", struct.pack(">I", 24) + b"ftypisom" + bytes(4000), "unsupported"
    yield "too_many_bytes", saved(page(), "JPEG") + bytes(10 * 1024 * 1024), "too_large"


def broken() -> Iterator[File]:
    jpeg, png, webp = (saved(page(), family) for family in ("JPEG", "PNG", "WEBP"))
    yield "jpeg_cut_in_half", jpeg[: len(jpeg) // 2], "broken_file"
    yield "jpeg_of_its_header", jpeg[:200], "broken_file"
    yield "jpeg_of_its_first_marker", jpeg[:4], "unsupported"
    yield "png_cut_in_half", png[: len(png) // 2], "broken_file"
    yield "png_wrong_checksum", into_png(chunk(b"gAMA", bytes(4), check=7)), "unsupported"
    yield "png_without_pixels", png[:33] + chunk(b"IEND", b""), "broken_file"
    yield "webp_cut_in_half", webp[: len(webp) // 2], "broken_file"
    yield "webp_of_its_header", webp[:16], "broken_file"
    yield "text_bomb", into_png(chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000)))), "broken_file"
    yield "no_size", png_header(0, 0), "unsupported"
    yield "negative_size", png_header(0x80000001, 300), "too_large"


def out_of_bounds() -> Iterator[File]:
    yield "one_pixel", saved(page(size=(1, 1)), "PNG"), "too_small"
    yield "a_strip", saved(page(size=(3000, 40)), "PNG"), "too_small"
    yield "just_too_narrow", saved(page(size=(199, 900)), "JPEG"), "too_small"
    yield "claims_a_gigapixel", png_header(32_000, 32_000), "too_large"
    yield "claims_four_gigapixels", png_header(65_000, 65_000), "too_large"
    yield "flat_but_huge", saved(Image.new("1", (9000, 9000)), "PNG"), "too_large"
    yield "huge_jpeg", saved(Image.new("L", (8200, 5000)), "JPEG", quality=1), "too_large"
    yield "long_webp", saved(Image.new("L", (16000, 2600)), "WEBP", quality=1, method=0), "too_large"
    yield "animated_webp", saved(page(), "WEBP", save_all=True, append_images=[page("L").convert("RGB")]), "animated"
    yield "animated_png", saved(page(), "PNG", save_all=True, append_images=[page("L").convert("RGB")]), "animated"


def polyglots() -> Iterator[File]:
    for family in ("JPEG", "PNG", "WEBP"):
        plain, name = saved(page(), family), family.lower()
        yield f"{name}_and_zip", plain + archive(), "polyglot"
        yield f"{name}_and_script", plain + b"\n" + CHARGE, "polyglot"
        yield f"{name}_and_pdf", plain + b"%PDF-1.7\n", "polyglot"
    yield "jpeg_and_program", saved(page(), "JPEG") + b"\n\x7fELF" + bytes(99), "polyglot"
    yield "png_and_php", saved(page(), "PNG") + b"<?php system($_GET[0]);", "polyglot"


def harmless() -> Iterator[File]:
    plain, text = saved(page(), "PNG"), PngImagePlugin.PngInfo()
    text.add_text("Comment", CHARGE.decode())
    text.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{CHARGE.decode()}</x:xmpmeta>")
    yield "script_in_jpeg_comment", saved(page(), "JPEG", comment=CHARGE), None
    yield "script_in_png_text", saved(page(), "PNG", pnginfo=text), None
    yield "script_in_exif", saved(page(), "JPEG", exif=exif(x010E=CHARGE.decode(), x9286=CHARGE.decode())), None
    yield "place_in_exif", saved(page(), "JPEG", exif=exif(x8825={1: "N", 2: (31.0, 14.0, 0.0)}, x010F="charge")), None
    yield "turned_by_exif", saved(page(size=(900, 640)), "JPEG", exif=exif(x0112=6)), None
    yield "absurd_orientation", saved(page(), "JPEG", exif=exif(x0112=4242)), None
    yield "broken_exif", into_jpeg(segment(0xE1, b"Exif\0\0II*\0" + b"\xff" * 400 + CHARGE)), None
    yield "endless_exif", into_jpeg(*[segment(0xE1, b"Exif\0\0" + b"A" * 65000)] * 40), None
    yield "xmp", into_jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + CHARGE)), None
    yield "iptc", into_jpeg(segment(0xED, b"Photoshop 3.0\0" + CHARGE)), None
    yield "broken_colour_profile", saved(page(), "JPEG", icc_profile=CHARGE * 40), None
    yield "broken_png_profile", saved(page(), "PNG", icc_profile=CHARGE * 40), None
    yield "cmyk", saved(page("CMYK"), "JPEG"), None
    yield "grey", saved(page("L"), "JPEG"), None
    yield "two_colours", saved(page("1"), "PNG"), None
    yield "sixteen_bits", saved(page("L").convert("I").point(lambda v: v * 256).convert("I;16"), "PNG"), None
    yield "palette_with_holes", saved(page("P"), "PNG", transparency=3), None
    yield "see_through", saved(page("RGBA"), "PNG"), None
    yield "grey_see_through", saved(page("LA"), "PNG"), None
    yield "see_through_webp", saved(page("RGBA"), "WEBP", lossless=True, exif=exif(x010E=CHARGE.decode())), None
    yield "progressive", saved(page(), "JPEG", progressive=True), None
    yield "interlaced", saved(page(), "PNG", interlace=1), None
    yield "photo_with_depth_map", saved(page(), "MPO", save_all=True, append_images=[page("L").convert("RGB")]), None
    yield "film_behind_a_photo", saved(page(), "JPEG") + struct.pack(">I", 24) + b"ftypmp42" + bytes(900), None
    yield "no_pixels_behind_a_header", plain[:33] + chunk(b"IDAT", CHARGE * 9) + chunk(b"IEND", b""), None
    yield "unknown_chunk", into_png(chunk(b"chRg", CHARGE)), None
    yield "jpeg_called_png", saved(page(), "JPEG"), None
    yield "forty_million_see_through", saved(Image.new("RGBA", (8000, 5000)), "PNG"), None
    yield "forty_million_in_rounds", saved(Image.new("L", (8000, 5000)), "JPEG", progressive=True, quality=5), None


def corpus() -> Iterator[File]:
    """Every kind: name, bytes, and the code of its refusal or None."""
    for kinds in (no_picture, broken, out_of_bounds, polyglots, harmless):
        yield from kinds()
