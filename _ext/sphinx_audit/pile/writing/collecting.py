"""All documents together: what they say, and their pieces."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from . import layout
from .anchors import Anchors
from .pieces import pieces
from .register import Register
from .report import Differing
from .told import differing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..said import Document
    from .pictures import Pictures
    from .report import Report
    from .spool import Spool
    from .told import Told


class Collected:
    """Takes documents one by one; *files* are all of them, *shown* their names."""

    def __init__(
        self, report: Report, spool: Spool, files: Sequence[str], pictures: Pictures
    ) -> None:
        self.report, self.spool, self.pictures = report, spool, pictures
        self.register = Register(report)
        self.files = list(files)
        self.shown = layout.shown_names(files)
        self.titles: dict[str, str] = {}
        self.anchors: dict[str, Anchors] = {}
        self.places: dict[tuple[str, str], int] = {}
        """The lines of links to places on pages."""

    def take(self, document: Document) -> None:
        self.report.document(document)
        self.register.add(document.statements)
        for link in document.links:
            if "#" in link.target:
                at = (document.file, link.target)
                self.places.setdefault(at, link.place.line)
        heads = (s.title for s in document.sections if s.level == 1 and not s.about)
        self.titles[document.file] = next(heads, "")
        anchors = self.anchors[document.file] = Anchors()
        picture = self.pictures.of(document.file)
        for piece in pieces(document, anchors, picture, self.report):
            self.spool.add(piece)
            if piece.about and not piece.about.startswith(PHASE):
                self.register.know(piece.about)

    def finish(self, pattern: str) -> None:
        """Report what stands against itself, and that no finding was there."""
        for note in chain.from_iterable(self.report.extras.values()):
            self.spool.note(note.text, note.place.file)
        self.register.settle_arrows()
        self.register.known |= self.report.extras.keys()
        for one, first, other in self.register.twice():
            self.report.twice(one, first, other)
        for said in self.register.homeless():
            text = f"sign-off of {said.about}, which has no page"
            self.report.left_out(said.place.file, said.place.line, text)
        if not self.register.findings():
            self.report.nothing(pattern)

    def differing(self, told: Told) -> None:
        """Report where sources say something else than what is taken."""
        for taken, other in differing(told):
            self.report.differs.append(Differing(told.id, taken.fact, taken, other))
