"""What a picture file is beside its pixels: its family by the first bytes, and what hangs on behind its end."""

import re

_HEIF = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"avif", b"avis"}
# Archives, programs, documents and markup. Phones append things of their own (a short film, a depth map): those pass,
# since only pixels are kept.
_FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a\x07|7z\xbc\xaf\x27\x1c|\x7fELF|%PDF-|<script|<\?php|<html|<!doctype|<svg|<iframe"
    rb"|^\s*(?:MZ|#!|GIF8[79]a)",
    re.IGNORECASE,
)


# What picture editors write of themselves into EXIF, XMP or text chunks; a phone's own camera is none of them.
_EDITORS = re.compile(
    rb"Adobe Photoshop|Photoshop CS|Photoshop \d|GIMP|Pixelmator|Affinity Photo|PicsArt|Snapseed|Meitu|Facetune|"
    rb"Paint\.NET|Canva|Figma|Lightroom",
    re.IGNORECASE,
)
_NOTES = 64 * 1024  # metadata stands at the beginning


def editor_of(data: bytes) -> str | None:
    """The picture editor that the file's own notes name."""
    found = _EDITORS.search(data[:_NOTES])
    return found.group(0).decode("ascii") if found else None


def looks_like_heif(data: bytes) -> bool:
    """An HEIC, HEIF or AVIF file, by its brand."""
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF


def payload_behind(data: bytes, family: str) -> bool:
    """Whether another file is appended to the picture. Linear in the size of the file."""
    end = {"JPEG": _end_of_jpeg, "MPO": _end_of_jpeg, "PNG": _end_of_png, "WEBP": _end_of_webp}[family](data)
    return _FOREIGN.search(data, end) is not None if end < len(data) else False


def _end_of_jpeg(data: bytes) -> int:
    """Just behind the end marker of the first picture; segments are skipped by their length, scans byte by byte."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return len(data)
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD8:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xDA:
            at = _end_of_scan(data, at)
    return min(at + 2, len(data)) if data[at : at + 2] == b"\xff\xd9" else len(data)


def _end_of_scan(data: bytes, at: int) -> int:
    """The next marker that is neither a stuffed byte nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] != 0x00 and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 2
    return len(data)


def _end_of_png(data: bytes) -> int:
    at = 8
    while at + 8 <= len(data):
        kind = data[at + 4 : at + 8]
        at += 12 + int.from_bytes(data[at : at + 4], "big")
        if kind == b"IEND":
            return at
    return len(data)


def _end_of_webp(data: bytes) -> int:
    size = int.from_bytes(data[4:8], "little")
    return 8 + size + size % 2
