"""Gates: what they ask and why they are not passed, on phase pages and in a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model.gate import latest
from .parts import Link, Part, _, badge, container, inline, paragraph, table, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model import Condition, Finding, Gate, Phase, SignOff
    from .context import Context
    from .parts import Piece

WIDTHS = (26, 14, 44, 30)

MOST = 200
"""Changes that a page lists; what differs more was not signed in any sense."""


def gate_badge(gate: Gate) -> Part:
    slug = gate.state.value.replace(" ", "-")
    return badge(_("gate %s") % gate.state.value, f"gate-{slug}")


def gate_conditions(gate: Gate) -> Part:
    """Return what the gate asks, each condition with its box and its reason."""
    title = paragraph(_("To pass the gate"), classes=["audit-checklist-title"])
    listed = Part(
        nodes.bullet_list,
        tuple(condition(c) for c in gate.conditions),
        ("audit-items",),
    )
    parts = [title, listed, *drift(gate)]
    return container(*parts, classes=["audit-checklist", "audit-gate"])


def condition(asked: Condition) -> Part:
    why: list[Piece] = [inline(f" ({asked.why})", "audit-why")] if asked.why else []
    box = inline("☑ " if asked.met else "☐ ", "audit-mark")
    return Part(
        nodes.list_item,
        (paragraph(box, asked.text, *why),),
        ("audit-item", "audit-item-done" if asked.met else "audit-item-open"),
    )


def drift(gate: Gate) -> Iterator[Piece]:
    """Yield what changed since the signatures in force, item by item."""
    for signoff, changes in gate.changes:
        words = _("Changed since %s") % signature(signoff)
        yield paragraph(words, classes=["audit-checklist-title"])
        said = [*changes[:MOST]]
        if len(changes) > MOST:
            said.append(_("and %d more") % (len(changes) - MOST))
        items = tuple(Part(nodes.list_item, (paragraph(c),)) for c in said)
        yield Part(nodes.bullet_list, items, ("audit-changes",))


def signature(signoff: SignOff) -> str:
    """Return who decided what in which role, and when."""
    role = f" ({signoff.role})" if signoff.role else ""
    day = f", {signoff.on}" if signoff.on else ""
    who = signoff.by or _("somebody")
    return f"{signoff.decision.value}: {who}{role}{day}"


def waiting(phase: Phase, context: Context) -> list[Piece]:
    """Return the gates that a phase waits for, with their states."""
    register = context.register
    found: list[Piece] = []
    for id_ in phase.after:
        gate = register.gates.get(id_)
        if gate is None or not gate.state.passed:
            state = gate.state.value if gate else _("no page declares it")
            name = _("gate %s") % id_
            shown = Link("phase", id_, name) if gate else name
            found += ["; ", shown, f" ({state})"]
    return found[1:]


# -- the table


def gate_table(findings: Sequence[Finding], context: Context) -> list[Piece]:
    """Return a row for the gate of each phase that has one of *findings*."""
    wanted = {f.phase for f in findings}
    phases = [p for p in context.register.phases.values() if p.id in wanted]
    if not phases:
        return [paragraph(_("No phase matches."), classes=["audit-none"])]
    heads = [_("Phase"), _("Gate"), _("Still asked"), _("Decisions")]
    rows = [row(p, context) for p in phases]
    return [table(heads, WIDTHS, rows, "audit-gates")]


def row(phase: Phase, context: Context) -> list[Sequence[Piece]]:
    gate = context.register.gates[phase.id]
    return [
        [Link("phase", phase.id, f"{phase.id}: {phase.title}")],
        [gate_badge(gate)],
        text("; ".join(c.said for c in gate.unmet) or _("nothing")),
        text("; ".join(map(signature, latest(gate.signoffs))) or _("none")),
    ]
