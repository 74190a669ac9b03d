"""The head of a phase: how far it is, and what its gate asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model import PhaseStatus, State, Total
from .cards import day
from .parts import (
    Link,
    Part,
    _,
    badge,
    card,
    container,
    facts,
    inline,
    paragraph,
    progress,
    text,
)

if TYPE_CHECKING:
    from docutils.nodes import Element

    from ..model import Gate, Phase
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
        (_("After"), after(phase, context)),
        (_("Start"), day(phase.start)),
        (_("End"), day(phase.end)),
    ]
    body: list[Piece] = [facts(rows), gate_conditions(gate), *node.children]
    return [card("phase", [phase_badge(status), gate_badge(gate)], *body)]


def phase_badge(status: PhaseStatus) -> Part:
    state = STATUS_STATE.get(status)
    if state is None:
        return badge(status.value, "state-set-aside")
    return badge(f"{state.mark} {status.value}", f"state-{state.slug}")


def gate_badge(gate: Gate) -> Part:
    slug = gate.state.value.replace(" ", "-")
    return badge(_("gate %s") % gate.state.value, f"gate-{slug}")


def after(phase: Phase, context: Context) -> list[Piece]:
    found: list[Piece] = []
    for id_ in phase.after:
        known = id_ in context.register.phases
        found += [", ", Link("phase", id_, id_) if known else id_]
    return found[1:]


def gate_conditions(gate: Gate) -> Part:
    """Return what the gate asks, each condition with its box, and what was signed."""
    items = (
        Part(
            nodes.list_item,
            (paragraph(inline("☑ " if c.met else "☐ ", "audit-mark"), c.text),),
            ("audit-item", "audit-item-done" if c.met else "audit-item-open"),
        )
        for c in gate.conditions
    )
    title = paragraph(_("To pass the gate"), classes=["audit-checklist-title"])
    listed = Part(nodes.bullet_list, tuple(items), ("audit-items",))
    return container(title, listed, classes=["audit-checklist", "audit-gate"])
