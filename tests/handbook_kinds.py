"""The project in `every_kind`, with pictures of every kind."""

from __future__ import annotations

import base64
import shutil
import struct
import zlib
from pathlib import Path

HERE = Path(__file__).parent / "every_kind"
DOT = {  # the smallest pictures of their kinds
    "pic.gif": "R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=",
    "pic.webp": "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
    "pic.jpg": (
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsK"
        "CwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAABAAEBAREA/8QAFAABAAAAAAAA"
        "AAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q=="
    ),
}


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + inside))
        return struct.pack(">I", len(inside)) + kind + inside + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height, 9)
    marks = chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + marks


def copy_kinds(folder: Path) -> None:
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    copy_pictures(folder)


def copy_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pic.png").write_bytes(png(200, 80))
    for name, source in DOT.items():
        (folder / name).write_bytes(base64.b64decode(source))
