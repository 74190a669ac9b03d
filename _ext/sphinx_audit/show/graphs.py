"""Pictures of who needs whom: the whole, a phase, the neighbours of one finding.

How much is drawn follows from what can be read: up to 60 findings all of them, up to
150 with the finished ones folded into one box a phase, above that one box a phase.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from docutils import nodes
from sphinxcontrib.mermaid import mermaid

from ..draw.flowchart import Edge, Group, Node, flowchart
from ..model import State
from ..model.graph import back_edges, critical_path, reduced
from ..model.state import done
from .cells import dependencies
from .parts import _, alternative, finding_link, paragraph, state_badge, table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from docutils.nodes import Element
    from docutils.nodes import Node as DocNode

    from ..draw.flowchart import Direction
    from ..model import Finding, Phase, Register
    from .context import Context

ALL = 60
FOLDED = 150
WIDTHS = (36, 14, 24)

Links = dict[str, tuple[str, str]]


def dependency_graph(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[DocNode]:
    """Return the picture of *findings*, as much of it as can be read."""
    if not findings:
        return [paragraph(nodes.Text(_("No finding matches.")), classes=["audit-none"])]
    if len(findings) > FOLDED:
        return phase_overview(findings, context, title=title)
    register = context.register
    fold = len(findings) > ALL
    drawn = [f for f in findings if not (fold and done(f, register.today))]
    edges = edges_among(findings, register)
    way = path_left(findings, edges, register)
    kept = tidy(findings, edges, way)
    if fold:
        kept = folded_edges(kept, findings, register)
    parts = [*groups(drawn, findings, register, fold=fold)]
    heading = title or _("Dependencies of the findings")
    descr = _(
        "%(n)d findings and %(e)d dependencies; an arrow leads to what needs it"
    ) % {
        "n": len(findings),
        "e": len(kept),
    }
    links = {f.id: (f.place.docname, f.anchor) for f in drawn}
    picture = draw(parts, kept, way, links, heading, descr, context)
    note = shown_of(len(drawn), len(findings))
    return [*picture, *note, *table_of(findings, context)]


def edges_among(
    findings: Iterable[Finding], register: Register
) -> list[tuple[str, str]]:
    """Return (needed, needing) for all pairs of *findings*, phases opened up."""
    chosen = {f.id for f in findings}
    known = (register.findings[id_] for id_ in chosen)
    return sorted((n, f.id) for f in known for n in register.needs(f) if n in chosen)


def path_left(
    findings: Iterable[Finding], edges: Collection[tuple[str, str]], register: Register
) -> list[str]:
    """Return the longest chain of work that is left, by the upper bounds of effort."""
    weights = {
        f.id: f.effort.high if f.effort else 0.0
        for f in findings
        if not f.status.set_aside and not done(f, register.today)
    }
    way = critical_path(weights, edges)
    return way if len(way) > 1 else []


def tidy(
    findings: Iterable[Finding],
    edges: Collection[tuple[str, str]],
    way: Sequence[str],
) -> list[tuple[str, str]]:
    """Drop what follows from other edges, but nothing of the critical path."""
    critical = set(pairwise(way))
    return reduced([f.id for f in findings], edges, critical)


def folded_edges(
    edges: Iterable[tuple[str, str]], findings: Iterable[Finding], register: Register
) -> list[tuple[str, str]]:
    """Let edges of finished findings lead to the box of their phase instead."""
    box = {f.id: f"done {f.phase}" for f in findings if done(f, register.today)}
    pairs = {(box.get(a, a), box.get(b, b)) for a, b in edges}
    return sorted((a, b) for a, b in pairs if a != b)


def groups(
    drawn: Iterable[Finding],
    findings: Iterable[Finding],
    register: Register,
    *,
    fold: bool,
) -> list[Group | Node]:
    """Return the boxes, those of one phase together."""
    by_phase: dict[str, list[Node]] = {}
    for finding in drawn:
        by_phase.setdefault(finding.phase, []).append(box_of(finding, register))
    if fold:
        counts: dict[str, int] = {}
        for finding in findings:
            if done(finding, register.today):
                counts[finding.phase] = counts.get(finding.phase, 0) + 1
        for phase, count in counts.items():
            line = f"{State.DONE.mark} {count} {State.DONE.value}"
            node = Node(id=f"done {phase}", lines=(line,), css=State.DONE.slug)
            by_phase.setdefault(phase, []).insert(0, node)
    parts: list[Group | Node] = []
    for phase_id in [
        *register.phases,
        *(p for p in by_phase if p not in register.phases),
    ]:
        boxes = tuple(by_phase.get(phase_id, ()))
        known = register.phases.get(phase_id)
        if boxes and known:
            title = f"Phase {known.id}: {known.title}"
            parts.append(Group(id=f"group {phase_id}", title=title, nodes=boxes))
        else:
            parts += boxes
    return parts


def box_of(finding: Finding, register: Register) -> Node:
    state = register.state(finding)
    lines = (f"{state.mark} {finding.id}", finding.title)
    return Node(id=finding.id, lines=lines, css=state.slug)


def draw(
    parts: Sequence[Group | Node],
    edges: Collection[tuple[str, str]],
    way: Sequence[str],
    links: Links,
    title: str,
    descr: str,
    context: Context,
    *,
    direction: Direction = "LR",
    labels: dict[tuple[str, str], str] | None = None,
) -> list[DocNode]:
    """Return the picture as a Mermaid node, or nothing where none can be shown."""
    if not context.pictures:
        return []
    critical = set(pairwise(way))
    back = set(back_edges(edges))
    arrows = [
        Edge(
            start=a,
            end=b,
            label=(labels or {}).get((a, b), ""),
            critical=(a, b) in critical,
            back=(a, b) in back,
        )
        for a, b in edges
    ]
    chart = flowchart(parts, arrows, direction=direction, title=title, descr=descr)
    node = mermaid("", code=chart.source, options={}, alt=f"{title}. {descr}")
    node["audit_generated"] = True
    node["audit_title"], node["audit_descr"] = title, descr
    node["audit_links"] = {chart.ids[i]: place for i, place in links.items()}
    node["audit_critical"] = [list(e) for e in chart.critical]
    node["audit_back"] = [list(e) for e in chart.back]
    legend = []
    if critical:
        legend = [critical_legend(way, context)]
    return [node, *legend]


def critical_legend(way: Sequence[str], context: Context) -> Element:
    """Say in words what the heavy line marks."""
    names = " → ".join(way)
    words = _("Critical path, the longest chain of work left: %s.") % names
    return paragraph(nodes.Text(words), classes=["audit-legend"])


def shown_of(shown: int, total: int) -> list[DocNode]:
    if shown == total:
        return []
    words = _(
        "The picture shows %(shown)d of %(total)d findings; the table has them all."
    )
    text = nodes.Text(words % {"shown": shown, "total": total})
    return [paragraph(text, classes=["audit-legend"])]


def table_of(findings: Sequence[Finding], context: Context) -> list[DocNode]:
    """Return the same as a table, folded away where a picture is shown."""
    heads = [_("Finding"), _("State"), _("Depends on")]
    rows: list[list[list[DocNode]]] = [
        [
            [finding_link(f, context.docname)],
            [state_badge(context.register.state(f))],
            dependencies(f, context),
        ]
        for f in findings
    ]
    shown = table(heads, WIDTHS, rows, classes=["audit-needs"])
    return [alternative(_("The graph as a table"), shown, html=context.html)]


# -- by phase


def phase_overview(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[DocNode]:
    """Return one box a phase, and between them how many dependencies cross."""
    register = context.register
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.phase in register.phases:
            members.setdefault(finding.phase, []).append(finding)
    phases = [register.phases[p] for p in register.phases if p in members]
    of = {f.id: f.phase for fs in members.values() for f in fs}
    weight: dict[tuple[str, str], int] = {}
    for need, user in edges_among([f for fs in members.values() for f in fs], register):
        if of[need] != of[user]:
            pair = of[need], of[user]
            weight[pair] = weight.get(pair, 0) + 1
    heaviest = sorted(weight, key=lambda p: (-weight[p], p))[: 2 * len(phases)]
    parts = [phase_box(p, members[p.id], register) for p in phases]
    edges = sorted((f"phase {a}", f"phase {b}") for a, b in heaviest)
    labels = {(f"phase {a}", f"phase {b}"): str(weight[a, b]) for a, b in heaviest}
    links = {f"phase {p.id}": (p.place.docname, p.anchor) for p in phases}
    heading = title or _("Dependencies of the phases")
    descr = _(
        "%(n)d findings in %(p)d phases; an arrow bears the number of dependencies"
    ) % {
        "n": len(findings),
        "p": len(phases),
    }
    picture = draw(parts, edges, (), links, heading, descr, context, labels=labels)
    note = shown_of(0, len(findings)) if not phases else []
    return [*picture, *note, *table_of(findings, context)]


def phase_box(phase: Phase, members: Sequence[Finding], register: Register) -> Node:
    progress = register.progress(members)
    states = {register.state(f) for f in members}
    state = next(
        (s for s in (State.IN_PROGRESS, State.READY, State.BLOCKED) if s in states),
        State.DONE,
    )
    lines = (
        f"{state.mark} Phase {phase.id}",
        phase.title,
        f"{progress.done} of {progress.total} done",
    )
    return Node(id=f"phase {phase.id}", lines=lines, css=state.slug)


def phasing(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[DocNode]:
    """Return phases in their order, gates between, their findings beside them."""
    register = context.register
    if len(findings) > ALL:
        return phase_overview(findings, context, title=title)
    members: dict[str, list[Finding]] = {}
    for finding in findings:
        members.setdefault(finding.phase, []).append(finding)
    phases = [register.phases[p] for p in register.phases if p in members]
    parts: list[Group | Node] = []
    edges: list[tuple[str, str]] = []
    links: Links = {}
    for phase in phases:
        parts.append(phase_box(phase, members[phase.id], register))
        links[f"phase {phase.id}"] = phase.place.docname, phase.anchor
        for finding in register.in_order(members[phase.id]):
            parts.append(box_of(finding, register))
            edges.append((f"phase {phase.id}", finding.id))
            links[finding.id] = finding.place.docname, finding.anchor
        edges += [
            (gate_or_phase(a, register, parts, links, edges), f"phase {phase.id}")
            for a in phase.after
            if a in members
        ]
    heading = title or _("Phases, gates and findings")
    descr = _("%(p)d phases in their order, with %(n)d findings") % {
        "p": len(phases),
        "n": len(findings),
    }
    picture = draw(parts, edges, (), links, heading, descr, context)
    return [*picture, *table_of(findings, context)]


def gate_or_phase(
    phase: str,
    register: Register,
    parts: list[Group | Node],
    links: Links,
    edges: list[tuple[str, str]],
) -> str:
    """Return the id of a phase's gate, drawn on first use."""
    name = f"gate {phase}"
    if not any(p.id == name for p in parts):
        gate, stated = register.gates[phase], register.phases[phase]
        css = State.DONE.slug if gate.state.passed else State.BLOCKED.slug
        mark = State.DONE.mark if gate.state.passed else State.BLOCKED.mark
        parts.append(
            Node(id=name, lines=(f"{mark} Gate {phase}", gate.state.value), css=css)
        )
        edges.append((f"phase {phase}", name))
        links[name] = stated.place.docname, stated.anchor
    return name


