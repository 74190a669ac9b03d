"""The head of a phase: how far it is, and what its gate asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import PhaseStatus, Progress, State, Total
from .cards import day
from .gates import gate_badge, gate_conditions, waiting
from .parts import Link, Part, _, badge, card, facts, progress, text

if TYPE_CHECKING:
    from docutils.nodes import Element

    from ..model import Phase, Register
    from .context import Context
    from .parts import Piece


STATUS_STATE = {
    PhaseStatus.DONE: State.DONE,
    PhaseStatus.IN_PROGRESS: State.IN_PROGRESS,
    PhaseStatus.BLOCKED: State.BLOCKED,
    PhaseStatus.NOT_STARTED: State.READY,
}


def phase_card(node: Element, context: Context) -> list[Piece]:
    phase = context.page(node["docname"]).phases[node["record"]]
    register = context.register
    members = register.members(phase.id)
    status = register.phase_status(phase.id)
    gate = register.gates[phase.id]
    rows = [
        (_("Findings done"), progress(register.progress(members))),
        (
            _("Effort"),
            text(str(Total.of(f.effort for f in members)) if members else ""),
        ),
        (_("Left"), text(str(register.left(members)) if members else "")),
        (_("Checklist items"), items(phase, register)),
        (_("After"), after(phase, context)),
        (_("Waits for"), waiting(phase, context)),
        (_("Start"), day(phase.start)),
        (_("End"), day(phase.end)),
    ]
    body: list[Piece] = [facts(rows), gate_conditions(gate), *node.children]
    return [card("phase", [phase_badge(status), gate_badge(gate)], *body)]


def items(phase: Phase, register: Register) -> list[Piece]:
    """Return how many items of the phase and of its findings are ticked."""
    lists = register.checklists_of_phase(phase.id)
    return progress(sum((c.progress for c in lists), Progress())) if lists else []


def phase_badge(status: PhaseStatus) -> Part:
    state = STATUS_STATE.get(status)
    if state is None:
        return badge(status.value, "state-set-aside")
    return badge(f"{state.mark} {status.value}", f"state-{state.slug}")


def after(phase: Phase, context: Context) -> list[Piece]:
    found: list[Piece] = []
    for id_ in phase.after:
        known = id_ in context.register.phases
        found += [", ", Link("phase", id_, id_) if known else id_]
    return found[1:]
