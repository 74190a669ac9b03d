"""Files that are written only when they differ."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PART = ".part-"
"""How the name of a file begins that is being written."""


def put(path: Path, source: bytes) -> bool:
    """Write *source* unless the file already holds it; say whether it was written."""
    if path.is_file() and path.read_bytes() == source:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # whole or not at all, whoever is killed, has no room left or builds here, too
    part = path.with_name(f"{PART}{os.getpid()}")
    try:
        part.write_bytes(source)
        os.replace(part, path)  # noqa: PTH105 - Sphinx's paths replace letters
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return True


def utf8(path: Path) -> bool:
    """Tell whether a path has bytes that are text; Typst panics at others."""
    try:
        os.fspath(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def digest(*parts: bytes) -> str:
    """Return one SHA-256 over *parts*, each with its length."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()
