"""A register as one more document, so that all rules compare with it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.checklist import flat
from ...model.finding import PHASE
from ..said import Document, Place, Shape, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ...model import Finding, Register
    from ...model import Place as At

FACTS = ("title", "status", "priority", "severity", "effort", "phase", "owner", "due")


def as_document(register: Register, named: Callable[[At], str]) -> Document:
    """Return what a register states; *named* is the file of a place."""

    def at(place: At) -> Place:
        return Place(named(place), max(place.line, 1))

    statements = [
        *(s for f in register.findings.values() for s in of_finding(f, at(f.place))),
        *(s for s in of_phases(register, at)),
        *(s for s in of_boxes(register, at)),
    ]
    return Document("the register", statements=tuple(statements))


def of_finding(finding: Finding, at: Place) -> Iterator[Statement]:
    for fact in FACTS:
        value = getattr(finding, fact)
        if value is not None and str(value):
            yield record(finding.id, fact, str(value), at)
    if finding.depends:
        yield record(finding.id, "depends", ", ".join(finding.depends), at)


def of_phases(register: Register, at: Callable[[At], Place]) -> Iterator[Statement]:
    for phase in register.phases.values():
        yield record(f"{PHASE}{phase.id}", "title", phase.title, at(phase.place))
    for sign in register.signoffs:
        if sign.decision.passes:
            about = f"{PHASE}{sign.phase}"
            yield record(about, "approved-by", sign.by, at(sign.place))
            yield record(about, "approved", str(sign.on or ""), at(sign.place))


def of_boxes(register: Register, at: Callable[[At], Place]) -> Iterator[Statement]:
    for checklist in register.checklists.values():
        about = checklist.finding or f"{PHASE}{checklist.phase}"
        for item in flat(checklist.items):
            place = at(item.place)
            words, state = item.text, item.state.value
            yield Statement(about, "item", words, state, place, Shape.RECORD)


def record(about: str, fact: str, value: str, at: Place) -> Statement:
    return Statement(about, fact, value, value, at, Shape.RECORD)
