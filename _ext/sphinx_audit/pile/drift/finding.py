"""Drift of documents: each is read, looked at and let go; then all are compared."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ...model import Register
from ...model.baseline import Baseline
from ...model.verdict import judge
from .pile import Pile
from .registry import RULES, of_document, of_pile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ...model.problem import Level
    from ...model.verdict import Judged, Verdict
    from ..profile import Profile
    from ..said import Document
    from .rule import Problem


OWN = {code: rule.level for code, rule in RULES.items()}


@dc.dataclass(frozen=True)
class Drift:
    """What was found, in the order of the files, and how many were read."""

    verdict: Verdict
    read: int

    @property
    def judged(self) -> tuple[Judged, ...]:
        return self.verdict.judged


def drift_of(
    documents: Iterable[Document],
    profile: Profile,
    levels: Mapping[str, Level] = OWN,
    baseline: Baseline | None = None,
) -> Drift:
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
    nothing = Register({})  # no finding of a handbook justifies what others say
    return Drift(judge(problems, nothing, levels, baseline or Baseline()), read)
