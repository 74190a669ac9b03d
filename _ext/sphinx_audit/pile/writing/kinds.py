"""Whether bytes are a whole picture that every reader can show."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import TYPE_CHECKING

import imagesize

from .drawing import check_drawing

if TYPE_CHECKING:
    from collections.abc import Callable

PIXELS = 60_000_000
"""Pixels of a picture; decoded, each takes four bytes of memory."""


class NoPicture(ValueError):  # noqa: N818 - a line of the report
    """The bytes are none that a page may show; the message says why."""


def check(data: bytes, suffix: str) -> None:
    """Raise NoPicture for what is no whole picture of the kind of its suffix."""
    try:
        KINDS[suffix](data)
    except ValueError as error:
        raise NoPicture(str(error)) from error


def check_raster(data: bytes, start: bytes, whole: Callable[[bytes], bool]) -> None:
    if not data.startswith(start):
        raise ValueError("its suffix says one kind of picture, its bytes another")
    if not whole(data):
        raise ValueError("it is broken")
    width, height = imagesize.get(BytesIO(data))
    if int(width) <= 0 or int(height) <= 0:
        raise ValueError("it is broken")
    if int(width) * int(height) > PIXELS:
        raise ValueError(f"its {width} × {height} pixels are too many")


def png(data: bytes) -> None:
    check_raster(data, b"\x89PNG\r\n\x1a\n", whole_png)


def whole_png(data: bytes) -> bool:
    """Follow the chunks, each with its checksum, to the one that ends them."""
    at, seen = 8, []
    while at + 12 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        kind, end = data[at + 4 : at + 8], at + 8 + size
        if end + 4 > len(data):
            return False
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4]):
            return False
        seen.append(kind)
        if kind == b"IEND":
            return seen[0] == b"IHDR" and b"IDAT" in seen
        at = end + 4
    return False


def jpeg(data: bytes) -> None:
    check_raster(data, b"\xff\xd8\xff", lambda d: b"\xff\xd9" in d[-4096:])


def gif(data: bytes) -> None:
    check_raster(data, b"GIF8", lambda d: d.rstrip(b"\0").endswith(b";"))


def webp(data: bytes) -> None:
    def whole(found: bytes) -> bool:
        size = int.from_bytes(found[4:8], "little")
        return found[8:12] == b"WEBP" and len(found) >= size + 8

    check_raster(data, b"RIFF", whole)


KINDS: dict[str, Callable[[bytes], None]] = {
    ".png": png,
    ".jpg": jpeg,
    ".jpeg": jpeg,
    ".gif": gif,
    ".webp": webp,
    ".svg": check_drawing,
}
"""What browsers, PDFs and books can all show."""
