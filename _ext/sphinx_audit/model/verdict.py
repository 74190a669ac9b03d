"""What becomes of the problems: their levels, and what of them is known already."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from .problem import Level, fingerprints, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .baseline import Baseline, Entry
    from .finding import Place
    from .problem import Problem
    from .register import Register
    from .suppression import Suppression


class Cover(StrEnum):
    """Why a problem is known: it is shown, but nobody is warned of it."""

    BASELINE = "baseline"
    SUPPRESSED = "suppressed"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A problem with what the project says of it."""

    problem: Problem
    level: Level
    fingerprint: str
    cover: Cover | None = None
    why: str = ""
    """The justification of what is suppressed."""

    @property
    def code(self) -> str:
        return str(self.problem.fault)

    @property
    def speaks(self) -> bool:
        """Whether a build warns of it."""
        return self.cover is None and self.level in {Level.ERROR, Level.WARNING}


@dc.dataclass(frozen=True, kw_only=True)
class Verdict:
    """All problems of a register, judged, in the order of the pages."""

    judged: tuple[Judged, ...] = ()
    gone: tuple[Entry, ...] = ()
    """Entries of the baseline that no longer occur."""
    places: frozenset[Place] = frozenset()
    """Where a page can show a note: its findings, phases, checklists …"""
    homes: Mapping[str, Place] = dc.field(default_factory=dict)
    """Where findings and phases stand, by id."""

    @cached_property
    def by_place(self) -> dict[Place, list[Judged]]:
        """The problems that a page shows, at the thing that has a note on it."""
        found: dict[Place, list[Judged]] = {}
        for one in self.judged:
            if one.problem.noted or one.level is Level.NOTE:
                continue
            place = one.problem.place
            if place not in self.places:
                place = self.homes.get(one.problem.owner, place)
            found.setdefault(place, []).append(one)
        return found

    @property
    def counts(self) -> Counter[Level]:
        """How many problems of each level are not known already."""
        return Counter(j.level for j in self.judged if j.cover is None)

    def covered(self, cover: Cover) -> int:
        return sum(j.cover is cover for j in self.judged)


def judge(
    problems: Iterable[Problem],
    register: Register,
    levels: Mapping[str, Level],
    baseline: Baseline,
) -> Verdict:
    """Return the problems that the project asks for, each with what it says of it."""
    asked = [p for p in in_order(problems) if levels[p.fault] is not Level.OFF]
    judged = tuple(
        covered(problem, levels[problem.fault], mark, register, baseline)
        for problem, mark in zip(asked, fingerprints(asked), strict=True)
    )
    seen = {j.fingerprint for j in judged}
    things = (
        thing
        for page in register.pages.values()
        for group in (
            page.findings,
            page.phases,
            page.checklists,
            page.patterns,
            page.signoffs,
        )
        for thing in group
    )
    return Verdict(
        judged=judged,
        gone=tuple(e for f, e in baseline.entries.items() if f not in seen),
        places=frozenset(thing.place for thing in things),
        homes={
            **{id_: p.place for id_, p in register.phases.items()},
            **{id_: f.place for id_, f in register.findings.items()},
        },
    )


def covered(
    problem: Problem,
    level: Level,
    fingerprint: str,
    register: Register,
    baseline: Baseline,
) -> Judged:
    cover, why = None, ""
    if said := suppression(problem, register):
        cover, why = Cover.SUPPRESSED, said.reason
    elif fingerprint in baseline.entries:
        cover = Cover.BASELINE
    return Judged(
        problem=problem, level=level, fingerprint=fingerprint, cover=cover, why=why
    )


def suppression(problem: Problem, register: Register) -> Suppression | None:
    """Return what the finding that owns a problem says to justify it."""
    finding = register.findings.get(problem.owner)
    for said in finding.suppress if finding else ():
        if said.code == problem.fault and not said.over(register.today):
            return said
    return None
