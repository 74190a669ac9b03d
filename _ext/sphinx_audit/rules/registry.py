"""All rules by their codes, and what they say of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import dependencies, identity, phases, reading, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .problem import Problem, Rule, Subject

FAMILIES = (reading, identity, phases, dependencies, references)
"""Modules with their ``RULES``, and ``check``: a subject to problems."""

RULES: dict[str, Rule] = {
    rule.fault: rule for family in FAMILIES for rule in family.RULES
}


def problems(subject: Subject) -> Iterator[Problem]:
    """Yield what does not hold, family by family."""
    for family in FAMILIES:
        yield from family.check(subject)
