"""Dependencies lead to findings that exist, and never back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.cycles import cycles
from ..model.words import hint
from ..report import Fault
from .problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Register


def check(register: Register) -> Iterator[Problem]:
    known = [*register.findings, *register.aliases]
    for finding in register.findings.values():
        for id_ in finding.needed_findings:
            if register.canonical(id_) == finding.id:
                yield Problem(
                    fault=Fault.SELF_DEPENDENCY,
                    message=f"{finding.id} depends on itself",
                    place=finding.place,
                )
            elif register.canonical(id_) not in register.findings:
                message = f"{finding.id} depends on {id_}, which no page defines"
                yield Problem(
                    fault=Fault.UNKNOWN_DEPENDENCY,
                    message=message + hint(id_, known),
                    place=finding.place,
                )
    yield from circles(register)


def circles(register: Register) -> Iterator[Problem]:
    """Yield each circle once, with its whole path; one through a phase counts too."""
    edges = [(n, f.id) for f in register.findings.values() for n in register.needs(f)]
    for way in cycles(edges):
        path = " → ".join([*way, way[0]])
        yield Problem(
            fault=Fault.CYCLE,
            message=f"these findings wait for each other: {path}",
            place=register.findings[way[0]].place,
        )
