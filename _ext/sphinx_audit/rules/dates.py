"""Dates come in an order that can be, and none has passed that should not."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from ..model.state import done
from ..report import Fault
from .examples import plan
from .problem import Level, Problem, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Finding, Register
    from .problem import Subject

ORDER = ("detected", "started", "fixed", "verified")
PHASE = "# Phase 3X: Later\n\n```{{phase}} 3X\n:start: 2026-02-01\n:end: {}\n```\n\n"

RULES = (
    Rule(
        fault=Fault.OVERDUE,
        level=Level.WARNING,
        why="Somebody counts on the day that was promised.",
        remedy="Finish it, or agree on another day and write that down.",
        wrong=plan(":due: 2026-01-31"),
        right=plan(":due: 2026-12-31"),
        dated=True,
    ),
    Rule(
        fault=Fault.DATE_ORDER,
        level=Level.ERROR,
        why="A register whose dates cannot be is believed in nothing else.",
        remedy="Correct the date: detected, started, fixed, verified is the order.",
        wrong=plan(":detected: 2026-02-01", ":fixed: 2026-01-01"),
        right=plan(":detected: 2026-01-01", ":fixed: 2026-02-01"),
    ),
    Rule(
        fault=Fault.FUTURE_DATE,
        level=Level.WARNING,
        why="What is said to have happened on a day to come has not happened.",
        remedy="Correct the date, or use `:due:` for what is planned.",
        wrong=plan(":fixed: 2026-12-31"),
        right=plan(":fixed: 2026-02-01"),
        dated=True,
    ),
    Rule(
        fault=Fault.PHASE_DATES,
        level=Level.ERROR,
        why="A phase that ends before it starts is in no plan of the year.",
        remedy="Correct `:start:` or `:end:`.",
        wrong=PHASE.format("2026-01-01") + plan(":phase: 3X"),
        right=PHASE.format("2026-03-01") + plan(":phase: 3X"),
    ),
)


def check(subject: Subject) -> Iterator[Problem]:
    register = subject.register
    for finding in register.findings.values():
        yield from order(finding)
        if not finding.status.set_aside:
            yield from overdue(finding, register)
        yield from to_come(finding, register)
    for phase in register.phases.values():
        if phase.start and phase.end and phase.end < phase.start:
            yield Problem(
                fault=Fault.PHASE_DATES,
                message=f"phase {phase.id} ends on {phase.end}, before its start "
                f"on {phase.start}",
                place=phase.place,
                ids=(phase.id,),
            )


def order(finding: Finding) -> Iterator[Problem]:
    """Yield each pair that is the wrong way round; a due day may not pass first."""
    for first, second in (*combinations(ORDER, 2), ("detected", "due")):
        before, after = getattr(finding, first), getattr(finding, second)
        if before and after and after < before:
            yield Problem(
                fault=Fault.DATE_ORDER,
                message=f"{finding.id} is {second} on {after}, "
                f"before it was {first} on {before}",
                place=finding.place,
                ids=(finding.id, first, second),
            )


def overdue(finding: Finding, register: Register) -> Iterator[Problem]:
    today = register.today
    if today and finding.due and finding.due < today and not done(finding, today):
        days = (today - finding.due).days
        late = "1 day" if days == 1 else f"{days} days"
        yield Problem(
            fault=Fault.OVERDUE,
            message=f"{finding.id} was due on {finding.due}, {late} before {today}",
            place=finding.place,
            ids=(finding.id,),
        )


def to_come(finding: Finding, register: Register) -> Iterator[Problem]:
    today = register.today
    for name in ORDER:
        said = getattr(finding, name)
        if today and said and said > today:
            yield Problem(
                fault=Fault.FUTURE_DATE,
                message=f"{finding.id} is {name} on {said}, which is after {today}",
                place=finding.place,
                ids=(finding.id, name),
            )
