"""Files that are written together or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..problem import Problem

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Written:
    """Takes back the files it made unless all goes well; replaces one as the last."""

    def __init__(self) -> None:
        self.made: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            return
        for path in reversed(self.made):
            with contextlib.suppress(OSError):
                path.unlink() if path.is_file() else path.rmdir()
        if isinstance(error, OSError):
            name = error.filename or "a file"
            raise Problem(f"cannot write {name}: {error.strerror}") from error

    def note(self, path: Path) -> None:
        self.made.append(path)

    def make(self, path: Path, data: bytes) -> None:
        """Write a file that is not there yet, and the folder for it."""
        if not path.parent.is_dir():
            path.parent.mkdir()
            self.note(path.parent)
        with path.open("xb") as file:
            self.note(path)
            file.write(data)

    def replace(self, path: Path, old: bytes, new: bytes) -> None:
        """Put *new* in place of a file that still holds *old*."""
        path = path.resolve()  # a link stays one
        if path.read_bytes() != old:
            raise Problem(f"{path} changed meanwhile; nothing was written, sign again")
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(new)
            shutil.copymode(path, name)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
