"""Phases that are named exist, have findings, and do not wait for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.cycles import cycles
from ..model.words import chain, hint
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Place, Register
    from .problem import Subject


RULES = (
    Rule(
        fault=Fault.UNKNOWN_PHASE,
        level=Level.ERROR,
        why="What names a phase that does not exist is in no count, table or gate.",
        remedy="Correct the id, or declare the phase on a page of its own.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:phase: 9Z\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:phase: 2A\n```\n",
    ),
    Rule(
        fault=Fault.UNUSED_PHASE,
        level=Level.WARNING,
        why="A phase without findings can never be finished, nor its gate be passed.",
        remedy="Name the phase in a finding's `:phase:`, or remove it.",
        wrong="# Phase 3X: Later\n\n```{phase} 3X\n```\n",
        right="# Phase 3X: Later\n\n```{phase} 3X\n```\n\n"
        "## XX-001: One\n\n```{finding} XX-001\n:phase: 3X\n```\n",
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for who, name, place in named(register):
        if name and name not in register.phases:
            near = hint(name, register.phases)
            yield Problem(
                fault=Fault.UNKNOWN_PHASE,
                message=f"{who} names phase {name}, which no page declares{near}",
                place=place,
                ids=(who.removeprefix("phase "), name),
            )
    used = {f.phase for f in register.findings.values()}
    for phase in register.phases.values():
        if phase.id not in used:
            yield Problem(
                fault=Fault.UNUSED_PHASE,
                message=f"no finding is in phase {phase.id}",
                place=phase.place,
                ids=(phase.id,),
            )
    yield from circles(register)


def named(register: Register) -> Iterator[tuple[str, str, Place]]:
    for finding in register.findings.values():
        yield finding.id, finding.phase, finding.place
        yield from ((finding.id, p, finding.place) for p in finding.needed_phases)
    for phase in register.phases.values():
        yield from ((f"phase {phase.id}", a, phase.place) for a in phase.after)
    for signoff in register.signoffs:
        yield "a sign-off", signoff.phase, signoff.place
    for checklist in register.checklists.values():
        yield checklist.id, checklist.phase, checklist.place
    for pattern in register.patterns.values():
        yield pattern.id, pattern.phase, pattern.place


def circles(register: Register) -> Iterator[Problem]:
    edges = [(a, p.id) for p in register.phases.values() for a in p.after]
    for way in cycles(edges):
        yield Problem(
            fault=Fault.CYCLE,
            message=f"these phases wait for each other: {chain([*way, way[0]])}",
            place=register.phases[way[0]].place,
            ids=tuple(way),
        )
