"""What an import did, and what it could not do: every line of its sources."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import PATTERN, Place

if TYPE_CHECKING:
    from ..said import Document, Statement, Trouble
    from .told import Told


class Fate(StrEnum):
    """What became of a page."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    MOVED = "moved"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Made:
    """A page, below the folder that is imported into."""

    path: str
    fate: Fate
    about: str = ""
    sources: tuple[str, ...] = ()
    why: str = ""

    @property
    def finding(self) -> bool:
        return bool(self.about) and not self.about.startswith((PHASE, PATTERN))


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the report; *place* is in a source."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Differing:
    """Two places that say different things of one fact."""

    about: str
    fact: str
    taken: Statement
    other: Statement


@dataclass(frozen=True, slots=True)
class Extra:
    """Words about a finding that are none of our facts, as safe Markdown."""

    name: str
    text: str
    place: Place


@dataclass(slots=True)
class Report:
    """Collected while an import goes on."""

    pages: list[Made] = field(default_factory=list)
    pictures: list[Made] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    """What nobody could read, or what cannot be in a register."""
    unknown: list[Note] = field(default_factory=list)
    guessed: list[Note] = field(default_factory=list)
    differs: list[Differing] = field(default_factory=list)
    left: list[Note] = field(default_factory=list)
    """Words that are in no page."""
    changed: list[Note] = field(default_factory=list)
    repaired: list[Note] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)
    rules: int = 0
    """Lines across a page that were left out."""
    heads: list[tuple[str, int]] = field(default_factory=list)
    """Tables all of whose rows became facts, by the lines of their headers."""
    empty: list[Note] = field(default_factory=list)
    """Headings below which everything became facts."""
    links: list[tuple[str, str]] = field(default_factory=list)
    """Links to what is not imported, with their files: shown as text."""
    extras: dict[str, list[Extra]] = field(default_factory=dict)
    """What is noted of each finding."""

    failed_whole: str = ""
    """Why nothing at all came of it."""

    @property
    def failed(self) -> bool:
        return bool(self.refused or self.failed_whole)

    def note(self, about: str, name: str, text: str, place: Place) -> None:
        """Keep words about a finding for a section of its page."""
        if text.strip():
            self.extras.setdefault(about.casefold(), []).append(
                Extra(name, text, place)
            )

    def left_out(self, file: str, line: int, text: str) -> None:
        self.left.append(Note(text, Place(file, line)))

    def not_understood(self, one: Statement) -> None:
        if one.value:  # understood, and none of our facts
            return
        text = f"{one.fact} of {one.about}: {one.words!r}"
        self.unknown.append(Note(text, one.place))

    def by_arrow(self, one: Statement) -> None:
        text = f"{one.about} needs {one.value}, as the arrow says: {one.words!r}"
        self.guessed.append(Note(text, one.place))

    def spelt(self, one: Statement, known: str) -> None:
        text = f"{one.about} is taken for {known}: ids differ in more than case"
        self.refused.append(Note(text, one.place))

    def twice(self, told: Told, first: Statement, other: Statement) -> None:
        text = (
            f"{told.id} stands for two findings: {first.words!r} in {first.place}, "
            f"and {other.words!r}"
        )
        self.refused.append(Note(text, other.place))

    def nothing(self, pattern: str) -> None:
        """Say that no id was met, which is nearly always one of another form."""
        self.failed_whole = (
            f"no finding is in it: no text looks like {pattern}; a profile says what "
            "ids look like (--profile FILE with id_pattern = '...')"
        )

    def emptied(self, file: str, line: int, words: str) -> None:
        self.empty.append(Note(words, Place(file, line)))

    def unlinked(self, file: str, target: str) -> None:
        self.links.append((file, target))

    def undefined(self, told: Told, fact: str, name: str) -> None:
        said = told.first(fact)
        if said is not None:
            text = f"{told.id}: {fact} {name}, which no source defines"
            self.unknown.append(Note(text, said.place))

    def document(self, document: Document) -> None:
        """Take over what the reader of a document says of it."""
        start = Place(document.file, 1)
        self.repaired += [Note(text, start) for text in document.repaired]
        for trouble in document.troubles:
            if trouble.text not in document.repaired and trouble.code not in DRIFT:
                self.kind(trouble).append(Note(trouble.text, trouble.place))

    def kind(self, trouble: Trouble) -> list[Note]:
        code = trouble.code
        if code in REFUSED:
            return self.refused
        if code in {"left_out", "skipped"}:
            return self.left
        return self.guessed if code in GUESSED else self.unknown

    def lowered(self, told: Told, one: Statement) -> None:
        text = (
            f"{told.id}: {one.words!r} is a claim, so it is implemented, not verified"
        )
        self.guessed.append(Note(text, one.place))


REFUSED = frozenset({"unreadable", "empty", "no_id", "twice"})
DRIFT = frozenset({"emphasis", "outside_table", "no_status", "left_over"})
"""What the pages do better, or say as before; `drift` tells of it."""
GUESSED = frozenset({"guessed", "learnt_mark"})
