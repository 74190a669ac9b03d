"""Whose section, and whose item of a list, a block stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Section

if TYPE_CHECKING:
    from ..said import Shape
    from .blocks import Block
    from .saying import Notes


class Where:
    """The sections and items that are open where a document is read."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.whole = ""  # the finding of the whole document
        self.open: list[tuple[int, int, str, str]] = []  # level, line, title, about
        self.items: list[str] = []  # whom each open item of a list is about

    @property
    def about(self) -> str:
        """Whom the section, or the item around, is about."""
        for about in reversed(self.items):
            if about:
                return about
        return next((a for *_, a in reversed(self.open) if a), self.whole)

    @property
    def phase(self) -> str:
        """The phase whose section this is."""
        found = (a for *_, a in reversed(self.open) if a.startswith(PHASE))
        return next(found, "").removeprefix(PHASE)

    @property
    def title(self) -> str:
        """The title of the section, if it has one."""
        return self.open[-1][2] if self.open else ""

    @property
    def titles(self) -> str:
        """The titles of all sections around."""
        return " ".join(title for *_, title, _ in self.open)

    def begin(self, block: Block, title: str, about: str) -> None:
        self.open.append((block.level, block.first, title, about))

    def close(self, line: int, level: int) -> None:
        """End the sections of this level and below it."""
        while self.open and self.open[-1][0] >= level:
            deep, first, title, about = self.open.pop()
            self.notes.sections.append(Section(title, deep, first, line, about))

    def placed(self, about: str, line: int, shape: Shape) -> None:
        """State the phase in whose section a finding is listed."""
        around = [a for *_, a in self.open if a.startswith(PHASE)]
        if around and not about.startswith(PHASE):
            phase = around[-1].removeprefix(PHASE)
            self.notes.say(about, "phase", phase, line, shape, phase)
