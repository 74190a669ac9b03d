"""A finding between what it needs and what needs it."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from docutils import nodes

from ..draw.flowchart import Node
from .boxes import Box, draw, finding_box, named_box, phase_box
from .parts import _, paragraph

if TYPE_CHECKING:
    from docutils.nodes import Node as DocNode

    from ..model import Finding, Register
    from .context import Context

ROOM = 12
"""Boxes on each side of the finding at most."""


def neighbourhood(finding: Finding, context: Context) -> list[DocNode]:
    register = context.register
    left, right = needed(finding, register), needing(finding, register)
    if not left and not right:
        return []
    hidden = max(0, len(left) - ROOM) + max(0, len(right) - ROOM)
    left, right = left[:ROOM], right[:ROOM]
    centre = dc.replace(finding_box(finding, register), place=None)  # the page itself
    boxes = {b.id: b for b in (*left, centre, *right)}
    edges = {(b.id, finding.id) for b in left} | {(finding.id, b.id) for b in right}
    picture = draw(
        list(boxes.values()),
        sorted(edges),
        context,
        title=_("What %s needs, and what needs it") % finding.id,
        descr=_("It needs %(before)d, and %(after)d need it")
        % {"before": len(left), "after": len(right)},
        compact=True,  # three columns fit a page at once, without another try
    )
    if hidden and picture:
        words = nodes.Text(_("and %d more, listed above") % hidden)
        picture.append(paragraph(words, classes=["audit-legend"]))
    return picture


def needed(finding: Finding, register: Register) -> list[Box]:
    found = [named_box(d, register) for d in finding.needed_findings]
    for id_ in finding.needed_phases:
        phase = register.phases.get(id_)
        if phase is not None:
            found.append(phase_box(phase, register.members(id_), register))
    return [b for b in found if b.id != finding.id]


def needing(finding: Finding, register: Register) -> list[Box]:
    """Return who needs the finding; those that need its whole phase share a box."""
    direct: list[Box] = []
    through_phase: dict[str, int] = {}
    for id_ in register.dependents.get(finding.id, ()):
        user = register.findings[id_]
        if finding.id in map(register.canonical, user.needed_findings):
            direct.append(finding_box(user, register))
        else:
            through_phase[user.phase] = through_phase.get(user.phase, 0) + 1
    shared = (users_box(p, count, register) for p, count in through_phase.items())
    return [*direct, *shared]


def users_box(id_: str, count: int, register: Register) -> Box:
    phase = register.phases.get(id_)
    who = _("1 finding") if count == 1 else _("%d findings") % count
    where = _("of phase %s") % id_ if phase else _("outside the phases")
    node = Node(id=f"users {id_}", lines=(str(who), str(where)))
    return Box(node=node, place=(phase.place.docname, phase.anchor) if phase else None)
