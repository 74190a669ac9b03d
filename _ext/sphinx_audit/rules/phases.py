"""Phases that are named exist, have findings, and do not wait for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.cycles import cycles
from ..model.words import chain, hint
from ..report import Fault
from .problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Place, Register


def check(register: Register) -> Iterator[Problem]:
    for who, name, place in named(register):
        if name and name not in register.phases:
            near = hint(name, register.phases)
            yield Problem(
                fault=Fault.UNKNOWN_PHASE,
                message=f"{who} names phase {name}, which no page declares{near}",
                place=place,
            )
    used = {f.phase for f in register.findings.values()}
    for phase in register.phases.values():
        if phase.id not in used:
            yield Problem(
                fault=Fault.UNUSED_PHASE,
                message=f"no finding is in phase {phase.id}",
                place=phase.place,
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
        )
