"""The condition to leave a phase: what it asks, what is met, who signed."""

from __future__ import annotations

import dataclasses as dc
import datetime as dt
from typing import TYPE_CHECKING

from .phase import Decision, GateState
from .state import done

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .phase import Phase, SignOff
    from .register import Register


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing a gate asks for, and how far it is."""

    text: str
    met: bool


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate of a phase as it stands."""

    phase: str
    state: GateState
    conditions: tuple[Condition, ...]
    signoffs: tuple[SignOff, ...]


def gates(register: Register) -> dict[str, Gate]:
    """Return the gate of every phase; those in a circle of ``after`` stay open."""
    found: dict[str, Gate] = {}
    for phase in register.phases_in_order:
        found[phase.id] = gate(phase, register, found)
    return found


def gate(phase: Phase, register: Register, before: Mapping[str, Gate]) -> Gate:
    signoffs = tuple(s for s in register.signoffs if s.phase == phase.id)
    facts = (findings_done(phase, register), items_ticked(phase, register))
    earlier = tuple(
        Condition(
            text=f"gate of phase {id_} passed",
            met=id_ in before and before[id_].state.passed,
        )
        for id_ in phase.after
    )
    roles = tuple(signed(role, signoffs) for role in phase.gate)
    if signoffs and not roles:
        roles = (signed_at_all(signoffs),)
    conditions = (*(c for c in facts if c), *earlier)
    state = judge(phase, conditions, roles, signoffs)
    return Gate(
        phase=phase.id, state=state, conditions=(*conditions, *roles), signoffs=signoffs
    )


def judge(
    phase: Phase,
    conditions: tuple[Condition, ...],
    roles: tuple[Condition, ...],
    signoffs: tuple[SignOff, ...],
) -> GateState:
    if any(s.decision is Decision.REJECTED for s in latest(signoffs)):
        return GateState.REJECTED
    if not conditions or not all(c.met for c in conditions):
        return GateState.OPEN
    if all(r.met for r in roles):
        return GateState.SIGNED
    return GateState.READY


def findings_done(phase: Phase, register: Register) -> Condition:
    members = register.members(phase.id)
    count = sum(done(f, register.today) for f in members)
    return Condition(
        text=f"{count} of {len(members)} findings done",
        met=bool(members) and count == len(members),
    )


def items_ticked(phase: Phase, register: Register) -> Condition | None:
    lists = [c for c in register.checklists_of_phase(phase.id) if c.mandatory]
    if not lists:
        return None
    ticked = sum(c.progress.done for c in lists)
    total = sum(c.progress.total for c in lists)
    return Condition(
        text=f"{ticked} of {total} mandatory checklist items ticked",
        met=ticked == total,
    )


def signed(role: str, signoffs: tuple[SignOff, ...]) -> Condition:
    mine = [s for s in latest(signoffs) if s.role == role]
    met = bool(mine) and all(s.decision.passes for s in mine)
    return Condition(text=f"signed by {role}", met=met)


def signed_at_all(signoffs: tuple[SignOff, ...]) -> Condition:
    """Ask for a signature where one is recorded or claimed, but no role is named."""
    said = latest(signoffs)
    met = bool(said) and all(s.decision.passes for s in said)
    return Condition(text="signed; a claim does not count", met=met)


def latest(signoffs: tuple[SignOff, ...]) -> list[SignOff]:
    """Return each role's last word by date; a source's claim is nobody's word.

    Of words of one day the one further down counts, those without a date come first.
    """
    by_role: dict[str, SignOff] = {}
    for signoff in sorted(signoffs, key=lambda s: s.on or dt.date.min):
        if signoff.decision is not Decision.CLAIMED:
            by_role[signoff.role] = signoff
    return list(by_role.values())
