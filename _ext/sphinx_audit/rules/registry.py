"""All rules by their codes, and what they say of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def problems(subject: Subject) -> Iterator[Problem]:
    """Yield what does not hold, family by family."""
    found = [p for family in FAMILIES for p in family.check(subject)]
    yield from found
    yield from suppressions.check(subject, found, RULES)
