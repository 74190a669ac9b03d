"""A document taken apart: what goes into which page, and what became a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..said import Place
from . import marks
from .anchors import Head
from .blocks import LISTS, Block, parse
from .changes import changes
from .checklists import as_checklists, is_tasks
from .cleaning import clean
from .consumed import Consumed
from .harmless import written
from .links import NONE
from .owners import owners
from .piece import Pieces
from .report import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..said import Document
    from .anchors import Anchors
    from .blocks import Parsed
    from .links import Shown
    from .piece import Piece
    from .report import Report


def pieces(
    document: Document,
    anchors: Anchors,
    picture: Callable[[str], Shown],
    report: Report,
) -> Iterator[Piece]:
    """Yield the pieces of a document in its order."""
    lines = [clean(line) for line in document.lines]
    parsed = parse(lines)
    parsed.definitions.picture = picture
    split = Split(document, parsed, owners(document), anchors, report)
    for block in parsed.blocks:
        split.take(block)
    split.finish(lines)
    yield from split.out.all


class Split:
    """Walks the blocks of a document and gives each to whom it is about."""

    def __init__(
        self,
        document: Document,
        parsed: Parsed,
        owner: Sequence[str],
        anchors: Anchors,
        report: Report,
    ) -> None:
        self.document, self.parsed, self.owner = document, parsed, owner
        self.anchors, self.report = anchors, report
        self.out = Pieces(document.file)
        self.seen: set[int] = set()
        self.heads = {s.first: s.about for s in document.sections if s.about}
        self.open: list[tuple[int, str]] = []  # level and subject of the headings above
        self.heading = ""
        self.consumed = Consumed(document, report)

    def take(self, block: Block) -> None:
        self.seen.update(block.lines)
        for line, text in changes(block, self.parsed.definitions):
            self.report.changed.append(Note(text, Place(self.document.file, line)))
        about = self.owner[min(block.first, len(self.owner) - 1)]
        match block.kind:
            case "heading":
                self.take_heading(block, about)
            case "table":
                self.take_table(block, about)
            case kind if kind in LISTS:
                self.take_list(block, about)
            case "paragraph":
                self.anchors.name(block.text)
                self.take_paragraph(block, about)
            case "front_matter":
                self.take_front_matter(block, about)
            case "hr":
                self.report.rules += 1
            case kind:
                if kind == "html_block":
                    self.anchors.name(block.text)
                self.out.put(about, written([block], self.parsed.definitions))

    def take_heading(self, block: Block, about: str) -> None:
        self.heading = " ".join(block.text.split())
        while self.open and self.open[-1][0] >= block.level:
            self.open.pop()
        around = self.open[-1][1] if self.open else self.owner[0]
        self.open.append((block.level, about))
        if about != around:
            self.out.put(around, [marks.GONE])  # what follows is on a page of its own
        [mark] = written([block], self.parsed.definitions)
        level, _, words = mark[1:].partition(" ")
        if words.strip():
            line = marks.heading(int(level), block.first, words)
            own = bool(self.heads.get(block.first))
            if own := own and self.consumed.heading(block, about):
                line, self.heading = marks.OWN + line[1:], ""
            self.anchors.add(block.text, Head(block.first, about, own))
            self.out.put(about, [line])

    def take_table(self, block: Block, about: str) -> None:
        """Give rows that are facts to their findings, and keep the others."""
        header, *body = block.children
        kept = [header]
        for row in body:
            if finding := self.consumed.row(header, row):
                self.out.refer(about, finding)
            else:
                kept.append(row)
        if len(kept) > 1 or not body:
            left = Block("table", block.first, block.last, children=kept)
            self.out.put(about, written([left], self.parsed.definitions))
        else:
            self.report.heads.append((self.document.file, block.first))

    def take_list(self, block: Block, about: str) -> None:
        """Split a list where what follows is facts, boxes to tick, or neither."""
        run: list[Block] = []
        ticked = False
        for item in block.children:
            if finding := self.consumed.item(item, about):
                self.flush(block, run, about, ticked=ticked)
                self.out.refer(about, finding)
                for child in item.children[1:]:
                    self.take_inside(child, finding)
                continue
            if run and is_tasks(item) != ticked:
                self.flush(block, run, about, ticked=ticked)
            ticked = is_tasks(item)
            run.append(item)
        self.flush(block, run, about, ticked=ticked)

    def take_inside(self, block: Block, about: str) -> None:
        if block.kind in LISTS:
            self.take_list(block, about)
        else:
            self.out.put(about, written([block], self.parsed.definitions))

    def flush(
        self, listed: Block, run: list[Block], about: str, *, ticked: bool
    ) -> None:
        if not run:
            return
        start = listed.start + listed.children.index(run[0])
        part = Block(listed.kind, run[0].first, run[-1].last, start=start)
        part.children = list(run)
        part.text = "\n".join(item.text for item in run)
        run.clear()
        if ticked and about:
            self.out.put(about, as_checklists(part, about, self.heading, self.parsed))
        else:
            self.out.put(about, written([part], self.parsed.definitions))

    def take_paragraph(self, block: Block, about: str) -> None:
        """Leave out the lines that are fields, which the directive states."""
        lines = block.text.split("\n")
        kept = [
            line
            for number, line in enumerate(lines, start=block.first)
            if not self.consumed.field(number, line, about)
        ]
        if len(kept) < len(lines):
            self.out.put(about, [marks.GONE])
        if any(line.strip() for line in kept):
            left = Block("paragraph", block.first, block.last, text="\n".join(kept))
            self.out.put(about, written([left], self.parsed.definitions))

    def take_front_matter(self, block: Block, about: str) -> None:
        lines = block.text.rstrip("\n").split("\n")
        kept = [
            line
            for number, line in enumerate(lines, start=block.first + 1)
            if line.strip() and not self.consumed.field(number, line, about)
        ]
        if kept:
            left = Block("front_matter", block.first, block.last, text="\n".join(kept))
            self.out.put(about, written([left], NONE))

    def finish(self, lines: Sequence[str]) -> None:
        """Say which lines are in no page: those no block holds."""
        for label, span in self.parsed.spans.items():
            self.seen.update(span)
            if label not in self.parsed.definitions.used:
                said = " ".join(lines[n - 1].strip() for n in span)
                text = f"{said}, which no link uses"
                self.report.left_out(self.document.file, span[0], text)
        for number, line in enumerate(lines, start=1):
            if line.strip() and number not in self.seen:
                self.report.left_out(self.document.file, number, line.strip())
