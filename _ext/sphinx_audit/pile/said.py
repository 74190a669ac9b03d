"""Statements that documents make, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Shape(StrEnum):
    """How a statement was written."""

    TABLE = "table"
    LIST = "list"
    HEADING = "heading"
    FIELD = "field"
    FRONT_MATTER = "front matter"
    TASK = "task"
    DIAGRAM = "diagram"
    PROSE = "prose"
    ARROW = "arrow"  # a guess: to be said, and nothing to compare with
    CODE = "code"
    RECORD = "record"  # of a file that holds data, such as JSON or a spreadsheet


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A file, named as the user named it, and its line; both count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


PATTERN = "pattern "
"""What the *about* of a reusable solution begins with, as that of a phase does."""

NOT_OURS = frozenset(
    {"count", "range", "gate", "environment", "command", "section", "form"}
)
"""Facts to compare, not to import: `12 completed` (value `implemented=12`), `BL-010 to
BL-014` (value all five ids), `Phase 2A sign-off achieved` (value `passed`, `required`),
`TEST_TIMEOUT=30s` and a command line (about their names), a section of a template
(about its number), and a form of ids (its kinds)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One fact about a finding or a phase, as it stands somewhere.

    *about* is the id of a finding, `phase 2A`, or empty for the document as a whole.
    *fact* is a field of our own finding or phase (`status`, `priority`, `effort`,
    `phase`, `title`, `depends`, `owner`, `severity`, `due` …), `item` for one of a
    checklist, or one of a document alone (`NOT_OURS`).  *value* is *words* in our
    vocabulary, and empty where nobody can tell what they mean.
    """

    about: str
    fact: str
    words: str
    value: str
    place: Place
    shape: Shape


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it up to the next of its level or above."""

    title: str
    level: int
    first: int  # line of the heading
    last: int  # last line, included
    about: str = ""  # the finding or the phase whose section it is


@dataclass(frozen=True, slots=True)
class Fence:
    """Lines that are code: of a fence with its marks, else indented (no *marks*)."""

    first: int
    last: int
    info: str = ""
    marks: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or a picture, as it is written."""

    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says; *lines* are its text after repair, to be carried over."""

    file: str
    lines: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    sections: tuple[Section, ...] = ()
    fences: tuple[Fence, ...] = ()
    links: tuple[Link, ...] = ()
    repaired: tuple[str, ...] = ()  # what was mended, such as an encoding, in words
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that could not be read or had to be guessed."""

    place: Place
    text: str
    code: str = ""
    hints: tuple[str, ...] = field(default=())
