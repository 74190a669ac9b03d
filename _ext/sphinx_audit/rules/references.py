"""What facts name exists: successors, originals, relatives, patterns, owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.words import hint
from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Place, Register
    from .problem import Subject


RULES = (
    Rule(
        fault=Fault.UNKNOWN_REFERENCE,
        level=Level.ERROR,
        why="A reader who follows the id finds nothing.",
        remedy="Correct the id, or write what it stands for.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n:related: XX-009\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n:related: XX-002\n```\n\n"
        "# XX-002: Another\n\n```{finding} XX-002\n```\n",
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    known = [*register.findings, *register.aliases]
    for who, what, id_, place in named_findings(register):
        if register.canonical(id_) not in register.findings:
            yield Problem(
                fault=Fault.UNKNOWN_REFERENCE,
                message=f"{who}: {what} {id_}, which no page defines{hint(id_, known)}",
                place=place,
                ids=(who, what, id_),
            )
    for finding in register.findings.values():
        for id_ in finding.uses:
            if id_ not in register.patterns:
                near = hint(id_, register.patterns)
                yield Problem(
                    fault=Fault.UNKNOWN_REFERENCE,
                    message=f"{finding.id}: uses {id_}, which no page defines{near}",
                    place=finding.place,
                    ids=(finding.id, "uses", id_),
                )


def named_findings(register: Register) -> Iterator[tuple[str, str, str, Place]]:
    for f in register.findings.values():
        yield from ((f.id, "supersedes", i, f.place) for i in f.supersedes)
        yield from ((f.id, "duplicates", i, f.place) for i in f.duplicates)
        yield from ((f.id, "is related to", i, f.place) for i in f.related)
    for c in register.checklists.values():
        if c.finding:
            yield c.id, "belongs to", c.finding, c.place
    for p in register.patterns.values():
        yield from ((p.id, "is proposed for", i, p.place) for i in p.proposed_for)
