"""Which lines need not be carried over, as their words are facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import NOT_OURS, Shape
from .facts import usable
from .inline import safe

if TYPE_CHECKING:
    from ..said import Document, Statement
    from .blocks import Block
    from .report import Report

WORD = re.compile(r"\w+")


class Consumed:
    """The facts of one document, by line."""

    def __init__(self, document: Document, report: Report) -> None:
        self.document, self.report = document, report
        self.at: dict[int, list[Statement]] = {}
        for one in document.statements:
            if one.fact not in NOT_OURS and one.about:
                self.at.setdefault(one.place.line, []).append(one)

    def heading(self, block: Block, about: str) -> bool:
        """Tell whether a heading is but the title of its finding or phase."""
        span = range(block.first, block.last + 1)
        left = " ".join(w for w in self.left(block.text, about, span) if w != "phase")
        titled = any(s.fact == "title" for n in span for s in self.at.get(n, ()))
        if not left:
            return True
        if about.startswith(PHASE) or not titled:
            return False
        text = f"{left!r} of the heading of {about}"
        self.report.left_out(self.document.file, block.first, text)
        return True

    def left(self, text: str, about: str, lines: range) -> list[str]:
        """Return the words of a text that no fact of its lines holds."""
        said = [s for n in lines for s in self.at.get(n, ()) if s.about == about]
        held = {w for s in said for w in words(f"{s.words} {s.value}")}
        held |= set(words(about))
        return [w for w in words(text) if w not in held]

    def facts(self, line: int, shape: Shape) -> list[Statement]:
        return [s for s in self.at.get(line, ()) if s.shape is shape]

    def row(self, header: Block, row: Block) -> str:
        """Return whose facts a row holds; cells that are none are noted for it."""
        said = self.facts(row.first, Shape.TABLE)
        about = {s.about for s in said}
        finding = about.pop() if len(about) == 1 else ""
        if not finding or finding.startswith(PHASE):
            return ""
        names = [cell.text for cell in header.children]
        for number, cell in enumerate(row.children):
            if not self.told(cell.text, finding, said):
                name = names[number] if number < len(names) else ""
                self.report.note(finding, name, safe(cell.text), said[0].place)
        return finding

    def told(self, cell: str, finding: str, said: list[Statement]) -> bool:
        plain = set(words(cell))
        held = (set(words(s.words)) for s in said if usable(s))
        return plain <= set(words(finding)) or any(plain <= one for one in held)

    def item(self, item: Block, about: str) -> str:
        """Return whose facts an item of a list holds, if it says nothing else."""
        if not item.children or item.children[0].kind != "paragraph":
            return ""
        first = item.children[0]
        span = range(first.first, first.last + 1)
        said = [s for n in span for s in self.at.get(n, ())]
        found = {s.about for s in said if s.shape in {Shape.LIST, Shape.FIELD}}
        finding = found.pop() if len(found) == 1 else ""
        if not finding or finding.startswith(PHASE):
            return ""
        if not all(usable(s) for s in said if s.about == finding):
            return ""
        text = first.text
        if finding == about:  # a field in the section of its finding
            text = value_in(text) if len(item.children) == 1 else text
        return "" if self.left(text, finding, span) else finding

    def field(self, line: int, text: str, about: str) -> bool:
        """Tell whether a line is fields of the finding it is about, and no more."""
        shapes = (Shape.FIELD, Shape.FRONT_MATTER)
        said = [s for s in self.at.get(line, ()) if s.shape in shapes]
        if not said or not about or about.startswith(PHASE):
            return False
        if {s.about for s in said} != {about} or not all(usable(s) for s in said):
            return False
        return not self.left(value_in(text), about, range(line, line + 1))


def value_in(text: str) -> str:
    """Return what stands behind the name of a field."""
    return re.split(r"[:：]", text, maxsplit=1)[-1]


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())
