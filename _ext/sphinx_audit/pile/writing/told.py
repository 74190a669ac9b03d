"""All that is said of one finding or phase, and what of it is taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...model.words import names
from ..said import Shape
from .facts import GATE, LISTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..said import Statement


SHAPES = (
    *(Shape.RECORD, Shape.FRONT_MATTER, Shape.FIELD, Shape.TABLE, Shape.HEADING),
    *(Shape.LIST, Shape.TASK, Shape.DIAGRAM, Shape.PROSE, Shape.ARROW),
)
"""Of one document, the more deliberate statement first."""


Numbered = tuple[int, "Statement"]
"""A statement with the number of its document."""


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

    def drawn(self) -> tuple[list[Numbered], list[Numbered]]:
        """Return the dependencies that arrows between ids draw, and the others."""
        found = self.facts.get("depends", [])
        arrows = [said for said in found if said[1].shape is Shape.ARROW]
        return arrows, [said for said in found if said[1].shape is not Shape.ARROW]

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

    def all_said(self, fact: str) -> list[Statement]:
        """Return all statements of a fact, each meaning once."""
        found = (one for _, one in sorted(self.facts.get(fact, ()), key=order))
        return list({one.value: one for one in found}.values())

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


def differing(told: Told) -> Iterable[tuple[Statement, Statement]]:
    """Yield each statement that says something else than the one taken."""
    for fact, said in told.facts.items():
        taken = told.first(fact)
        if taken is None or fact in LISTS | {"source", "summary", "signoff", GATE}:
            continue
        seen = {same(taken.value)}
        for _, one in sorted(said, key=order):
            if same(one.value) not in seen:
                seen.add(same(one.value))
                yield taken, one


def same(value: str) -> str:
    return re.sub(r"\W+", " ", value).strip().casefold()
