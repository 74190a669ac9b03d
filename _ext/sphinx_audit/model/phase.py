"""Phases, their gates and the decisions recorded on them."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from .finding import Place


@dc.dataclass(frozen=True, kw_only=True)
class Phase:
    """One phase of the remediation, declared by its own page."""

    id: str
    title: str
    place: Place
    anchor: str
    order: int | None = None
    after: tuple[str, ...] = ()
    """Phases whose gates must be passed before this one starts."""
    gate: tuple[str, ...] = ()
    """Roles that must sign."""
    start: dt.date | None = None
    end: dt.date | None = None
    listed: tuple[str, ...] = ()
    """Pages in its contents tree when the page was last read."""
    explicit: tuple[str, ...] = ()
    """Pages that toctrees written by the author list on the same page."""
    toctree: bool = True


class Decision(StrEnum):
    """What a sign-off says about a gate."""

    APPROVED = "approved"
    CONDITIONAL = "conditional"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    CLAIMED = "claimed"

    @property
    def passes(self) -> bool:
        """Whether the decision lets a gate pass; a claim of a source never does."""
        return self in {Decision.APPROVED, Decision.CONDITIONAL}


@dc.dataclass(frozen=True, kw_only=True)
class SignOff:
    """A decision on the gate of a phase."""

    phase: str
    decision: Decision
    place: Place
    anchor: str
    by: str = ""
    role: str = ""
    on: dt.date | None = None
    commit: str = ""
    conditions: str = ""
    expires: dt.date | None = None
    fingerprint: str = ""
    evidence: tuple[str, ...] = ()
    source: str = ""


class GateState(StrEnum):
    """How far a gate is."""

    OPEN = "open"
    READY = "ready to sign"
    SIGNED = "signed"
    STALE = "stale"
    REJECTED = "rejected"

    @property
    def passed(self) -> bool:
        return self is GateState.SIGNED


class PhaseStatus(StrEnum):
    """How far a phase is, computed from its findings."""

    EMPTY = "no findings"
    NOT_STARTED = "not started"
    BLOCKED = "blocked"
    IN_PROGRESS = "in progress"
    DONE = "done"
