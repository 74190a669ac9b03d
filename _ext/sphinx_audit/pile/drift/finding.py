"""Drift of documents: each is read, looked at and let go; then all are compared."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ...model.problem import Level, fingerprints, in_order
from ...model.verdict import Judged
from .pile import Pile
from .registry import RULES, of_document, of_pile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..profile import Profile
    from ..said import Document
    from .rule import Problem


@dc.dataclass(frozen=True)
class Drift:
    """What was found, in the order of the files, and how many were read."""

    judged: tuple[Judged, ...]
    read: int


def drift_of(documents: Iterable[Document], profile: Profile) -> Drift:
    """Return where documents contradict themselves, each other or a register.

    A register is a document too (see `against`).  One text is held at a time.
    """
    pile = Pile(profile)
    problems: list[Problem] = []
    read = 0
    for document in documents:
        problems += of_document(document)
        pile.add(document)
        read += bool(document.lines)
    problems += of_pile(pile)
    return Drift(judged(problems), read)


def judged(problems: Iterable[Problem]) -> tuple[Judged, ...]:
    asked = [p for p in in_order(problems) if RULES[p.fault].level is not Level.OFF]
    marks = fingerprints(asked)
    return tuple(
        Judged(problem=p, level=RULES[p.fault].level, fingerprint=mark)
        for p, mark in zip(asked, marks, strict=True)
    )
