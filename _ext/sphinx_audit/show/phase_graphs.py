"""Graphs of phases: one box each, or their findings between the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.flowchart import Group, Node
from ..model import State
from .boxes import Box, draw, finding_box, phase_box, worst
from .graphs import ALL, as_table
from .parts import Folded, Link, _, paragraph, table, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model import Finding, Phase, Register
    from .boxes import Place
    from .context import Context
    from .graphs import Pair
    from .parts import Piece

WIDTHS = (28, 28, 14)
PER_ROW = 4
"""Boxes side by side in a phase, so that the picture fits a page's width."""


def by_phase(
    findings: Sequence[Finding], register: Register
) -> dict[str, list[Finding]]:
    """Return the findings of each phase that a page declares, phases in order."""
    found: dict[str, list[Finding]] = {p: [] for p in register.phases}
    for finding in findings:
        if finding.phase in found:
            found[finding.phase].append(finding)
    return {p: members for p, members in found.items() if members}


def overview(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[Piece]:
    """Return one box a phase, and on the arrows how many dependencies cross.

    Of the pairs of phases the heaviest are drawn, twice as many as there are phases;
    of many phases those that are not done.
    """
    register = context.register
    members = by_phase(findings, register)
    chosen = sorted(members, key=lambda p: finished(members[p], register))[:ALL]
    drawn = [p for p in members if p in chosen]
    weight = crossings(findings, drawn, register)
    heaviest = sorted(weight, key=lambda p: (-weight[p], p))[: 2 * len(drawn)]
    picture = draw(
        [phase_box(register.phases[p], members[p], register) for p in drawn],
        sorted((f"phase {a}", f"phase {b}") for a, b in heaviest),
        context,
        title=title or _("Dependencies of the phases"),
        descr=_("%(n)d findings in %(p)d phases; numbers count dependencies")
        % {"n": len(findings), "p": len(drawn)},
        labels={(f"phase {a}", f"phase {b}"): str(weight[a, b]) for a, b in heaviest},
    )
    return [*picture, *not_all(len(drawn), len(members)), *needs(weight, context)]


def finished(members: Sequence[Finding], register: Register) -> bool:
    return register.progress(members).share == 1


def not_all(shown: int, total: int) -> list[Piece]:
    said = [_("Each box is a phase, whose page has its findings.")]
    if shown < total:
        part = _("The picture shows %(shown)d of %(total)d phases, unfinished first.")
        said.append(part % {"shown": shown, "total": total})
    return [paragraph(" ".join(map(str, said)), classes=["audit-legend"])]


def needs(weight: Mapping[Pair, int], context: Context) -> list[Piece]:
    """Return all pairs of phases as a table, those that are not drawn, too."""
    phases = context.register.phases
    rows: list[list[list[Piece]]] = [
        [
            *([phase_link(phases[id_])] for id_ in pair),
            text(str(weight[pair])),
        ]
        for pair in sorted(weight)
    ]
    heads = [_("Needed"), _("By"), _("Dependencies")]
    shown = table(heads, WIDTHS, rows, "audit-needs")
    return [Folded(_("The graph as a table"), (shown,))]


def crossings(
    findings: Sequence[Finding], phases: Sequence[str], register: Register
) -> dict[Pair, int]:
    """Return how often findings of one phase name another, or findings of another."""
    of = {f.id: f.phase for f in findings if f.phase in phases}
    weight: dict[Pair, int] = {}
    for finding in findings:
        needed = map(register.canonical, finding.needed_findings)
        named = [*(of.get(n, "") for n in needed), *finding.needed_phases]
        for phase in named:
            if finding.id in of and phase in phases and phase != finding.phase:
                pair = phase, finding.phase
                weight[pair] = weight.get(pair, 0) + 1
    return weight


def phase_link(phase: Phase) -> Piece:
    return Link("phase", phase.id, f"{phase.id}: {phase.title}")


def phasing(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[Piece]:
    """Return phases one below the other, their findings inside, gates between."""
    register = context.register
    members = by_phase(findings, register)
    parts: list[Group | Box] = []
    places: dict[str, Place] = {}
    rows: list[Pair] = []
    for id_, chosen in members.items():
        boxes = [finding_box(f, register) for f in register.in_order(chosen)]
        parts.append(phase_group(register.phases[id_], chosen, boxes, register))
        places |= {b.id: b.place for b in boxes if b.place}
        rows += [(a.id, b.id) for a, b in zip(boxes, boxes[PER_ROW:], strict=False)]
    edges: list[Pair] = []
    gates: dict[str, Box] = {}
    for id_ in members:
        for before in register.phases[id_].after:
            if before in members:
                gates.setdefault(before, gate_box(before, register))
                edges.append((f"gate {before}", f"group {id_}"))
    edges += [(f"group {id_}", box.id) for id_, box in gates.items()]
    picture = draw(
        [*parts, *gates.values()],
        sorted(edges),
        context,
        title=title or _("Phases, gates and findings"),
        descr=_("%(p)d phases in their order, with %(n)d findings")
        % {"p": len(members), "n": sum(map(len, members.values()))},
        places=places,
        rows=rows,
        direction="TD",
    )
    return [*picture, *as_table(findings, context)]


def phase_group(
    phase: Phase, members: Sequence[Finding], boxes: Sequence[Box], register: Register
) -> Group:
    state = worst({register.state(f) for f in members})
    progress = register.progress(members)
    done = _("%(done)d of %(total)d done") % {
        "done": progress.done,
        "total": progress.total,
    }
    title = f"{state.mark} Phase {phase.id}: {phase.title}, {done}"
    return Group(
        id=f"group {phase.id}", title=title, nodes=tuple(b.node for b in boxes)
    )


def gate_box(phase: str, register: Register) -> Box:
    gate, stated = register.gates[phase], register.phases[phase]
    state = State.DONE if gate.state.passed else State.BLOCKED
    lines = (f"{state.mark} Gate {phase}", gate.state.value)
    node = Node(id=f"gate {phase}", lines=lines, css=state.slug)
    return Box(node=node, place=(stated.place.docname, stated.anchor))
