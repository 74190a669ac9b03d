"""Findings, as the pages state them."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from .effort import Effort
    from .suppression import Suppression


class Priority(StrEnum):
    """How urgent a finding is, most urgent first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        return list(Priority).index(self)


class Status(StrEnum):
    """What an author claims about the remediation of a finding."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    IMPLEMENTED = "implemented"
    VERIFIED = "verified"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    SUPERSEDED = "superseded"
    DUPLICATE = "duplicate"
    FALSE_POSITIVE = "false-positive"

    @property
    def set_aside(self) -> bool:
        """Whether findings of this status stay outside counts, effort and gates."""
        return self in SET_ASIDE


SET_ASIDE = frozenset(
    {Status.SUPERSEDED, Status.DUPLICATE, Status.FALSE_POSITIVE, Status.DEFERRED}
)


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the sources something is said; *line* counts from 1."""

    docname: str
    line: int = dc.field(repr=False)  # no fact: text above it may move it
    path: str = ""
    """The file below the sources, if it is not the page's own but included there."""


@dc.dataclass(frozen=True, kw_only=True)
class Finding:
    """One audit result and the facts of its plan."""

    id: str
    title: str
    place: Place
    anchor: str
    phase: str = ""
    category: str = ""
    priority: Priority | None = None
    status: Status = Status.OPEN
    effort: Effort | None = None
    depends: tuple[str, ...] = ()
    """Ids of findings; a whole phase is ``phase 2A``."""
    owner: str = ""
    assignee: str = ""
    reviewer: str = ""
    fixed_by: str = ""
    verified_by: str = ""
    detected: dt.date | None = None
    due: dt.date | None = None
    started: dt.date | None = None
    fixed: dt.date | None = None
    verified: dt.date | None = None
    severity: str = ""
    controls: tuple[str, ...] = ()
    source: str = ""
    supersedes: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    reason: str = ""
    approved_by: str = ""
    expires: dt.date | None = None
    evidence: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    suppress: tuple[Suppression, ...] = ()
    summary: str = ""

    @cached_property
    def needed_phases(self) -> tuple[str, ...]:
        """The phases it depends on as a whole."""
        return tuple(d.removeprefix(PHASE) for d in self.depends if d.startswith(PHASE))

    @cached_property
    def needed_findings(self) -> tuple[str, ...]:
        return tuple(d for d in self.depends if not d.startswith(PHASE))


PHASE = "phase "
"""How a dependency names a whole phase: ``phase 2A``."""


def urgency(finding: Finding) -> tuple[int, str]:
    """Order findings: most urgent first, those without a priority last, then by id."""
    rank = len(Priority) if finding.priority is None else finding.priority.rank
    return rank, finding.id