# -- around one finding


def neighbourhood(finding: Finding, context: Context, limit: int = 24) -> list[DocNode]:
    """Return a finding between what it needs and what needs it directly."""
    register = context.register
    left, right = needed_boxes(finding, register), needing_boxes(finding, register)
    if not left and not right:
        return []
    room = max(1, (limit - 1) // 2)
    hidden = max(0, len(left) - room) + max(0, len(right) - room)
    left, right = left[:room], right[:room]
    centre = box_of(finding, register)
    centre = Node(id=centre.id, lines=centre.lines, css=centre.css)
    parts = [*(n for n, _place in left), centre, *(n for n, _place in right)]
    known = {p.id: p for p in parts}
    edges = [(n.id, finding.id) for n, _place in left]
    edges += [(finding.id, n.id) for n, _place in right]
    links = {n.id: place for n, place in (*left, *right) if place}
    heading = _("What %s needs, and what needs it") % finding.id
    descr = _("%(before)d needed, %(after)d in need") % {
        "before": len(left),
        "after": len(right),
    }
    picture = draw(
        list(known.values()), sorted(set(edges)), (), links, heading, descr, context
    )
    more = []
    if hidden and picture:
        words = _("+ %d more, listed above") % hidden
        more = [paragraph(nodes.Text(words), classes=["audit-legend"])]
    return [*picture, *more]


Box = tuple[Node, tuple[str, str] | None]


def needed_boxes(finding: Finding, register: Register) -> list[Box]:
    found = [
        finding_box(register.canonical(d), register) for d in finding.needed_findings
    ]
    for id_ in finding.needed_phases:
        phase = register.phases.get(id_)
        if phase is not None:
            box = phase_box(phase, register.members(id_), register)
            found.append((box, (phase.place.docname, phase.anchor)))
    return [f for f in found if f[0].id != finding.id]


def needing_boxes(finding: Finding, register: Register) -> list[Box]:
    """Return who needs the finding; those that need its whole phase share a box."""
    direct: list[Box] = []
    by_phase: dict[str, int] = {}
    for id_ in register.dependents.get(finding.id, ()):
        user = register.findings[id_]
        if finding.id in map(register.canonical, user.needed_findings):
            direct.append(finding_box(id_, register))
        else:
            by_phase[user.phase] = by_phase.get(user.phase, 0) + 1
    for id_, count in by_phase.items():
        phase = register.phases.get(id_)
        lines = (f"{count} findings" if count > 1 else "1 finding", f"of phase {id_}")
        place = (phase.place.docname, phase.anchor) if phase else None
        direct.append((Node(id=f"users {id_}", lines=lines), place))
    return direct


def finding_box(id_: str, register: Register) -> Box:
    known = register.findings.get(id_)
    if known is None:
        return Node(id=id_, lines=(f"? {id_}", _("no page defines it"))), None
    return box_of(known, register), (known.place.docname, known.anchor)
