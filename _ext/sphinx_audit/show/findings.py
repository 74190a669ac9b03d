"""Tables of findings, with the columns a page asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.columns import COLUMNS, DEFAULT
from .cells import CELLS, HEADS
from .parts import _, paragraph, rubric, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Finding
    from .context import Context
    from .parts import Piece

PAGE = 500
"""Rows of one table at most: longer ones are split."""


def finding_table(
    findings: Sequence[Finding], context: Context, columns: Sequence[str] = DEFAULT
) -> list[Piece]:
    """Return one table, or several of at most 500 rows."""
    if not findings:
        return [paragraph(_("No finding matches."), classes=["audit-none"])]
    heads = [str(HEADS[c]) for c in columns]
    widths = [COLUMNS[c] for c in columns]
    return [
        table(
            heads,
            widths,
            [[CELLS[c](f, context) for c in columns] for f in findings[n : n + PAGE]],
            "audit-findings",
        )
        for n in range(0, len(findings), PAGE)
    ]


def grouped(
    findings: Sequence[Finding], by: str, context: Context, columns: Sequence[str]
) -> list[Piece]:
    """Return a table for each value of a field, each under its name."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(group_name(finding, by, context), []).append(finding)
    shown: list[Piece] = []
    for name, members in groups.items():
        shown.append(rubric(name, "audit-group"))
        shown += finding_table(members, context, columns)
    return shown or finding_table(findings, context, columns)


def group_name(finding: Finding, by: str, context: Context) -> str:
    if by == "phase":
        phase = context.register.phases.get(finding.phase)
        return f"Phase {phase.id}: {phase.title}" if phase else _("Outside the phases")
    if by == "state":
        return context.register.state(finding).value
    return str(getattr(finding, by) or _("none"))
