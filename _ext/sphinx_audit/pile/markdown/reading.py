"""A Markdown document to what it says: each block to the reader of its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Document, Shape
from . import fields, forms, tables, troubles
from .blocks import Block, Kind, blocks
from .fenced import read_code
from .inline import plain
from .items import read_item
from .learning import learnt
from .lines import read_fields, read_inline
from .saying import Notes
from .subject import subject
from .where import Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..profile import Profile

PARTS = re.compile(r"\b(?:structure|template|sections?|contents?)\b", re.IGNORECASE)
PART = re.compile(
    r"section\s+(?P<number>\d{1,2})\s*[:.–—-]\s*(?P<title>.+)", re.IGNORECASE
)
BOLD = re.compile(r"\s*(?:\*\*|__)(?P<title>.+?)(?:\*\*|__)")


def read_text(file: str, lines: Sequence[str], profile: Profile) -> Document:
    """Return what a Markdown document says, its lines carried over."""
    notes = Notes(file, profile)
    reader = Reader(lines, notes)
    for block in blocks(lines):
        reader.read(block)
    reader.where.close(len(lines), 0)
    forms.read_forms(lines, notes)
    statements = learnt(notes)
    return Document(
        file=file,
        lines=tuple(lines),
        statements=tuple(statements),
        sections=tuple(sorted(notes.sections, key=lambda s: s.first)),
        fences=tuple(notes.fences),
        links=tuple(notes.links),
        troubles=tuple(sorted(notes.troubles, key=lambda t: t.place)),
    )


class Reader:
    """Reads blocks in their order and knows whose section each stands in."""

    def __init__(self, lines: Sequence[str], notes: Notes) -> None:
        self.lines = lines
        self.notes = notes
        self.where = Where(notes)

    def read(self, block: Block) -> None:
        del self.where.items[max(0, block.depth - (block.kind is Kind.ITEM)) :]
        match block.kind:
            case Kind.FRONT:
                self.where.whole = fields.read_front(
                    block.text, block.first, self.notes
                )
            case Kind.HEADING:
                self.heading(block)
            case Kind.ITEM:
                if not read_item(block, self.where, self.notes):
                    self.text(block, Shape.LIST)
            case Kind.TEXT:
                self.text(block)
            case Kind.TABLE:
                self.table(block.first, block.last)
            case Kind.CODE:
                read_code(block, self.lines, self.notes)
            case Kind.HTML:
                for number, line in block.lines:
                    troubles.links(line, number, self.notes)

    # -- headings

    def heading(self, block: Block) -> None:
        self.where.close(block.first - 1, block.level)
        title = plain(block.text.replace("\n", " "))
        whom = subject(block.text, self.notes.profile)
        about = whom.about if whom else self.named(title, block)
        self.where.begin(block, title, about)
        if whom:
            self.notes.about(whom, block.first, Shape.HEADING)
            self.where.placed(whom.about, block.first, Shape.HEADING)
        if part := PART.match(title):
            at = (block.first, Shape.HEADING, part["title"])
            self.notes.say(f"section {part['number']}", "section", title, *at)
        read_inline(block, self.where, self.notes, Shape.HEADING)

    def named(self, title: str, block: Block) -> str:
        """Return the one finding or phase a heading names somewhere in it."""
        ids = self.notes.profile.ids_in(title)
        if len(ids) == 1 and block.level == 1:
            return ids[0]
        phases = [] if ids else self.notes.profile.phases_in(title)
        return f"{PHASE}{phases[0]}" if len(phases) == 1 else ""

    # -- text

    def text(self, block: Block, shape: Shape = Shape.FIELD) -> None:
        meant = tables.table_lines(block.lines) if "|" in block.text else None
        if meant:
            self.broken(*meant)
        else:
            self.part(block)
            read_fields(block, self.where, self.notes, shape)
            read_inline(block, self.where, self.notes, Shape.PROSE)

    def part(self, block: Block) -> None:
        """State a section of a template that a numbered list names."""
        listed = block.number and PARTS.search(self.where.title)
        if listed and (bold := BOLD.match(block.text)):
            title = plain(bold["title"])
            at = (block.first, Shape.LIST, title)
            self.notes.say(f"section {block.number}", "section", title, *at)

    # -- tables and code

    def table(self, first: int, last: int) -> None:
        own = self.where.about if not self.where.about.startswith(PHASE) else ""
        around = tables.Context(own, self.where.phase)
        tables.read_table(self.lines, first, last, around, self.notes)
        troubles.cells(self.lines, first, last, self.notes)
        for number in range(first, last + 1):
            line = self.lines[number - 1]
            troubles.links(line, number, self.notes)
            troubles.words_left(line, number, self.notes)

    def broken(self, first: int, last: int) -> None:
        header, rule = (len(tables.split(self.lines[n])) for n in (first - 1, first))
        text = (
            f"this table is shown as text: its header has {header} columns, "
            f"the line below it {rule}"
        )
        self.notes.trouble(first, text, "broken_table")
        self.table(first, last)
