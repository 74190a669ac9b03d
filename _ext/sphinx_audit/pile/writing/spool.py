"""Pieces kept in a file until all documents are read: memory holds one at a time."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .links import LATER
from .marks import GONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from .piece import Piece


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a piece is kept, and whether it has words of its own."""

    about: str
    file: str
    start: int
    size: int


class Spool:
    """Writes pieces down and gives them back by whom they are about, or by file."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 - __exit__ closes it
        self.about: dict[str, list[Slot]] = {}
        self.first: dict[str, str] = {}
        """Whom the first piece of each file is about."""
        self.own: dict[str, list[Slot]] = {}
        self.fragments: dict[tuple[str, str], None] = {}
        """Links to places on pages, with the files that hold them, in their order."""
        """Pieces about nobody in particular, by file."""

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()

    def add(self, piece: Piece) -> None:
        if not any(line and line != GONE for line in piece.lines):
            return
        text = "\n".join(piece.lines)
        self.note(text, piece.file)
        data = text.encode("utf-8", "replace")
        slot = Slot(piece.about, piece.file, self.file.tell(), len(data))
        self.file.write(data)
        if piece.about:
            self.first.setdefault(piece.file, piece.about.casefold())
            self.about.setdefault(piece.about.casefold(), []).append(slot)
        else:
            self.own.setdefault(piece.file, []).append(slot)

    def note(self, text: str, file: str) -> None:
        """Remember the links of a text that name a place on a page."""
        if "\ue000" in text and "#" in text:
            for match in LATER.finditer(text):
                if "#" in match["target"]:
                    self.fragments[file, match["target"]] = None

    def read(self, slots: list[Slot]) -> Iterator[tuple[str, list[str]]]:
        """Yield the lines of each file in *slots*, a blank one between two pieces."""
        by_file: dict[str, list[str]] = {}
        for slot in slots:
            self.file.seek(slot.start)
            lines = self.file.read(slot.size).decode("utf-8").split("\n")
            whole = by_file.setdefault(slot.file, [])
            whole += ["", *lines] if whole else lines
        yield from by_file.items()
