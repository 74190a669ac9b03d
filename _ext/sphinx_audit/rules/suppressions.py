"""What findings declare to be known is known, meant and still so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.words import hint
from ..report import Fault
from .examples import plan
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ..model import Finding, Suppression
    from .problem import Subject

RULES = (
    Rule(
        fault=Fault.EXPIRED_SUPPRESSION,
        level=Level.WARNING,
        why="What was to be borne for a while speaks again.",
        remedy="Put the matter right, or justify anew until another day.",
        wrong=plan(":suppress: no_effort (a spike first; until 2026-01-31)"),
        right=plan(":suppress: no_effort (a spike first; until 2026-12-31)"),
        dated=True,
    ),
    Rule(
        fault=Fault.UNUSED_SUPPRESSION,
        level=Level.NOTE,
        why="A justification of nothing hides the next problem of its kind.",
        remedy="Take it out.",
        wrong=plan(":effort: 2 days", ":suppress: no_effort (a spike first)"),
        right=plan(":suppress: no_effort (a spike first)"),
    ),
    Rule(
        fault=Fault.UNKNOWN_SUPPRESSION,
        level=Level.WARNING,
        why="A misspelt code silences nothing.",
        remedy="Write the code as the reference of rules has it.",
        wrong=plan(":suppress: no_efort (a spike first)"),
        right=plan(":suppress: no_effort (a spike first)"),
    ),
)


def check(
    subject: Subject, found: Sequence[Problem], codes: Collection[str]
) -> Iterator[Problem]:
    """Yield what is wrong with suppressions; *found* is what there is to suppress."""
    today = subject.register.today
    occurring = {(p.owner, str(p.fault)) for p in found}
    for finding in subject.register.findings.values():
        for said in finding.suppress:
            if said.code not in codes:
                near = hint(said.code, codes)
                message = f"suppress: no rule {said.code}{near}"
                yield problem(Fault.UNKNOWN_SUPPRESSION, message, finding, said)
            elif said.over(today):
                message = f"the justification of {said.code} ran out on {said.until}"
                yield problem(Fault.EXPIRED_SUPPRESSION, message, finding, said)
            elif (finding.id, said.code) not in occurring:
                message = f"{said.code} is suppressed, but it does not occur"
                yield problem(Fault.UNUSED_SUPPRESSION, message, finding, said)


def problem(fault: Fault, message: str, finding: Finding, said: Suppression) -> Problem:
    return Problem(
        fault=fault,
        message=f"{finding.id}: {message}",
        place=finding.place,
        ids=(finding.id, said.code),
    )
