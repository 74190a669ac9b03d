"""What holds the work up: gates, findings and unknown things that others wait for."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from .graph import Graph, components
from .state import Cause, done
from .words import natural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .graph import Edge
    from .register import Register
    from .state import Reason


@dc.dataclass(frozen=True, kw_only=True)
class Blocker:
    """Something that can be worked at, and how many findings wait for it."""

    kind: str
    id: str
    title: str
    asks: tuple[str, ...]
    """What is missing."""
    holds: int
    """How many findings wait for it, also for what it holds up in turn."""


class Waiting:
    """Who holds up whom, each named by kind and id: ``gate 2A``."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.graph = Graph.of(waiting(register))
        self.parts = components(self.graph)
        self.part_of = {
            name: place for place, part in enumerate(self.parts) for name in part
        }
        self.holds = self.held_up()
        """How many findings each name holds up, itself or through others."""

    def held_up(self) -> dict[str, int]:
        """Count the blocked findings behind each name; bit i stands for the i-th."""
        standings = self.register.standings
        blocked = [id_ for id_, standing in standings.items() if standing.reasons]
        bit = {f"{Cause.FINDING} {id_}": 1 << n for n, id_ in enumerate(blocked)}
        reach = [0] * len(self.parts)
        for place in reversed(range(len(self.parts))):  # what needs others first
            for name in self.parts[place]:
                reach[place] |= bit.get(name, 0)
                for other in self.graph.after[name]:
                    reach[place] |= reach[self.part_of[other]]
        return {
            name: (reach[place] & ~bit.get(name, 0)).bit_count()
            for name, place in self.part_of.items()
        }

    def first(self) -> Iterator[str]:
        """Yield what waits for nothing, or only for itself in a circle."""
        for place, part in enumerate(self.parts):
            before = {b for name in part for b in self.graph.before[name]}
            if all(self.part_of[b] == place for b in before):
                yield from part


def blockers(register: Register) -> list[Blocker]:
    """Return what can be worked at to let others go on, the worst first."""
    found = Waiting(register)
    named = [
        blocker(name, found.holds[name], register)
        for name in found.first()
        if found.holds[name]
    ]
    return sorted(named, key=lambda b: (-b.holds, b.kind, natural(b.id)))


def waiting(register: Register) -> Iterator[Edge]:
    """Yield who holds up whom, each named by its kind and id."""
    for finding in register.findings.values():
        for reason in register.standings[finding.id].reasons:
            yield f"{reason.cause} {reason.id}", f"{Cause.FINDING} {finding.id}"
    for phase in register.phases.values():
        if register.gates[phase.id].state.passed:
            continue
        gate = f"{Cause.GATE} {phase.id}"
        for member in register.members(phase.id):
            if not done(member, register.today):
                yield f"{Cause.FINDING} {member.id}", gate
                yield f"{Cause.FINDING} {member.id}", f"{Cause.PHASE} {phase.id}"
        for before in phase.after:
            if before in register.gates and not register.gates[before].state.passed:
                yield f"{Cause.GATE} {before}", gate


def blocker(name: str, holds: int, register: Register) -> Blocker:
    kind, _, id_ = name.partition(" ")
    title = ""
    asks: tuple[str, ...] = ("no page defines it",)
    if kind == Cause.GATE and id_ in register.phases:
        title = register.phases[id_].title
        conditions = register.gates[id_].conditions
        asks = tuple(c.said for c in conditions if not c.met)
    elif kind == Cause.FINDING and id_ in register.findings:
        finding = register.findings[id_]
        reasons = register.standings[id_].reasons
        title = finding.title
        asks = tuple(f"waits for {said(r)}" for r in reasons)
        asks = asks or (finding.status.value,)
    return Blocker(kind=kind, id=id_, title=title, asks=asks, holds=holds)


def said(reason: Reason) -> str:
    """Return what is waited for and why: ``gate 2A (open)``."""
    kind = "" if reason.cause is Cause.FINDING else f"{reason.cause} "
    return f"{kind}{reason.id} ({reason.why})"
