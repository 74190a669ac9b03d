"""Whom each line of a document is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.finding import PHASE
from ..said import NOT_OURS, Shape

if TYPE_CHECKING:
    from ..said import Document


def owners(document: Document) -> list[str]:
    """Return whom each line is about, from line 1."""
    found = [alone(document)] * (len(document.lines) + 1)
    for section in sorted(document.sections, key=lambda s: (s.first, -s.last)):
        if section.about:
            last = min(section.last, len(document.lines))
            span = range(section.first, last + 1)
            found[section.first : last + 1] = [section.about for _ in span]
    return found


def alone(document: Document) -> str:
    """Return the one finding that a document states facts of, if it is so short."""
    if any(s.about for s in document.sections):
        return ""
    stated = {
        s.about
        for s in document.statements
        if s.fact != "depends" and s.fact not in NOT_OURS
        if s.shape in {Shape.FIELD, Shape.FRONT_MATTER, Shape.HEADING}
    }
    one = stated.pop() if len(stated) == 1 else ""
    return "" if one.startswith(PHASE) else one
