"""A Markdown document to what it says: each block to the reader of its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Document, Shape
from . import claims, code, fields, tables, troubles
from .blocks import Block, Kind, blocks
from .fenced import read_code
from .inline import plain
from .learning import learnt
from .ranges import expanded
from .saying import Notes
from .subject import Subject, subject
from .where import Where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..profile import Profile

BOX = re.compile(r"\[(?P<mark>[ xX~-])\]\s+(?P<text>.*)", re.DOTALL)
STATES = {" ": "open", "x": "done", "X": "done", "~": "not applicable"}
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
                self.item(block)
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
        self.inline(block, Shape.HEADING)

    def named(self, title: str, block: Block) -> str:
        """Return the one finding or phase a heading names somewhere in it."""
        ids = self.notes.profile.ids_in(title)
        if len(ids) == 1 and block.level == 1:
            return ids[0]
        phases = [] if ids else self.notes.profile.phases_in(title)
        return f"{PHASE}{phases[0]}" if len(phases) == 1 else ""

    # -- lists and text

    def item(self, block: Block) -> None:
        number, first = block.first, block.text.split("\n", 1)[0]
        if box := BOX.match(block.text):
            self.where.items.append("")
            return self.box(box, block)
        whom = subject(first, self.notes.profile)
        self.where.items.append(whom.about if whom else "")
        if whom is None:
            return self.text(block, Shape.LIST)
        self.about_item(whom, number)
        rest = "\n".join(block.text.split("\n")[1:])
        self.inline(block, Shape.LIST)
        self.fields(Block(Kind.TEXT, number + 1, block.last, rest) if rest else None)
        return None

    def about_item(self, whom: Subject, line: int) -> None:
        """State what an item says of its finding, unless it is a wish."""
        wish = self.notes.profile.wish
        if whom.mark and not whom.state and wish.search(self.where.titles):
            whom = Subject(whom.about, whom.title, priority=whom.priority)
        self.notes.about(whom, line, Shape.LIST)
        self.where.placed(whom.about, line, Shape.LIST)

    def box(self, box: re.Match[str], block: Block) -> None:
        words = plain(box["text"].replace("\n", " "))
        state = STATES.get(box["mark"], "not applicable")
        about, line = self.where.about, block.first
        whom = subject(words, self.notes.profile)
        if whom and not whom.about.startswith(PHASE):
            self.ticked(whom, words, state, line)
        if about and not (whom and whom.about == about):
            self.notes.say(about, "item", words, line, Shape.TASK, state)
        self.inline(block, Shape.TASK)

    def ticked(self, whom: Subject, words: str, state: str, line: int) -> None:
        """State a finding that stands behind a box; ticked, it is done.

        In the plan of another, or as part of a sentence, it is only named.
        """
        around = self.where.about
        rest = words.partition(whom.about)[2].lstrip()
        listed = not rest or rest[0] in ":–—-"
        if listed and (not around or around.startswith(PHASE)):
            told = Subject(whom.about, whom.title, priority=whom.priority)
            self.notes.about(told, line, Shape.TASK)
            self.where.placed(whom.about, line, Shape.TASK)
            if state == "open":
                self.notes.say(whom.about, "status", "[ ]", line, Shape.TASK, "open")
        if listed and state == "done":
            self.notes.say(whom.about, "status", "[x]", line, Shape.TASK, "implemented")

    def text(self, block: Block, shape: Shape = Shape.FIELD) -> None:
        meant = tables.table_lines(block.lines) if "|" in block.text else None
        if meant:
            self.broken(*meant)
        else:
            self.part(block)
            self.fields(block, shape)
            self.inline(block, Shape.PROSE)

    def part(self, block: Block) -> None:
        """State a section of a template that a numbered list names."""
        listed = block.number and PARTS.search(self.where.title)
        if listed and (bold := BOLD.match(block.text)):
            title = plain(bold["title"])
            at = (block.first, Shape.LIST, title)
            self.notes.say(f"section {block.number}", "section", title, *at)

    def fields(self, block: Block | None, shape: Shape = Shape.FIELD) -> None:
        for number, line in block.lines if block else ():
            fields.read_line(line, number, self.where.about, self.notes, shape)
            claims.approvals(line, number, self.notes)

    def inline(self, block: Block, shape: Shape) -> None:
        """Look for what any line may hold, line by line only where something is."""
        text, notes = block.text, self.notes
        troubles.emphasis(text, block.first, notes)
        if claims.may_claim(text):
            heading = shape is Shape.HEADING
            for number, line in block.lines:
                claims.read_claims(
                    line, number, self.where.phase, notes, shape, heading
                )
                if block.number or shape is Shape.LIST:
                    self.members(line, number)
        if "`" in text:
            for number, line in block.lines:
                code.read_spans(line, number, notes)
        if "](" in text:
            for number, line in block.lines:
                troubles.links(line, number, notes)
        if troubles.may_be_left(text):
            for number, line in block.lines:
                troubles.words_left(line, number, notes)

    def members(self, line: str, number: int) -> None:
        """State the phase of all members of a range that an item lists."""
        for _, ids in expanded(plain(line), self.notes.profile):
            for id_ in ids:
                self.where.placed(id_, number, Shape.LIST)

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
