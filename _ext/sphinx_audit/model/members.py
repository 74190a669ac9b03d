"""Who belongs to whom: findings and checklists to phases, in the order of the work."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .finding import urgency
from .stated import Stated
from .ways import topological
from .words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .checklist import Checklist
    from .finding import Finding
    from .phase import Phase


class Members(Stated):
    """The findings of each phase, the checklists of each finding."""

    @cached_property
    def phases_in_order(self) -> list[Phase]:
        """The phases, each behind those it comes after as far as that is possible."""
        placed: dict[str, Phase] = {}
        waiting = list(self.phases.values())
        while waiting:
            now = [
                p
                for p in waiting
                if all(a in placed or a not in self.phases for a in p.after)
            ] or waiting
            placed |= {p.id: p for p in now}
            waiting = [p for p in waiting if p.id not in placed]
        return list(placed.values())

    @cached_property
    def _by_phase(self) -> dict[str, list[Finding]]:
        groups: dict[str, list[Finding]] = {}
        for finding in sorted(self.findings.values(), key=urgency):
            groups.setdefault(finding.phase, []).append(finding)
        return groups

    def members(self, phase: str) -> list[Finding]:
        """Return the findings of *phase* that count, in the order of the work."""
        return self._members.get(phase, [])

    @cached_property
    def _members(self) -> dict[str, list[Finding]]:
        return {
            phase: self.in_order(f for f in group if not f.status.set_aside)
            for phase, group in self._by_phase.items()
        }

    def set_aside(self, phase: str) -> list[Finding]:
        return [f for f in self._by_phase.get(phase, ()) if f.status.set_aside]

    @cached_property
    def counted(self) -> list[Finding]:
        """All that are not set aside, phase by phase, in the order of the work."""
        others = sorted(self._members.keys() - self.phases.keys(), key=natural)
        return [f for p in (*self.phases, *others) for f in self.members(p)]

    def pages_to_list(self, phase: Phase) -> tuple[str, ...]:
        """Return the pages that the contents tree of a phase's page lacks."""
        if not phase.toctree:
            return ()
        without = {phase.place.docname, *phase.explicit}
        found = self.in_order(self._by_phase.get(phase.id, ()))
        pages = dict.fromkeys(f.place.docname for f in found)
        return tuple(p for p in pages if p not in without)

    def in_order(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return findings behind those they depend on, else most urgent first."""
        chosen = {f.id: f for f in sorted(findings, key=urgency)}
        edges = [
            (need, f.id)
            for f in chosen.values()
            for d in f.needed_findings
            if (need := self.canonical(d)) in chosen and need != f.id
        ]
        return [chosen[id_] for id_ in topological(chosen, edges)]

    @cached_property
    def _checklists_by_finding(self) -> dict[str, list[Checklist]]:
        groups: dict[str, list[Checklist]] = {}
        for checklist in self.checklists.values():
            if checklist.finding:
                groups.setdefault(self.canonical(checklist.finding), []).append(
                    checklist
                )
        for group in groups.values():
            group.sort(key=lambda c: (c.place.docname, c.place.line))
        return groups

    def checklists_of(self, finding: str) -> list[Checklist]:
        return self._checklists_by_finding.get(finding, [])

    def checklists_of_phase(self, phase: str) -> list[Checklist]:
        """Return the phase's own checklists and those of its findings."""
        own = [c for c in self.checklists.values() if c.phase == phase]
        lists = [c for f in self.members(phase) for c in self.checklists_of(f.id)]
        return own + [c for c in lists if c.phase != phase]
