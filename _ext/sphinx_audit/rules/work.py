"""Work that is planned has a size, a place in the order and somebody who does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Status
from ..model.effort import HOURS
from ..report import Fault
from .examples import plan, plans
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Finding, Register
    from .problem import Subject

MOST = 260 * HOURS["d"]
"""A year of work, above which one plan is several."""
WIDEST = 10
"""How many times the low end the high end of an estimate may be."""

PHASES = (
    "# Phase 3X: First\n\n```{phase} 3X\n:order: 1\n```\n\n"
    "# Phase 3Y: Second\n\n```{phase} 3Y\n:order: 2\n```\n"
)

RULES = (
    Rule(
        fault=Fault.NO_EFFORT,
        level=Level.NOTE,
        why="What has no estimate is missing from every sum.",
        remedy="Estimate it in `:effort:`; a wide range is better than none.",
        wrong=plan(),
        right=plan(":effort: 3-4 days"),
    ),
    Rule(
        fault=Fault.ABSURD_EFFORT,
        level=Level.WARNING,
        why="An estimate of nothing, of years or of any size at all spoils each sum.",
        remedy="Estimate it anew, or divide the plan.",
        wrong=plan(":effort: 1-90 days"),
        right=plan(":effort: 30-60 days"),
    ),
    Rule(
        fault=Fault.NO_OWNER,
        level=Level.NOTE,
        why="What nobody answers for is done by nobody.",
        remedy="Name somebody in `:owner:` or `:assignee:`.",
        wrong=plan(":status: in-progress"),
        right=plan(":status: in-progress", ":owner: backend"),
    ),
    Rule(
        fault=Fault.NO_PHASE,
        level=Level.NOTE,
        why="What is in no phase is in no gate and no plan of the order.",
        remedy="Name its phase in `:phase:`.",
        wrong=plan(),
        right=plan(":phase: 2A"),
    ),
    Rule(
        fault=Fault.LATE_DEPENDENCY,
        level=Level.WARNING,
        why="A phase that needs one after it can only be done in another order.",
        remedy="Move one of the two findings, or take out the dependency.",
        wrong=plans(
            PHASES,
            plan(":phase: 3X", ":depends: XX-002"),
            plan(":phase: 3Y", id_="XX-002"),
        ),
        right=plans(
            PHASES,
            plan(":phase: 3X"),
            plan(":phase: 3Y", ":depends: XX-001", id_="XX-002"),
        ),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    places = {id_: n for n, id_ in enumerate(register.phases)}
    for finding in register.findings.values():
        if finding.status.set_aside:
            continue
        yield from lacks(finding)
        yield from absurd(finding)
        yield from late(finding, register, places)


def lacks(finding: Finding) -> Iterator[Problem]:
    todo = finding.status in {Status.OPEN, Status.IN_PROGRESS}
    asked = (
        (Fault.NO_EFFORT, todo and finding.effort is None, "has no effort"),
        (
            Fault.NO_OWNER,
            todo and not (finding.owner or finding.assignee),
            "has neither owner nor assignee",
        ),
        (Fault.NO_PHASE, not finding.phase, "is in no phase"),
    )
    for fault, wrong, said in asked:
        if wrong:
            yield Problem(
                fault=fault,
                message=f"{finding.id} {said}",
                place=finding.place,
                ids=(finding.id,),
            )


def absurd(finding: Finding) -> Iterator[Problem]:
    effort = finding.effort
    if effort is None:
        return
    said = ""
    if not effort.high:
        said = "no work at all"
    elif effort.high > MOST:
        said = "more than a year"
    elif effort.high > WIDEST * effort.low:
        said = f"a range of more than 1 to {WIDEST}"
    if said:
        yield Problem(
            fault=Fault.ABSURD_EFFORT,
            message=f"the effort of {finding.id}, {effort}, is {said}",
            place=finding.place,
            ids=(finding.id,),
        )


def late(
    finding: Finding, register: Register, places: dict[str, int]
) -> Iterator[Problem]:
    here = places.get(finding.phase)
    if here is None:
        return
    needed = (
        register.findings.get(register.canonical(i)) for i in finding.needed_findings
    )
    phases = [(f.id, f.phase) for f in needed if f]
    phases += [(f"phase {p}", p) for p in finding.needed_phases]
    for what, phase in phases:
        if places.get(phase, here) > here:
            where = "" if what == f"phase {phase}" else f" of phase {phase}"
            yield Problem(
                fault=Fault.LATE_DEPENDENCY,
                message=f"{finding.id} of phase {finding.phase} depends on "
                f"{what}{where}, which comes later",
                place=finding.place,
                ids=(finding.id, what),
            )
