"""Heads of checklists, and the table of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model import ItemState, Progress
from ..model.checklist import flat
from .parts import Link, Part, _, badge, paragraph, progress, spaced, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Element

    from ..model import Checklist, Finding, Item, Register
    from .context import Context
    from .parts import Piece

WIDTHS = (12, 40, 14, 14)
OPEN_WIDTHS = (12, 28, 36, 16, 12)


def head(node: Element, context: Context) -> list[Piece]:
    """Return the title of a checklist with its progress."""
    checklist = context.page(node["docname"]).checklists[node["record"]]
    mandatory = badge(_("mandatory"), "mandatory") if checklist.mandatory else None
    title = Part(nodes.strong, (checklist.title or checklist.id,))
    count = Part(nodes.inline, tuple(progress(checklist.progress)))
    return [
        paragraph(*spaced([title, mandatory, count]), classes=["audit-checklist-title"])
    ]


def checklist_table(
    findings: Sequence[Finding], context: Context, *, opened: bool = False
) -> list[Piece]:
    """Return one row for each checklist of *findings*, and what they come to.

    With *opened* there is one for each item that is not settled, with who owes it.
    """
    register = context.register
    lists = [c for f in findings for c in register.checklists_of(f.id)]
    phases = {f.phase for f in findings}
    lists += [c for p in register.phases if p in phases for c in own(p, register)]
    if not lists:
        return [paragraph(_("No checklist matches."), classes=["audit-none"])]
    return [open_items(lists, context) if opened else rolled_up(lists, context)]


def own(phase: str, register: Register) -> list[Checklist]:
    """Return the checklists that belong to a phase as a whole."""
    found = register.checklists.values()
    return [c for c in found if c.phase == phase and not c.finding]


def rolled_up(lists: Sequence[Checklist], context: Context) -> Piece:
    heads = [_("Finding"), _("Checklist"), _("Mandatory"), _("Ticked")]
    rows = [checklist_row(c, context) for c in lists]
    if len(lists) > 1:
        whole = sum((c.progress for c in lists), Progress())
        rows.append([text(_("all")), [], [], progress(whole)])
    return table(heads, WIDTHS, rows, "audit-checklists")


def checklist_row(checklist: Checklist, context: Context) -> list[Sequence[Piece]]:
    return [
        owner(checklist, context),
        [Link("checklist", checklist.id, checklist.title or checklist.id)],
        text(_("yes") if checklist.mandatory else "–"),
        progress(checklist.progress),
    ]


def owner(checklist: Checklist, context: Context) -> list[Piece]:
    finding = context.register.canonical(checklist.finding)
    if finding:
        return [Link("finding", finding, finding)]
    return [Link("phase", checklist.phase, _("phase %s") % checklist.phase)]


def open_items(lists: Sequence[Checklist], context: Context) -> Piece:
    """Return the items that are not settled, each with who owes it."""
    rows: list[Sequence[Sequence[Piece]]] = [
        [
            owner(c, context),
            [Link("checklist", c.id, c.title or c.id)],
            text(context.register.filled(item.text)),
            text(owes(item, c, context.register) or _("nobody named")),
            text(lacks(item)),
        ]
        for c in lists
        for item in flat(c.items)
        if lacks(item)
    ]
    if not rows:
        return paragraph(_("No item is open."), classes=["audit-none"])
    heads = [_("Finding"), _("Checklist"), _("Item"), _("Owed by"), _("Lacks")]
    return table(heads, OPEN_WIDTHS, rows, "audit-open-items")


def lacks(item: Item) -> str:
    """Return what an item still needs, nothing if it is settled."""
    if item.state is ItemState.OPEN:
        return _("a tick")
    if item.lacks_evidence:
        return _("evidence")
    if item.state is ItemState.NOT_APPLICABLE and not item.reason:
        return _("a reason")
    return ""


def owes(item: Item, checklist: Checklist, register: Register) -> str:
    """Return whom to ask: who is named in the item, else who works on the finding."""
    finding = register.findings.get(register.canonical(checklist.finding))
    return item.by or (finding and (finding.assignee or finding.owner)) or ""
