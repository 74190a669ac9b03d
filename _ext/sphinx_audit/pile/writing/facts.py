"""What sources say of each finding and phase, and which of them is taken."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...model import Priority, Status
from ...model.effort import Effort
from ...model.finding import PHASE
from ...model.words import names
from ..said import NOT_OURS, Shape
from .blocks import parse
from .checklists import as_checklists, is_tasks
from .cleaning import clean, safe_text
from .harmless import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..said import Statement
    from .report import Report

TEXTS = frozenset(
    {"phase", "category", "owner", "assignee", "reviewer", "fixed-by", "verified-by"}
    | {"severity", "source", "reason", "approved-by", "suppress"}
)
LISTS = frozenset(
    {"depends", "controls", "supersedes", "duplicates", "related", "evidence", "tags"}
    | {"aliases", "uses"}
)
DATES = frozenset({"detected", "due", "started", "fixed", "verified", "expires"})
GATE = "gate"
"""What a document says of a gate; only that it was passed is carried over."""

OPTIONS = (
    *("phase", "category", "priority", "severity", "effort", "status", "reason"),
    *("depends", "supersedes", "duplicates", "related", "owner", "assignee"),
    *("reviewer", "fixed-by", "verified-by", "approved-by", "detected", "due"),
    *("started", "fixed", "verified", "expires", "controls", "evidence", "tags"),
    *("aliases", "uses", "source", "suppress"),
)
"""The options of a finding in the order in which they are written."""

SHAPES = (
    *(Shape.RECORD, Shape.FRONT_MATTER, Shape.FIELD, Shape.TABLE, Shape.HEADING),
    *(Shape.LIST, Shape.TASK, Shape.DIAGRAM, Shape.PROSE),
)
"""Of one document, the more deliberate statement first."""


def usable(statement: Statement) -> bool:
    """Tell whether a statement can be an option, or the title, as it is."""
    fact, value = statement.fact, statement.value
    if fact == GATE:
        return value == "passed" and statement.about.startswith(PHASE)
    known = fact in READ or fact in TEXTS | LISTS
    return known and bool(value.strip()) and fits(READ.get(fact, str), value)


READ: dict[str, Callable[[str], object]] = {
    "title": str,
    "summary": str,
    "priority": Priority,
    "status": Status,
    "effort": Effort.read,
    "roles": str,
    "order": int,
    **dict.fromkeys((*DATES, "start", "end"), dt.date.fromisoformat),
}
"""How a value is read, where not every text is one."""


def fits(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


@dataclass(slots=True)
class Told:
    """All that is said of one finding or phase."""

    id: str
    facts: dict[str, list[tuple[int, Statement]]] = field(default_factory=dict)
    """The statements of each fact, with the number of their document."""

    ours: bool = False
    """Whether our own export tells all of it."""

    def add(self, statement: Statement, document: int) -> None:
        self.facts.setdefault(statement.fact, []).append((document, statement))

    def first(self, fact: str) -> Statement | None:
        """Return the statement that counts: of the first document, the clearest."""
        found = self.facts.get(fact)
        return min(found, key=order)[1] if found else None

    def value(self, fact: str) -> str:
        said = self.first(fact)
        return said.value if said else ""

    def all_of(self, fact: str) -> list[str]:
        """Return what all statements of a list name, each once."""
        found = (
            n
            for _, s in sorted(self.facts.get(fact, ()), key=order)
            for n in names(s.value)
        )
        return [n for n in dict.fromkeys(found) if n.casefold() != "none"]

    def places(self) -> list[str]:
        """Return where it is first told of, in each document."""
        found: dict[str, Statement] = {}
        said = (told for all_ in self.facts.values() for told in all_)
        for _, one in sorted(said, key=lambda t: (t[0], t[1].place.line)):
            found.setdefault(one.place.file, one)
        return [str(one.place) for one in found.values()]


def order(said: tuple[int, Statement]) -> tuple[int, int, int]:
    document, one = said
    return document, SHAPES.index(one.shape), one.place.line


SKIPPED = (NOT_OURS - {GATE}) | {"item"}


class Register:
    """Findings and phases as the documents tell of them, by id without its case."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.told: dict[str, Told] = {}
        self.known: set[str] = set()
        """Findings that have a section of their own."""
        self.documents = 0

    def add(self, statements: Iterable[Statement]) -> None:
        """Take the statements of one more document."""
        for one in statements:
            if one.fact in SKIPPED or not one.about:
                continue
            if one.fact == GATE and not usable(one):
                continue
            told = self.named(one)
            if one.fact == "ours":
                told.ours = True
            elif usable(one):
                told.add(one, self.documents)
            elif not one.about.startswith(PHASE):
                self.report.not_understood(one)
                if one.shape is Shape.RECORD:
                    self.report.note(one.about, one.fact, carried(one), one.place)
        self.documents += 1

    def know(self, about: str) -> None:
        self.told.setdefault(about.casefold(), Told(about))
        self.known.add(about.casefold())

    def named(self, one: Statement) -> Told:
        told = self.told.setdefault(one.about.casefold(), Told(one.about))
        if told.id != one.about:
            self.report.spelt(one, told.id)
        return told

    def twice(self) -> Iterator[tuple[Told, Statement, Statement]]:
        """Yield ids to which one table or one list of headings gives two titles."""
        for told in self.findings():
            first: dict[tuple[int, Shape], Statement] = {}
            for document, one in told.facts.get("title", ()):
                if one.shape in {Shape.TABLE, Shape.HEADING}:
                    other = first.setdefault((document, one.shape), one)
                    if same(other.value) != same(one.value):
                        yield told, other, one

    def get(self, id_: str) -> Told | None:
        return self.told.get(id_.casefold())

    def findings(self) -> list[Told]:
        """Return those of which more is told than that others need them."""
        return [
            t
            for key, t in self.told.items()
            if not t.id.startswith(PHASE)
            and (t.facts.keys() - {"depends"} or key in self.known)
        ]

    def phases(self) -> dict[str, list[Told]]:
        """Return the findings of each phase, phases in the order they are named."""
        found: dict[str, list[Told]] = {}
        for told in self.findings():
            if phase := told.value("phase"):
                found.setdefault(phase, []).append(told)
        return found


def carried(one: Statement) -> str:
    """Return words of a record; those of several lines are Markdown."""
    words = one.words
    if "\n" not in words:
        return safe_text(words)
    parsed = parse([clean(line) for line in words.split("\n")])
    if len(parsed.blocks) == 1 and all(map(is_tasks, parsed.blocks[0].children)):
        return "\n".join(as_checklists(parsed.blocks[0], one.about, one.fact, parsed))
    return "\n".join(written(parsed.blocks, parsed.definitions, depth=1))


def differing(told: Told) -> Iterable[tuple[Statement, Statement]]:
    """Yield each statement that says something else than the one taken."""
    for fact, said in told.facts.items():
        taken = told.first(fact)
        if taken is None or fact in LISTS | {"source", "summary", GATE}:
            continue
        seen = {same(taken.value)}
        for _, one in sorted(said, key=order):
            if same(one.value) not in seen:
                seen.add(same(one.value))
                yield taken, one


def same(value: str) -> str:
    return re.sub(r"\W+", " ", value).strip().casefold()
