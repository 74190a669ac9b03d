"""The boxes of graphs, and how a graph becomes a picture on a page."""

from __future__ import annotations

import dataclasses as dc
from itertools import pairwise
from typing import TYPE_CHECKING

from sphinxcontrib.mermaid import mermaid

from ..draw.flowchart import Edge, Group, Node, flowchart
from ..model import State
from ..model.cycles import back_edges
from ..model.words import SHOWN, chain
from .parts import _, paragraph

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..draw.flowchart import Direction
    from ..model import Finding, Phase, Progress, Register
    from .context import Context
    from .parts import Piece

Place = tuple[str, str]
"""Docname and anchor of what a box leads to."""


MANY = 16
"""Boxes from which a picture reads best tight and as it lies: no other is tried."""


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A node of a graph and where it leads."""

    node: Node
    place: Place | None = None

    @property
    def id(self) -> str:
        return self.node.id


def finding_box(finding: Finding, register: Register) -> Box:
    state = register.state(finding)
    lines = (f"{state.mark} {finding.id}", finding.title)
    node = Node(id=finding.id, lines=lines, css=state.slug)
    return Box(node=node, place=(finding.place.docname, finding.anchor))


def named_box(id_: str, register: Register) -> Box:
    """Return the box of an id that may be unknown."""
    finding = register.findings.get(register.canonical(id_))
    if finding is None:
        return Box(node=Node(id=id_, lines=(f"? {id_}", str(_("no page defines it")))))
    return finding_box(finding, register)


def phase_box(phase: Phase, members: Sequence[Finding], register: Register) -> Box:
    states = {register.state(f) for f in members}
    return box_of(phase, register.progress(members), worst(states))


def whole_phase_box(phase: Phase, register: Register) -> Box:
    """Return the box of all members, who are counted once however many need them."""
    states = register.states(phase.id)
    return box_of(phase, register.progress_of(phase.id), worst(states))


def box_of(phase: Phase, progress: Progress, state: State) -> Box:
    lines = (
        f"{state.mark} Phase {phase.id}",
        phase.title,
        f"{progress.done} of {progress.total} done",
    )
    node = Node(id=f"phase {phase.id}", lines=lines, css=state.slug)
    return Box(node=node, place=(phase.place.docname, phase.anchor))


def worst(states: Collection[State]) -> State:
    """Return what is to be said of findings together: what goes on, else what waits."""
    order = (State.IN_PROGRESS, State.READY, State.BLOCKED)
    return next((s for s in order if s in states), State.DONE)


def draw(
    parts: Sequence[Group | Box],
    edges: Collection[tuple[str, str]],
    context: Context,
    *,
    title: str,
    descr: str,
    places: dict[str, Place] | None = None,
    way: Sequence[str] = (),
    rows: Collection[tuple[str, str]] = (),
    labels: dict[tuple[str, str], str] | None = None,
    direction: Direction = "LR",
    compact: bool = False,
) -> list[Piece]:
    """Return the picture, or nothing where none can be shown.

    *way* is the critical path, *rows* are pairs of boxes of which one stands below the
    other, *labels* the words on edges.
    """
    if not context.pictures:
        return []
    back = set(back_edges(edges))
    arrows = [*shown(edges, back, way, labels or {}), *below(rows)]
    drawn = [p.node if isinstance(p, Box) else p for p in parts]
    boxes = sum(len(p.nodes) if isinstance(p, Group) else 1 for p in drawn)
    many = direction == "LR" and boxes > MANY
    chart = flowchart(
        drawn,
        arrows,
        direction=direction,
        title=title,
        descr=descr,
        compact=compact or many,
    )
    node = mermaid("", code=chart.source, options={}, alt=f"{title}. {descr}")
    node["audit_generated"] = True
    if many:
        node["audit_settled"] = True
    node["audit_title"], node["audit_descr"] = title, descr
    links = {p.id: p.place for p in parts if isinstance(p, Box) and p.place}
    node["audit_links"] = {chart.ids[i]: p for i, p in (links | (places or {})).items()}
    node["audit_critical"] = [list(e) for e in chart.critical]
    node["audit_back"] = [list(e) for e in chart.back]
    return [node, *legend(way, back)]


def shown(
    edges: Iterable[tuple[str, str]],
    back: Collection[tuple[str, str]],
    way: Sequence[str],
    labels: Mapping[tuple[str, str], str],
) -> Iterator[Edge]:
    critical = set(pairwise(way))
    for start, end in edges:
        pair = start, end
        yield Edge(
            start=start,
            end=end,
            label=labels.get(pair, ""),
            critical=pair in critical,
            back=pair in back,
        )


def below(rows: Iterable[tuple[str, str]]) -> Iterator[Edge]:
    return (Edge(start=a, end=b, hidden=True) for a, b in rows)


def legend(way: Sequence[str], back: Collection[tuple[str, str]]) -> list[Piece]:
    """Say in words what heavy and dashed lines mark."""
    said = []
    if way:
        names = chain(way)
        said.append(_("Heavy: the longest chain of work left, %s.") % names)
    if back:
        names = ", ".join(f"{a} → {b}" for a, b in sorted(back)[:SHOWN])
        names += ", …" if len(back) > SHOWN else ""
        said.append(_("Dashed: closes a circle, %s.") % names)
    if not said:
        return []
    return [paragraph(" ".join(said), classes=["audit-legend"])]
