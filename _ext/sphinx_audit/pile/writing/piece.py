"""Lines of a document on their way to the pages they go into."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from . import marks

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(slots=True)
class Piece:
    """Lines of one document that go into one page; no *about* is its own page."""

    about: str
    file: str
    lines: list[str] = field(default_factory=list)


class Pieces:
    """The pieces of one document; what follows about the same goes into the same."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.all: list[Piece] = []

    def piece(self, about: str) -> Piece:
        if not self.all or self.all[-1].about != about:
            self.all.append(Piece(about, self.file))
        return self.all[-1]

    def put(self, about: str, lines: Sequence[str]) -> None:
        if lines:
            piece = self.piece(about)
            piece.lines += ["", *lines] if piece.lines else lines

    def refer(self, about: str, finding: str) -> None:
        """Leave a link where the facts of a finding stood."""
        if about == finding:
            self.put(about, [marks.GONE])
            return
        lines = self.piece(about).lines
        if lines and not lines[-1].startswith(marks.REFERENCE):
            lines.append("")
        lines.append(f"{marks.REFERENCE}{finding}")
