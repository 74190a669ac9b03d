"""The condition to leave a phase: what it asks, what is met, who signed."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .asked import (
    Condition,
    code_verified,
    findings_done,
    gate_before,
    items_ticked,
    no_errors,
    proven,
)
from .decisions import changed_since, latest, signed, signed_at_all
from .phase import Decision, GateState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .phase import Phase, SignOff
    from .register import Register

__all__ = ["Condition", "Gate", "gate", "gates", "latest", "signed"]


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate of a phase as it stands."""

    phase: str
    state: GateState
    conditions: tuple[Condition, ...]
    signoffs: tuple[SignOff, ...]
    changes: tuple[tuple[SignOff, tuple[str, ...]], ...] = ()
    """The decisions in force whose plans changed since, and what changed."""

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(c for c in self.conditions if not c.met)


def gates(register: Register) -> dict[str, Gate]:
    """Return the gate of every phase; those in a circle of ``after`` stay open."""
    found: dict[str, Gate] = {}
    for phase in register.phases_in_order:
        found[phase.id] = gate(phase, register, found)
    return found


def gate(phase: Phase, register: Register, before: Mapping[str, Gate]) -> Gate:
    signoffs = tuple(s for s in register.signoffs if s.phase == phase.id)
    asked = (
        findings_done(phase, register),
        items_ticked(phase, register),
        proven(phase, register),
        no_errors(phase, register),
        code_verified(phase, register),
        *(gate_before(id_, before.get(id_)) for id_ in phase.after),
    )
    conditions = tuple(c for c in asked if c)
    roles = tuple(signed(role, signoffs, register) for role in phase.gate)
    if signoffs and not roles:
        roles = (signed_at_all(signoffs, register),)
    changes = changed_since(signoffs, register)
    return Gate(
        phase=phase.id,
        state=judge(conditions, roles, signoffs, stale=bool(changes)),
        conditions=(*conditions, *roles),
        signoffs=signoffs,
        changes=changes,
    )


def judge(
    conditions: tuple[Condition, ...],
    roles: tuple[Condition, ...],
    signoffs: tuple[SignOff, ...],
    *,
    stale: bool,
) -> GateState:
    if any(s.decision is Decision.REJECTED for s in latest(signoffs)):
        return GateState.REJECTED
    if stale:
        return GateState.STALE
    if not all(c.met for c in conditions):
        return GateState.OPEN
    if all(r.met for r in roles):
        return GateState.SIGNED
    return GateState.READY
