"""A finding between what it needs and what needs it."""

from __future__ import annotations

import dataclasses as dc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..draw.columns import Columns, picture
from ..draw.flowchart import Node
from ..model.cycles import back_edges
from .boxes import Box, draw, finding_box, legend, named_box, whole_phase_box
from .diagrams import drawn
from .parts import _, paragraph

if TYPE_CHECKING:
    from ..model import Finding, Register
    from .context import Context
    from .hrefs import Hrefs
    from .parts import Piece

Trio = tuple[Sequence[Box], Box, Sequence[Box]]
"""What is needed, the finding, what needs it."""

ROOM = 12
"""Boxes on each side of the finding at most."""


def neighbourhood(finding: Finding, context: Context) -> list[Piece]:
    register = context.register
    left, right = needed(finding, register), needing(finding, register)
    if not left and not right:
        return []
    hidden = max(0, len(left) - ROOM) + max(0, len(right) - ROOM)
    title = _("What %s needs, and what needs it") % finding.id
    descr = _("It needs %(before)d, and %(after)d need it") % {
        "before": len(left),
        "after": len(right),
    }
    centre = dc.replace(finding_box(finding, register), place=None)  # the page itself
    trio = left[:ROOM], centre, right[:ROOM]
    if context.hrefs:
        shown = in_page(trio, context.hrefs, finding.anchor, title, descr)
    else:
        shown = as_graph(trio, context, title, descr)
    if hidden and shown:
        words = _("and %d more, listed above") % hidden
        shown.append(paragraph(words, classes=["audit-legend"]))
    return shown


def in_page(
    trio: Trio, hrefs: Hrefs, anchor: str, title: str, descr: str
) -> list[Piece]:
    """Return the picture as HTML; every plan has one, so that it must cost little."""
    left, centre, right = trio
    back = back_edges(edges_of(trio))
    boxes = [*left, *right]
    made = picture(
        Columns([b.node for b in left], centre.node, [b.node for b in right]),
        prefix=f"{anchor}-graph",
        hrefs={b.id: hrefs.to(*b.place) for b in boxes if b.place},
        back=back,
        title=title,
        descr=descr,
    )
    node = drawn(made.svg, made.width, title=title, descr=descr)
    return [node, *legend((), back)]


def as_graph(trio: Trio, context: Context, title: str, descr: str) -> list[Piece]:
    """Return the picture as a graph, for builders that draw in their own way."""
    left, centre, right = trio
    boxes = {b.id: b for b in (*left, centre, *right)}
    return draw(
        list(boxes.values()),
        edges_of(trio),
        context,
        title=title,
        descr=descr,
        compact=True,  # three columns fit a page at once, without another try
    )


def edges_of(trio: Trio) -> list[tuple[str, str]]:
    left, centre, right = trio
    edges = {(b.id, centre.id) for b in left} | {(centre.id, b.id) for b in right}
    return sorted(edges)


def needed(finding: Finding, register: Register) -> list[Box]:
    found = [named_box(d, register) for d in finding.needed_findings]
    for id_ in finding.needed_phases:
        phase = register.phases.get(id_)
        if phase is not None:
            found.append(whole_phase_box(phase, register))
    return [b for b in found if b.id != finding.id]


def needing(finding: Finding, register: Register) -> list[Box]:
    """Return who needs the finding; those that need its whole phase share a box."""
    users = (register.findings[i] for i in register.named_by(finding.id))
    direct = [finding_box(user, register) for user in users]
    phases = register.through_phase(finding).items()
    shared = (users_box(p, count, register) for p, count in phases)
    return [*direct, *shared]


def users_box(id_: str, count: int, register: Register) -> Box:
    phase = register.phases.get(id_)
    who = _("1 finding") if count == 1 else _("%d findings") % count
    where = _("of phase %s") % id_ if phase else _("outside the phases")
    node = Node(id=f"users {id_}", lines=(str(who), str(where)))
    return Box(node=node, place=(phase.place.docname, phase.anchor) if phase else None)
