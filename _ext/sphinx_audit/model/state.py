"""What follows for a finding from its status and those of the ones it needs."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import TYPE_CHECKING

from .finding import Status

if TYPE_CHECKING:
    import datetime as dt

    from .finding import Finding
    from .register import Register


class State(StrEnum):
    """Where a finding stands; computed, never typed."""

    READY = "ready"
    BLOCKED = "blocked"
    IN_PROGRESS = "in progress"
    DONE = "done"
    SET_ASIDE = "set aside"

    @property
    def mark(self) -> str:
        return MARKS[self]

    @property
    def slug(self) -> str:
        """The state as a CSS class and as a word in queries."""
        return SLUGS[self]


MARKS = {
    State.READY: "○",
    State.BLOCKED: "✕",
    State.IN_PROGRESS: "◐",
    State.DONE: "✓",
    State.SET_ASIDE: "⊘",
}
SLUGS = {state: state.value.replace(" ", "-") for state in State}


class Cause(StrEnum):
    """What kind of thing a finding waits for."""

    FINDING = "finding"
    PHASE = "phase"
    GATE = "gate"
    UNKNOWN = "unknown"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing a finding waits for: *id* names a finding or a phase."""

    cause: Cause
    id: str
    why: str


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The state of a finding and why it is blocked."""

    state: State
    reasons: tuple[Reason, ...] = ()


def expired(finding: Finding, today: dt.date | None) -> bool:
    """Tell whether an accepted risk has run out; without a date none has."""
    return today is not None and finding.expires is not None and finding.expires < today


def done(finding: Finding, today: dt.date | None) -> bool:
    """Tell whether work on a finding is claimed or known to be over."""
    if finding.status is Status.ACCEPTED:
        return not expired(finding, today)
    return finding.status in {Status.IMPLEMENTED, Status.VERIFIED}


def standing(finding: Finding, register: Register) -> Standing:
    """Return the state of *finding*; an open one waits for every reason listed."""
    if finding.status.set_aside:
        return Standing(state=State.SET_ASIDE)
    if done(finding, register.today):
        return Standing(state=State.DONE)
    if finding.status is Status.IN_PROGRESS:
        return Standing(state=State.IN_PROGRESS)
    reasons = (
        *(r for d in finding.needed_findings if (r := waits(d, register))),
        *(r for p in finding.needed_phases if (r := waits_for_phase(p, register))),
        *(
            r
            for p in gates_before(finding, register)
            if (r := waits_for_gate(p, register))
        ),
    )
    state = State.BLOCKED if reasons else State.READY
    return Standing(state=state, reasons=reasons)


def waits(needed: str, register: Register) -> Reason | None:
    """Return why the finding named *needed* still holds others up, if it does."""
    seen: set[str] = set()
    todo = [needed]
    while todo:
        id_ = register.canonical(todo.pop())
        if id_ in seen:
            continue
        seen.add(id_)
        finding = register.findings.get(id_)
        if finding is None:
            return Reason(cause=Cause.UNKNOWN, id=id_, why="no page defines it")
        if finding.status.set_aside:
            successors = register.successors(id_)
            if not successors:
                return Reason(
                    cause=Cause.FINDING, id=id_, why=f"{finding.status}, no successor"
                )
            todo += successors
        elif not done(finding, register.today):
            return Reason(cause=Cause.FINDING, id=id_, why=finding.status.value)
    return None


def waits_for_phase(phase: str, register: Register) -> Reason | None:
    if phase not in register.phases:
        return Reason(cause=Cause.UNKNOWN, id=phase, why="no page declares it")
    so_far = register.progress_of(phase)
    left = so_far.total - so_far.done
    if not left:
        return None
    why = f"{left} of {so_far.total} findings not done"
    return Reason(cause=Cause.PHASE, id=phase, why=why)


def gates_before(finding: Finding, register: Register) -> tuple[str, ...]:
    phase = register.phases.get(finding.phase)
    return phase.after if phase else ()


def waits_for_gate(phase: str, register: Register) -> Reason | None:
    if phase not in register.phases:
        return Reason(cause=Cause.UNKNOWN, id=phase, why="no page declares it")
    gate = register.gates[phase]
    if gate.state.passed:
        return None
    return Reason(cause=Cause.GATE, id=phase, why=gate.state.value)
