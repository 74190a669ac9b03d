"""Heads of checklists, and the table of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from .parts import Link, Part, _, badge, paragraph, progress, spaced, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element

    from ..model import Checklist, Finding
    from .context import Context
    from .parts import Piece

WIDTHS = (12, 40, 14, 14)


def head(node: Element, context: Context) -> list[Piece]:
    """Return the title of a checklist with its progress."""
    checklist = context.page(node["docname"]).checklists[node["record"]]
    mandatory = badge(_("mandatory"), "mandatory") if checklist.mandatory else None
    title = Part(nodes.strong, (checklist.title or checklist.id,))
    count = Part(nodes.inline, tuple(progress(checklist.progress)))
    return [
        paragraph(*spaced([title, mandatory, count]), classes=["audit-checklist-title"])
    ]


def checklist_table(findings: Sequence[Finding], context: Context) -> list[Piece]:
    """Return one row for each checklist of *findings*."""
    lists = [c for f in findings for c in context.register.checklists_of(f.id)]
    if not lists:
        return [paragraph(_("No checklist matches."), classes=["audit-none"])]
    heads = [_("Finding"), _("Checklist"), _("Mandatory"), _("Ticked")]
    rows = [checklist_row(c, context) for c in lists]
    return [table(heads, WIDTHS, rows, "audit-checklists")]


def checklist_row(checklist: Checklist, context: Context) -> list[Sequence[Piece]]:
    finding = context.register.canonical(checklist.finding)
    return [
        [Link("finding", finding, finding)],
        [Link("checklist", checklist.id, checklist.title or checklist.id)],
        text(_("yes") if checklist.mandatory else "–"),
        progress(checklist.progress),
    ]
