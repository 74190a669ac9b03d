"""Dependencies lead to findings that exist, and never back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.cycles import cycles
from ..model.words import chain, hint
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Finding, Register
    from ..model.graph import Edge
    from .problem import Subject


RULES = (
    Rule(
        fault=Fault.UNKNOWN_DEPENDENCY,
        level=Level.ERROR,
        why="What waits for something that does not exist is blocked for ever.",
        remedy="Correct the id, or write the finding it stands for.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:depends: XX-009\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:depends: XX-002\n```\n\n"
        "# XX-002: Another\n\n```{finding} XX-002\n```\n",
    ),
    Rule(
        fault=Fault.SELF_DEPENDENCY,
        level=Level.ERROR,
        why="What waits for itself can never be done.",
        remedy="Take the id, or the finding's own phase, out of `:depends:`.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:depends: XX-001\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n```\n",
    ),
    Rule(
        fault=Fault.CYCLE,
        level=Level.ERROR,
        why="Things that wait for each other can never be done.",
        remedy="Take out the dependency that is not needed to start.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:depends: XX-002\n```\n\n"
        "# XX-002: Another\n\n```{finding} XX-002\n:depends: XX-001\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:depends: XX-002\n```\n\n"
        "# XX-002: Another\n\n```{finding} XX-002\n```\n",
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    known = [*register.findings, *register.aliases]
    for finding in register.findings.values():
        for id_ in finding.needed_findings:
            if register.canonical(id_) == finding.id:
                yield itself(finding, "itself")
            elif register.canonical(id_) not in register.findings:
                message = f"{finding.id} depends on {id_}, which no page defines"
                yield Problem(
                    fault=Fault.UNKNOWN_DEPENDENCY,
                    message=message + hint(id_, known),
                    place=finding.place,
                    ids=(finding.id, id_),
                )
        if finding.phase in finding.needed_phases and not finding.status.set_aside:
            yield itself(finding, f"phase {finding.phase}, which waits for it")
    yield from circles(register)


def itself(finding: Finding, what: str) -> Problem:
    return Problem(
        fault=Fault.SELF_DEPENDENCY,
        message=f"{finding.id} depends on {what}",
        place=finding.place,
        ids=(finding.id, what),
    )


def circles(register: Register) -> Iterator[Problem]:
    """Yield each circle once, with a way round; one through a phase counts too."""
    for way in cycles(edges(register)):
        ids = [id_ for id_ in way if id_ in register.findings]
        start = ids.index(min(ids))
        yield Problem(
            fault=Fault.CYCLE,
            message=f"these {len(ids):,} findings wait for each other: "
            + chain([*ids[start:], *ids[: start + 1]]),
            place=register.findings[ids[start]].place,
            ids=(*ids[start:], *ids[:start]),
        )


def edges(register: Register) -> Iterator[Edge]:
    """Yield who needs whom; a phase stands between its members and who needs it."""
    phases: set[str] = set()
    for finding in register.findings.values():
        needed = map(register.canonical, finding.needed_findings)
        yield from ((n, finding.id) for n in needed if n != finding.id)
        through = [p for p in finding.needed_phases if p != finding.phase]
        yield from ((f"phase {p}", finding.id) for p in through)
        phases.update(through)
    for phase in phases:
        yield from ((f.id, f"phase {phase}") for f in register.members(phase))
