"""A risk that is taken has somebody who takes it, a reason and an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Status
from ..model.state import expired
from ..report import Fault
from .examples import plan, plans
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Finding, Register
    from .problem import Subject

WHO = ":approved-by: Dana Lead"
WHY = ":reason: replaced next year"

RULES = (
    Rule(
        fault=Fault.ACCEPTANCE,
        level=Level.ERROR,
        why="A risk that nobody accepted, or for ever, is a risk that was forgotten.",
        remedy="Add `:approved-by:`, `:reason:` and `:expires:`.",
        wrong=plan(":status: accepted", WHY),
        right=plan(":status: accepted", WHO, WHY, ":expires: 2026-12-31"),
    ),
    Rule(
        fault=Fault.EXPIRED,
        level=Level.ERROR,
        why="The acceptance has run out, and the finding is open again.",
        remedy="Fix it, or let the risk be accepted anew.",
        wrong=plan(":status: accepted", WHO, WHY, ":expires: 2026-01-31"),
        right=plan(":status: accepted", WHO, WHY, ":expires: 2026-12-31"),
        dated=True,
    ),
    Rule(
        fault=Fault.NO_REASON,
        level=Level.WARNING,
        why="A finding set aside without a word looks like one that was dropped.",
        remedy="Say why in `:reason:`, or name what takes its place.",
        wrong=plan(":status: deferred"),
        right=plan(":status: deferred", ":reason: no time this year"),
    ),
    Rule(
        fault=Fault.NO_TARGET,
        level=Level.NOTE,
        why="Readers look for what takes the finding's place.",
        remedy="Name the original in `:duplicates:`, or the finding in the "
        "successor's `:supersedes:`.",
        wrong=plan(":status: duplicate", ":reason: said twice"),
        right=plans(
            plan(":status: duplicate", ":duplicates: XX-002"), plan(id_="XX-002")
        ),
    ),
)

NEEDED = (("approver", "approved_by"), ("reason", "reason"), ("expiry", "expires"))


def check(subject: Subject) -> Iterator[Problem]:
    for finding in subject.register.findings.values():
        if finding.status is Status.ACCEPTED:
            yield from acceptance(finding, subject.register)
        elif finding.status.set_aside:
            yield from set_aside(finding, subject.register)


def acceptance(finding: Finding, register: Register) -> Iterator[Problem]:
    for word, name in NEEDED:
        if not getattr(finding, name):
            yield Problem(
                fault=Fault.ACCEPTANCE,
                message=f"{finding.id} is accepted without {word}; "
                f"add {name.replace('_', '-')}",
                place=finding.place,
                ids=(finding.id, name),
            )
    if expired(finding, register.today):
        yield Problem(
            fault=Fault.EXPIRED,
            message=f"the acceptance of {finding.id} ran out on {finding.expires}: "
            "it is open again",
            place=finding.place,
            ids=(finding.id,),
        )


def set_aside(finding: Finding, register: Register) -> Iterator[Problem]:
    targets = register.successors(finding.id)
    if not targets and not finding.reason:
        yield Problem(
            fault=Fault.NO_REASON,
            message=f"{finding.id} is {finding.status} without a reason",
            place=finding.place,
            ids=(finding.id,),
        )
    pointed = finding.status in {Status.DUPLICATE, Status.SUPERSEDED}
    if not targets and pointed:
        what = "of which" if finding.status is Status.DUPLICATE else "by which"
        yield Problem(
            fault=Fault.NO_TARGET,
            message=f"{finding.id} is {finding.status}; {what} finding is not said",
            place=finding.place,
            ids=(finding.id,),
        )
