"""The order in which plans are made: what is needed comes first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model.cycles import cycles
from ..model.finding import PHASE
from ..model.ways import topological
from ..read.values import dependencies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from ..model.graph import Edge
    from .plan import Plan


def in_order(plans: Sequence[Plan]) -> tuple[list[Plan], list[list[str]]]:
    """Return the plans behind those they depend on, and the circles among them."""
    by_id = {plan.id: plan for plan in plans}
    edges = list(edges_of(plans, by_id))
    order = [by_id[id_] for id_ in topological(by_id, edges) if id_ in by_id]
    return order, cycles(edges)


def edges_of(plans: Sequence[Plan], ids: Collection[str]) -> Iterator[Edge]:
    """Yield an edge from each plan to what needs it; a phase needs its members."""
    for plan in plans:
        if plan.phase:
            yield plan.id, f"{PHASE}{plan.phase}"
        for need in needs(plan):
            if need in ids or need.startswith(PHASE):
                yield need, plan.id


def needs(plan: Plan) -> tuple[str, ...]:
    return dependencies(plan.facts.get("depends", ""))
