"""Files that are written only when they differ, and then whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, content: str | bytes) -> bool:
    """Write *content* unless the file holds it already; say whether it was written."""
    if isinstance(content, bytes):
        data = content
    else:  # half a pair as JSON escapes it
        data = content.encode("utf-8", "backslashreplace")
    if path.is_file() and path.read_bytes() == data:
        return False
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(data)
    new.replace(path)
    return True
