"""Graphs of phases: one box each, or their findings between the gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..draw.flowchart import Group, Node
from ..model import State
from .boxes import Box, draw, finding_box, phase_box, worst
from .graphs import as_table, edges_among, shown_of
from .parts import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docutils.nodes import Node as DocNode

    from ..model import Finding, Phase, Register
    from .boxes import Place
    from .context import Context
    from .graphs import Pair

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
) -> list[DocNode]:
    """Return one box a phase, and on the arrows how many dependencies cross.

    Of the pairs of phases the heaviest are drawn, twice as many as there are phases.
    """
    register = context.register
    members = by_phase(findings, register)
    of = {f.id: phase for phase, fs in members.items() for f in fs}
    weight: dict[Pair, int] = {}
    for need, user in edges_among([f for fs in members.values() for f in fs], register):
        if of[need] != of[user]:
            pair = f"phase {of[need]}", f"phase {of[user]}"
            weight[pair] = weight.get(pair, 0) + 1
    heaviest = sorted(weight, key=lambda p: (-weight[p], p))[: 2 * len(members)]
    picture = draw(
        [phase_box(register.phases[p], fs, register) for p, fs in members.items()],
        sorted(heaviest),
        context,
        title=title or _("Dependencies of the phases"),
        descr=_("%(n)d findings in %(p)d phases; numbers count dependencies")
        % {"n": len(findings), "p": len(members)},
        labels={p: str(weight[p]) for p in heaviest},
    )
    return [*picture, *shown_of(0, len(findings)), *as_table(findings, context)]


def phasing(
    findings: Sequence[Finding], context: Context, *, title: str = ""
) -> list[DocNode]:
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
    state, progress = worst(members, register), register.progress(members)
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
