"""Drawings that outlive a run: to start the renderer takes longer than to read one."""

from __future__ import annotations

import functools
import hashlib
import json
import os
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from .drawing import Drawing, Joint

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 500
"""How many drawings stay, those used last; a drawing takes some 10 kB."""


class Shelf:
    """Keeps drawings as files named by all that they are made of."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def put_up(self, folder: Path | None) -> None:
        """Use *folder* from now on, none to keep nothing; drop what it has too much."""
        self._folder = folder
        if not folder or not folder.is_dir():
            return
        with suppress(OSError):
            # with what a build left that was killed while it kept one
            by_use = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime)
            for file in by_use[:-ROOM]:
                file.unlink(missing_ok=True)

    def find(self, *made_of: str) -> Drawing | None:
        """Return the drawing that was made of the same, none if it cannot be read."""
        if not self._folder:
            return None
        file = self._folder / _name(made_of)
        try:
            kept = json.loads(file.read_text("utf-8"))
            kept["edges"] = tuple(Joint(*edge) for edge in kept["edges"])
            drawing = Drawing(**kept)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        with suppress(OSError):  # a folder that can only be read
            os.utime(file)
        return drawing

    def keep(self, drawing: Drawing, *made_of: str) -> None:
        """Keep a drawing; a folder that cannot be written costs time and no build."""
        if not self._folder:
            return
        file = self._folder / _name(made_of)
        new = file.with_suffix(f".{os.getpid()}")  # other processes draw the same
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            new.write_text(json.dumps(asdict(drawing)), "utf-8")
            new.replace(file)


def _name(made_of: Sequence[str]) -> str:
    said = json.dumps([_hand(), *made_of])
    return f"{hashlib.sha256(said.encode()).hexdigest()}.json"


@functools.cache
def _hand() -> str:
    """Return a digest of the code that a drawing goes through."""
    here = Path(__file__).parent
    code = [
        (here / name).read_bytes() for name in ("drawing.py", "mermaid.py", "svg.py")
    ]
    return hashlib.sha256(b"\0".join(code)).hexdigest()
