"""A Markdown document to what it says: each block to the reader of its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Document, Fence, Section, Shape
from . import claims, code, diagrams, fields, tables, troubles
from .blocks import Block, Kind, blocks
from .inline import plain
from .learning import learnt
from .ranges import expanded
from .saying import Notes
from .subject import Subject, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..profile import Profile

BOX = re.compile(r"\[(?P<mark>[ xX~-])\]\s+(?P<text>.*)", re.DOTALL)
STATES = {" ": "open", "x": "done", "X": "done", "~": "not applicable"}
PLAIN = frozenset({"", "text", "txt", "tree"})
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
    reader.close(len(lines), 0)
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

    def read(self, block: Block) -> None:
        del self.items[max(0, block.depth - (block.kind is Kind.ITEM)) :]
        match block.kind:
            case Kind.FRONT:
                self.whole = fields.read_front(block.text, block.first, self.notes)
            case Kind.HEADING:
                self.heading(block)
            case Kind.ITEM:
                self.item(block)
            case Kind.TEXT:
                self.text(block)
            case Kind.TABLE:
                self.table(block.first, block.last)
            case Kind.CODE:
                self.code(block)
            case Kind.HTML:
                for number, line in block.lines:
                    troubles.links(line, number, self.notes)

    # -- headings

    def heading(self, block: Block) -> None:
        self.close(block.first - 1, block.level)
        title = plain(block.text.replace("\n", " "))
        whom = subject(block.text, self.notes.profile)
        about = whom.about if whom else self.named(title, block)
        self.open.append((block.level, block.first, title, about))
        if whom:
            self.notes.about(whom, block.first, Shape.HEADING)
            self.placed(whom.about, block.first, Shape.HEADING)
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

    # -- lists and text

    def item(self, block: Block) -> None:
        number, first = block.first, block.text.split("\n", 1)[0]
        if box := BOX.match(block.text):
            self.items.append("")
            return self.box(box, block)
        whom = subject(first, self.notes.profile)
        self.items.append(whom.about if whom else "")
        if whom is None:
            return self.text(block, Shape.LIST)
        self.about_item(whom, number)
        rest = "\n".join(block.text.split("\n")[1:])
        self.inline(block, Shape.LIST)
        self.fields(Block(Kind.TEXT, number + 1, block.last, rest) if rest else None)
        return None

    def about_item(self, whom: Subject, line: int) -> None:
        """State what an item says of its finding, unless it is a wish."""
        below = " ".join(title for *_, title, _ in self.open)
        if whom.mark and not whom.state and self.notes.profile.wish.search(below):
            whom = Subject(whom.about, whom.title, priority=whom.priority)
        self.notes.about(whom, line, Shape.LIST)
        self.placed(whom.about, line, Shape.LIST)

    def box(self, box: re.Match[str], block: Block) -> None:
        words = plain(box["text"].replace("\n", " "))
        state = STATES.get(box["mark"], "not applicable")
        if self.about:
            self.notes.say(self.about, "item", words, block.first, Shape.TASK, state)
        self.inline(block, Shape.TASK)

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
        listed = block.number and self.open and PARTS.search(self.open[-1][2])
        if listed and (bold := BOLD.match(block.text)):
            title = plain(bold["title"])
            at = (block.first, Shape.LIST, title)
            self.notes.say(f"section {block.number}", "section", title, *at)

    def fields(self, block: Block | None, shape: Shape = Shape.FIELD) -> None:
        for number, line in block.lines if block else ():
            fields.read_line(line, number, self.about, self.notes, shape)
            claims.approvals(line, number, self.notes)

    def inline(self, block: Block, shape: Shape) -> None:
        """Look for what any line may hold, line by line only where something is."""
        text, notes = block.text, self.notes
        troubles.emphasis(text, block.first, notes)
        if claims.may_claim(text):
            heading = shape is Shape.HEADING
            for number, line in block.lines:
                claims.read_claims(line, number, self.phase, notes, shape, heading)
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
                self.placed(id_, number, Shape.LIST)

    # -- tables and code

    def table(self, first: int, last: int) -> None:
        own = self.about if not self.about.startswith(PHASE) else ""
        around = tables.Context(own, self.phase)
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

    def code(self, block: Block) -> None:
        notes = self.notes
        fence = Fence(block.first, block.last, block.info, block.marks)
        notes.fences.append(fence)
        troubles.fence(block, self.lines, notes)
        name = block.info.split(" ", 1)[0].strip("{}").lower()
        first = block.first + bool(block.marks)
        if name == "mermaid":
            diagrams.read_mermaid(block.text, first, notes)
            for number, line in enumerate(block.text.split("\n"), start=first):
                self.claimed_in_node(line, number)
        elif name in code.SHELLS:
            code.read_shell(block.text, first, notes)
        elif name in PLAIN and diagrams.TREE.search(block.text):
            diagrams.read_tree(block.text, first, notes)

    def claimed_in_node(self, line: str, number: int) -> None:
        for label in diagrams.LABEL.findall(line):
            text = label.strip('" ')
            claims.gates(text, number, "", self.notes, Shape.DIAGRAM)
            for words, ids in expanded(text, self.notes.profile):
                value = ", ".join(ids)
                self.notes.say("", "range", words, number, Shape.DIAGRAM, value)
