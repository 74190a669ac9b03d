"""What stands in the cells of tables of findings, by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model import Cause, Progress
from .parts import (
    _,
    finding_link,
    link,
    links,
    priority_badge,
    progress,
    state_badge,
    status_badge,
    text,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils.nodes import Element, Node

    from ..model import Finding, Reason
    from .context import Context

    Cell = Callable[[Finding, Context], Sequence[Node]]


def phase_cell(phase: str, context: Context) -> list[Node]:
    if phase not in context.register.phases:
        return text(phase)
    return [link("phase", phase, phase, context.docname)]


def dependencies(finding: Finding, context: Context) -> list[Node]:
    """Return what a finding depends on, as it states it: findings and whole phases."""
    found = links(finding.needed_findings, context.register, context.docname)
    for phase in finding.needed_phases:
        known = phase in context.register.phases
        name = _("phase %s") % phase
        shown = (
            link("phase", phase, name, context.docname) if known else nodes.Text(name)
        )
        found += [nodes.Text(", "), shown] if found else [shown]
    return found


def waits(reasons: Sequence[Reason], context: Context) -> list[Node]:
    """Return why a finding is blocked, each reason with a link."""
    found: list[Node] = []
    for reason in reasons:
        if found:
            found.append(nodes.Text("; "))
        found += [reason_link(reason, context), nodes.Text(f" ({reason.why})")]
    return found


def reason_link(reason: Reason, context: Context) -> Element | nodes.Text:
    if reason.cause is Cause.UNKNOWN:
        return nodes.Text(reason.id)
    if reason.cause is Cause.FINDING:
        return link("finding", reason.id, reason.id, context.docname)
    name = _("gate %s") if reason.cause is Cause.GATE else _("phase %s")
    return link("phase", reason.id, name % reason.id, context.docname)


def ticked(finding: Finding, context: Context) -> list[Node]:
    lists = context.register.checklists_of(finding.id)
    total = sum((c.progress for c in lists), Progress())
    return progress(total, html=context.html) if lists else []


CELLS: dict[str, Cell] = {
    "finding": lambda f, c: [finding_link(f, c.docname)],
    "id": lambda f, c: [finding_link(f, c.docname, title=False)],
    "title": lambda f, c: text(f.title),
    "phase": lambda f, c: phase_cell(f.phase, c),
    "category": lambda f, c: text(f.category),
    "priority": lambda f, c: [b] if (b := priority_badge(f)) else [],
    "severity": lambda f, c: text(f.severity),
    "status": lambda f, c: [status_badge(f)],
    "state": lambda f, c: [state_badge(c.register.state(f))],
    "effort": lambda f, c: [whole(str(f.effort))] if f.effort else [],
    "depends": dependencies,
    "needed-by": lambda f, c: links(
        c.register.dependents.get(f.id, ()), c.register, c.docname
    ),
    "waits-for": lambda f, c: waits(c.register.standings[f.id].reasons, c),
    "owner": lambda f, c: text(f.owner or f.assignee),
    "due": lambda f, c: text(f.due.isoformat() if f.due else ""),
    "checklist": ticked,
    "tags": lambda f, c: text(", ".join(f.tags)),
    "reason": lambda f, c: text(f.reason),
    "source": lambda f, c: text(f.source),
    "related": lambda f, c: links(f.related, c.register, c.docname),
}

HEADS = {
    "finding": _("Finding"),
    "id": _("Id"),
    "title": _("Title"),
    "phase": _("Phase"),
    "category": _("Category"),
    "priority": _("Priority"),
    "severity": _("Severity"),
    "status": _("Status"),
    "state": _("State"),
    "effort": _("Effort"),
    "depends": _("Depends on"),
    "needed-by": _("Needed by"),
    "waits-for": _("Waits for"),
    "owner": _("Owner"),
    "due": _("Due"),
    "checklist": _("Checklist"),
    "tags": _("Tags"),
    "reason": _("Reason"),
    "source": _("Source"),
    "related": _("Related"),
}
