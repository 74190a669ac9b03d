"""All rules by their codes, and what they say of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from . import (
    checklists,
    code,
    completeness,
    dates,
    dependencies,
    evidence,
    gates,
    identity,
    phases,
    reading,
    references,
    risk,
    status,
    suppressions,
    work,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Register
    from .problem import Problem, Rule, Subject

FAMILIES = (
    reading,
    identity,
    phases,
    dependencies,
    references,
    status,
    checklists,
    risk,
    dates,
    work,
    completeness,
    code,
    evidence,
    gates,
)
"""Modules with their ``RULES``, and ``check``: a subject to problems."""

RULES: dict[str, Rule] = {
    rule.fault: rule for family in (*FAMILIES, suppressions) for rule in family.RULES
}


ON_GATES = (status, gates)
"""Families that ask whether gates are passed, who ask the others for errors."""

STATED: WeakKeyDictionary[Register, tuple[object, list[Problem]]] = WeakKeyDictionary()


def problems(subject: Subject) -> Iterator[Problem]:
    """Yield what does not hold, family by family."""
    return with_suppressions(subject, [*stated(subject), *on_gates(subject)])


def with_suppressions(subject: Subject, found: list[Problem]) -> Iterator[Problem]:
    yield from found
    yield from suppressions.check(subject, found, RULES)


def stated(subject: Subject) -> list[Problem]:
    """Return what follows without gates; both they and the verdict ask for it."""
    asked, known = (subject.settings, subject.root), STATED.get(subject.register)
    if known is None or known[0] != asked:
        families = [family for family in FAMILIES if family not in ON_GATES]
        found = [p for family in families for p in family.check(subject)]
        known = STATED[subject.register] = asked, found
    return known[1]


def on_gates(subject: Subject) -> list[Problem]:
    return [p for family in ON_GATES for p in family.check(subject)]
