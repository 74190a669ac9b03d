"""The heads of plans, phases, patterns and sign-offs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .cells import dependencies, needed_by, ticked, waits
from .evidence import evidence
from .parts import (
    Link,
    _,
    card,
    facts,
    links,
    priority_badge,
    state_badge,
    status_badge,
    text,
)
from .verified import code

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from docutils.nodes import Element

    from ..model import Finding
    from .context import Context
    from .parts import Piece

    Row = tuple[str, Sequence[Piece]]


def finding_card(node: Element, context: Context) -> list[Piece]:
    finding = context.page(node["docname"]).findings[node["record"]]
    register = context.register
    standing = register.standings[finding.id]
    badges = [
        priority_badge(finding),
        status_badge(finding),
        state_badge(standing.state),
    ]
    rows = [
        (_("Phase"), phase_name(finding.phase, context)),
        (_("Category"), text(finding.category)),
        (_("Effort"), text(str(finding.effort or ""))),
        (_("Depends on"), dependencies(finding, context)),
        (_("Waits for"), waits(standing.reasons, context)),
        (_("Needed by"), needed_by(finding, context)),
        *people_and_dates(finding),
        *disposition(finding, context),
        (_("Uses"), patterns(finding, context)),
        (_("Checklist"), ticked(finding, context)),
        (_("Severity"), text(finding.severity)),
        (_("Controls"), text(", ".join(finding.controls))),
        (_("Evidence"), evidence(finding.evidence, register)),
        (_("Code"), code(finding.id, register)),
        (_("Tags"), text(", ".join(finding.tags))),
        (_("Former ids"), text(", ".join(finding.aliases))),
        (_("Source"), text(finding.source)),
    ]
    return [card("finding", badges, facts(rows), *node.children)]


def people_and_dates(finding: Finding) -> Iterator[Row]:
    yield _("Owner"), text(finding.owner)
    yield _("Assignee"), text(finding.assignee)
    yield _("Reviewer"), text(finding.reviewer)
    yield _("Fixed by"), text(finding.fixed_by)
    yield _("Verified by"), text(finding.verified_by)
    yield _("Detected"), day(finding.detected)
    yield _("Started"), day(finding.started)
    yield _("Due"), day(finding.due)
    yield _("Fixed"), day(finding.fixed)
    yield _("Verified"), day(finding.verified)


def disposition(finding: Finding, context: Context) -> Iterator[Row]:
    register = context.register
    yield _("Reason"), text(finding.reason)
    yield _("Approved by"), text(finding.approved_by)
    yield _("Expires"), day(finding.expires)
    yield _("Superseded by"), links(successors(finding, context), register)
    yield _("Supersedes"), links(finding.supersedes, register)
    yield _("Duplicate of"), links(finding.duplicates, register)
    yield _("Related"), links(finding.related, register)


def successors(finding: Finding, context: Context) -> list[str]:
    found = context.register.successors(finding.id)
    return [f for f in found if f not in finding.duplicates]


def patterns(finding: Finding, context: Context) -> list[Piece]:
    found: list[Piece] = []
    for id_ in finding.uses:
        pattern = context.register.patterns.get(id_)
        found += [", ", Link("pattern", id_, pattern.title) if pattern else id_]
    return found[1:]


def phase_name(phase: str, context: Context) -> list[Piece]:
    known = context.register.phases.get(phase)
    if known is None:
        return text(phase)
    return [Link("phase", phase, f"{phase}: {known.title}")]


def day(date: dt.date | None) -> list[Piece]:
    return text(date.isoformat() if date else "")
