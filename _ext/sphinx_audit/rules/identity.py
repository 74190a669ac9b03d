"""One id, one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Fault
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Place, Register
    from .problem import Subject


RULES = (
    Rule(
        fault=Fault.DUPLICATE_ID,
        level=Level.ERROR,
        why="Two things of one id cannot be told apart; only the first one counts.",
        remedy="Give one of them another id, and the old one as an alias if need be.",
        wrong="# XX-001: One\n\n```{finding} XX-001\n```\n\n"
        "# XX-001: Another\n\n```{finding} XX-001\n```\n",
        right="# XX-001: One\n\n```{finding} XX-001\n```\n\n"
        "# XX-002: Another\n\n```{finding} XX-002\n```\n",
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    first: dict[tuple[str, str], Place] = {}
    for kind, id_, place in stated(register):
        known = first.setdefault((kind, id_), place)
        if known is not place:
            where = f"{known.docname}, line {known.line}"
            yield Problem(
                fault=Fault.DUPLICATE_ID,
                message=f"{kind} {id_} is already defined in {where}",
                place=place,
                ids=(id_, kind),
            )


def stated(register: Register) -> Iterator[tuple[str, str, Place]]:
    for page in register.pages.values():
        yield from (
            ("finding", id_, f.place)
            for f in page.findings
            for id_ in (f.id, *f.aliases)
        )
        yield from (("phase", p.id, p.place) for p in page.phases)
        yield from (("checklist", c.id, c.place) for c in page.checklists)
        yield from (("pattern", p.id, p.place) for p in page.patterns)
