"""All rules of drift by their codes, and what they say of a pile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    commands,
    completion,
    facts,
    gates,
    identity,
    kinds,
    links,
    numbers,
    phases,
    reading,
    registers,
    template,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..said import Document
    from .pile import Pile
    from .rule import Problem, Rule

ONE = (reading, links, commands)
"""Families that look at a document by itself."""
ALL = (
    facts,
    identity,
    kinds,
    numbers,
    registers,
    gates,
    completion,
    phases,
    template,
    commands,
)
"""Families that compare documents."""
FAMILIES = dict.fromkeys((*ONE, *ALL))

RULES: dict[str, Rule] = {
    rule.fault: rule for family in FAMILIES for rule in family.RULES
}


def of_document(document: Document) -> Iterator[Problem]:
    for family in ONE:
        yield from family.look(document)


def of_pile(pile: Pile) -> Iterator[Problem]:
    for family in ALL:
        yield from family.check(pile)
