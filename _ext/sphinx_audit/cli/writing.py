"""Files that commands write: whole, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..exchange.files import put as put_file
from .problem import Problem

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, content: str | bytes) -> None:
    """Replace a file; raises Problem where that cannot be done."""
    if path.is_dir():
        raise Problem(f"cannot write {path}: it is a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        put_file(path, content)
    except OSError as error:
        raise Problem(f"cannot write {path}: {error.strerror}") from error
