"""The graph of dependencies, as much of it as can be read.

Up to 60 findings all are drawn, up to 150 the finished ones are folded into one box a
phase; what is larger is drawn by other modules.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ..draw.flowchart import Group, Node
from ..model import State
from ..model.graph import reduced
from ..model.state import done
from ..model.ways import critical_path
from .boxes import Box, draw, finding_box, named_box, whole_phase_box
from .cells import dependencies
from .parts import Folded, _, finding_link, paragraph, state_badge, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from ..model import Finding, Register
    from .boxes import Place
    from .context import Context
    from .parts import Piece

ALL = 60
FOLDED = 150
WIDTHS = (36, 14, 24)

Pair = tuple[str, str]


def dependency_graph(
    findings: Sequence[Finding],
    context: Context,
    *,
    title: str = "",
    outside: bool = False,
) -> list[Piece]:
    """Return the picture of at most 150 findings, with a table.

    With *outside* what they need from elsewhere stands beside them.
    """
    register = context.register
    fold = len(findings) > ALL
    drawn = [f for f in findings if not (fold and done(f, register.today))]
    edges = edges_among(findings, register)
    way = path_left(findings, edges, register)
    others, to_others = needed_outside(findings, register) if outside else ([], [])
    ids = [*(f.id for f in findings), *(b.id for b in others)]
    kept = reduced(ids, [*edges, *to_others], set(pairwise(way)))
    if fold:
        kept = folded(kept, findings, register)
    inside, places = grouped(drawn, findings, register, fold=fold)
    picture = draw(
        [*others, *inside],
        kept,
        context,
        title=title or _("Dependencies of the findings"),
        descr=_(
            "%(n)d findings and %(e)d dependencies; an arrow leads to what needs it"
        )
        % {"n": len(findings), "e": len(kept)},
        places=places,
        way=way,
    )
    return [
        *picture,
        *shown_of(len(drawn), len(findings)),
        *as_table(findings, context),
    ]


def edges_among(findings: Iterable[Finding], register: Register) -> list[Pair]:
    """Return (needed, needing) for all pairs of *findings*, phases opened up."""
    chosen = {f.id: f for f in findings}
    inside: dict[str, list[str]] = {}
    for finding in chosen.values():
        if not finding.status.set_aside:
            inside.setdefault(finding.phase, []).append(finding.id)
    pairs: set[Pair] = set()
    for finding in chosen.values():
        needed = map(register.canonical, finding.needed_findings)
        pairs.update((n, finding.id) for n in needed if n in chosen)
        for phase in finding.needed_phases:
            if phase != finding.phase:  # a mistake, and said to be one
                pairs.update((n, finding.id) for n in inside.get(phase, ()))
    return sorted((a, b) for a, b in pairs if a != b)


def needed_outside(
    findings: Sequence[Finding], register: Register
) -> tuple[list[Box], list[Pair]]:
    """Return what *findings* need that is not among them: findings and whole phases."""
    chosen = {f.id for f in findings}
    whole = {
        id_: phase
        for id_, phase in register.phases.items()
        if not chosen.issuperset(f.id for f in register.members(id_))
    }
    boxes: dict[str, Box] = {}
    edges: list[Pair] = []
    for finding in findings:
        for id_ in finding.needed_findings:
            box = named_box(id_, register)
            if box.id not in chosen:
                boxes[box.id] = box
                edges.append((box.id, finding.id))
        for id_ in finding.needed_phases:
            if id_ in whole:
                box = whole_phase_box(whole[id_], register)
                boxes[box.id] = box
                edges.append((box.id, finding.id))
    return list(boxes.values()), edges


def path_left(
    findings: Iterable[Finding], edges: Collection[Pair], register: Register
) -> list[str]:
    """Return the longest chain of work left, by the upper bounds of effort."""
    weights = {
        f.id: f.effort.high if f.effort else 0.0
        for f in findings
        if not f.status.set_aside and not done(f, register.today)
    }
    way = critical_path(weights, edges)
    return way if len(way) > 1 else []


def folded(
    edges: Iterable[Pair], findings: Iterable[Finding], register: Register
) -> list[Pair]:
    """Let edges of finished findings lead to the box of their phase instead."""
    box = {f.id: f"done {f.phase}" for f in findings if done(f, register.today)}
    pairs = {(box.get(a, a), box.get(b, b)) for a, b in edges}
    return sorted((a, b) for a, b in pairs if a != b)


def grouped(
    drawn: Iterable[Finding],
    findings: Iterable[Finding],
    register: Register,
    *,
    fold: bool,
) -> tuple[list[Group | Box], dict[str, Place]]:
    """Return the boxes, those of one phase together, and where those lead."""
    by_phase: dict[str, list[Box]] = {}
    if fold:
        finished = [f.phase for f in findings if done(f, register.today)]
        for phase in dict.fromkeys(finished):
            by_phase[phase] = [done_box(phase, finished.count(phase))]
    for finding in drawn:
        by_phase.setdefault(finding.phase, []).append(finding_box(finding, register))
    parts: list[Group | Box] = []
    places: dict[str, Place] = {}
    others = [p for p in by_phase if p not in register.phases]
    for id_ in (*register.phases, *others):
        boxes = by_phase.get(id_, [])
        known = register.phases.get(id_)
        if boxes and known:
            title = f"Phase {known.id}: {known.title}"
            inner = tuple(b.node for b in boxes)
            parts.append(Group(id=f"group {id_}", title=title, nodes=inner))
            places |= {b.id: b.place for b in boxes if b.place}
        else:
            parts += boxes
    return parts, places


def done_box(phase: str, count: int) -> Box:
    line = f"{State.DONE.mark} {count} {State.DONE.value}"
    return Box(node=Node(id=f"done {phase}", lines=(line,), css=State.DONE.slug))


def shown_of(shown: int, total: int) -> list[Piece]:
    if shown == total:
        return []
    words = _("The picture shows %(shown)d of %(total)d findings; the table has all.")
    said = words % {"shown": shown, "total": total}
    return [paragraph(said, classes=["audit-legend"])]


def as_table(findings: Sequence[Finding], context: Context) -> list[Piece]:
    """Return the same as a table, folded away where a picture is shown."""
    heads = [_("Finding"), _("State"), _("Depends on")]
    rows: list[list[list[Piece]]] = [
        [
            [finding_link(f)],
            [state_badge(context.register.state(f))],
            dependencies(f, context),
        ]
        for f in findings
    ]
    shown = table(heads, WIDTHS, rows, "audit-needs")
    return [Folded(_("The graph as a table"), (shown,))]
