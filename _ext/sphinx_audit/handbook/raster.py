"""What a file of a picture holds, and whether it is small enough to be decoded."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import imagesize

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 60_000_000
"""Pixels of a picture; decoded, each takes four bytes of memory."""
HEAVIEST = 100_000_000
"""Bytes of a file."""
SVG = ".svg"
_MARKS = (
    (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"),
    (b"%PDF-", ".pdf"),
)  # fmt: skip


def read(file: Path) -> bytes:
    """Return what a picture's file holds.

    Raises ValueError for what is no file, such as a device that never ends, or is
    too large; OSError where it cannot be read.
    """
    if not file.is_file():
        raise ValueError("it is no file")
    if (size := file.stat().st_size) > HEAVIEST:
        raise ValueError(_too_many(f"{size:,} bytes", HEAVIEST))
    return file.read_bytes()


def suffix(source: bytes, name: str) -> str:
    """Return the suffix of what *source* is, whatever its *name* says.

    Typst, too, looks into a file; what it takes for an SVG must have been cleaned.
    Raises ValueError for what is no picture, or one with too many pixels.
    """
    if source[:4] == b"RIFF" and source[8:12] == b"WEBP":
        found = ".webp"
    else:
        found = next((s for mark, s in _MARKS if source.startswith(mark)), "")
    if not found and name.lower().endswith(SVG):
        return SVG
    if not found:
        raise ValueError("it holds no PNG, JPEG, GIF, WebP or SVG")
    if found != ".pdf":
        pixels(source)
    return found


def pixels(source: bytes) -> int:
    """Return how many a picture has; raise ValueError where those are too many."""
    width, height = map(int, imagesize.get(BytesIO(source)))
    if width * height > LARGEST:
        raise ValueError(_too_many(f"{width} × {height} pixels", LARGEST))
    return max(width * height, 0)


def _too_many(has: str, most: int) -> str:
    return f"it has {has}, and {most:,} in all are too many; make it smaller"
