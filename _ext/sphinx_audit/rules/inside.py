"""What errors there are inside each phase, for its gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.problem import Level
from ..model.verdict import Cover, judge
from . import gates
from .levels import levels
from .registry import on_gates, stated, with_suppressions
from .verdicts import baseline_or_none, subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

    from ..model import Problem, Register

OF_GATES = frozenset(rule.fault for rule in gates.RULES)
"""What is said of gates themselves: they know it already."""


def errors_inside(
    env: BuildEnvironment, register: Register, innocent: Register
) -> dict[str, tuple[str, ...]]:
    """Return the codes of errors by phase; a baseline does not make them right.

    *innocent* is the same register, whose gates know of no errors.
    """
    found: dict[str, list[str]] = {}
    subject = subject_of(env, innocent)
    said = [*stated(subject_of(env, register)), *on_gates(subject)]
    every = with_suppressions(subject, said)
    asked = levels(subject.settings)
    for one in judge(every, innocent, asked, baseline_or_none(env)).judged:
        counts = one.level is Level.ERROR and one.cover is not Cover.SUPPRESSED
        if counts and one.problem.fault not in OF_GATES:
            for phase in sorted(set(phases_of(one.problem, register))):
                found.setdefault(phase, []).append(one.code)
    return {phase: tuple(sorted(codes)) for phase, codes in found.items()}


def phases_of(problem: Problem, register: Register) -> Iterator[str]:
    """Yield the phases that a problem lies in; set aside findings hold up none."""
    owner = problem.owner
    if owner in register.phases:
        yield owner
    elif owner in register.checklists:
        checklist = register.checklists[owner]
        finding = register.findings.get(register.canonical(checklist.finding))
        yield finding.phase if finding else checklist.phase
    elif finding := register.findings.get(register.canonical(owner)):
        if not finding.status.set_aside:
            yield finding.phase
    elif page := register.pages.get(owner):
        yield from (f.phase for f in page.findings if not f.status.set_aside)
