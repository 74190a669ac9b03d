"""What all documents state together, without their texts."""

from __future__ import annotations

import dataclasses as dc
from functools import cached_property
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..profile import Profile
    from ..said import Document, Place, Section, Statement

DEFINES = frozenset({"title", "status", "priority", "severity", "effort"})
"""Facts by which a document speaks of a finding, not only names it."""
OF_ONE = frozenset({Shape.FIELD, Shape.FRONT_MATTER})
"""Shapes in which only a document about one finding states it."""
LISTS = DEFINES | {"phase"}


@dc.dataclass(frozen=True, slots=True)
class Summary:
    """A document as the others need to know it."""

    file: str
    plan: str  # the finding whose plan it is
    sections: tuple[Section, ...]
    listed: Mapping[str, Statement]  # findings, each with what is said first
    register: bool
    record: bool


def summary(document: Document) -> Summary:
    listed: dict[str, Statement] = {}
    for one in document.statements:
        if one.fact in LISTS and not one.about.startswith(PHASE) and one.about:
            listed.setdefault(one.about, one)
    plan = plan_of(document, listed)
    record = any(s.shape is Shape.RECORD for s in document.statements)
    return Summary(
        file=document.file,
        plan=plan,
        sections=document.sections if plan else (),
        listed=listed,
        register=record or (len(listed) > 2 and not plan),
        record=record,
    )


def plan_of(document: Document, listed: Mapping[str, Statement]) -> str:
    """Return the finding of a document whose title names it, or that names no other."""
    tops = [s for s in document.sections if s.level == 1]
    if tops:
        whole = len(tops) == 1 and not tops[0].about.startswith(PHASE)
        return tops[0].about if whole else ""
    alone = [one for one in listed.values() if one.shape in OF_ONE]
    return alone[0].about if len(listed) == len(alone) == 1 else ""


@dc.dataclass(eq=False)
class Pile:
    """All statements so far; documents come one after the other."""

    profile: Profile
    summaries: list[Summary] = dc.field(default_factory=list)
    statements: list[Statement] = dc.field(default_factory=list)

    def add(self, document: Document) -> None:
        self.summaries.append(summary(document))
        sure = (s for s in document.statements if s.shape is not Shape.ARROW)
        self.statements += sure

    @cached_property
    def by_fact(self) -> dict[str, dict[str, list[Statement]]]:
        """Statements by their fact, and by whom they are about."""
        result: dict[str, dict[str, list[Statement]]] = {}
        for one in self.statements:
            result.setdefault(one.fact, {}).setdefault(one.about, []).append(one)
        return result

    def about(self, fact: str) -> dict[str, list[Statement]]:
        return self.by_fact.get(fact, {})

    @cached_property
    def defined(self) -> dict[str, Place]:
        """Findings of which somebody says what they are, with the first place."""
        result: dict[str, Place] = {}
        for one in self.statements:
            if one.fact in DEFINES and not one.about.startswith(PHASE):
                result.setdefault(one.about, one.place)
        return result

    @cached_property
    def members(self) -> dict[str, dict[str, Place]]:
        """The findings of each phase, each with the first place that says so."""
        result: dict[str, dict[str, Place]] = {}
        for about, all_ in self.about("phase").items():
            for one in all_:
                result.setdefault(one.value, {}).setdefault(about, one.place)
        return result
