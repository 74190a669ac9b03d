"""What stands in the cells of tables of findings, by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Cause, Progress
from .parts import (
    Link,
    _,
    finding_link,
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

    from ..model import Finding, Reason
    from .context import Context
    from .parts import Piece

    Cell = Callable[[Finding, Context], Sequence[Piece]]


def phase_cell(phase: str, context: Context) -> list[Piece]:
    if phase not in context.register.phases:
        return text(phase)
    return [Link("phase", phase, phase)]


def dependencies(finding: Finding, context: Context) -> list[Piece]:
    """Return what a finding depends on, as it states it: findings and whole phases."""
    found = links(finding.needed_findings, context.register)
    for phase in finding.needed_phases:
        known = phase in context.register.phases
        name = _("phase %s") % phase
        shown = Link("phase", phase, name) if known else name
        found += [", ", shown] if found else [shown]
    return found


def needed_by(finding: Finding, context: Context) -> list[Piece]:
    """Return who depends on a finding; a phase that is needed whole is said once."""
    register = context.register
    rest = register.through_phase(finding).total()
    found = links(register.named_by(finding.id), register)
    if rest:
        words = (
            _("%(n)d more through phase %(phase)s")
            if found
            else _("%(n)d through phase %(phase)s")
        )
        said = words % {"n": rest, "phase": finding.phase}
        found += [f"; {said}" if found else said]
    return found


def waits(reasons: Sequence[Reason], context: Context) -> list[Piece]:
    """Return why a finding is blocked, each reason with a link."""
    found: list[Piece] = []
    for reason in reasons:
        if found:
            found.append("; ")
        found += [reason_link(reason), f" ({reason.why})"]
    return found


def reason_link(reason: Reason) -> Link | str:
    if reason.cause is Cause.UNKNOWN:
        return reason.id
    if reason.cause is Cause.FINDING:
        return Link("finding", reason.id, reason.id)
    name = _("gate %s") if reason.cause is Cause.GATE else _("phase %s")
    return Link("phase", reason.id, name % reason.id)


def ticked(finding: Finding, context: Context) -> list[Piece]:
    lists = context.register.checklists_of(finding.id)
    total = sum((c.progress for c in lists), Progress())
    return progress(total) if lists else []


CELLS: dict[str, Cell] = {
    "finding": lambda f, c: [finding_link(f)],
    "id": lambda f, c: [finding_link(f, title=False)],
    "title": lambda f, c: text(f.title),
    "phase": lambda f, c: phase_cell(f.phase, c),
    "category": lambda f, c: text(f.category),
    "priority": lambda f, c: [b] if (b := priority_badge(f)) else [],
    "severity": lambda f, c: text(f.severity),
    "status": lambda f, c: [status_badge(f)],
    "state": lambda f, c: [state_badge(c.register.state(f))],
    "effort": lambda f, c: [whole(str(f.effort))] if f.effort else [],
    "depends": dependencies,
    "needed-by": needed_by,
    "waits-for": lambda f, c: waits(c.register.standings[f.id].reasons, c),
    "owner": lambda f, c: text(f.owner or f.assignee),
    "due": lambda f, c: text(f.due.isoformat() if f.due else ""),
    "checklist": ticked,
    "tags": lambda f, c: text(", ".join(f.tags)),
    "reason": lambda f, c: text(f.reason),
    "source": lambda f, c: text(f.source),
    "related": lambda f, c: links(f.related, c.register),
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
