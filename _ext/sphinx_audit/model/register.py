"""The register: all pages' facts together, and everything that follows from them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from .checklist import Progress
from .effort import Total
from .finding import urgency
from .gate import gates
from .graph import topological
from .phase import PhaseStatus
from .state import Standing, State, done, standing
from .words import natural

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from .checklist import Checklist
    from .finding import Finding
    from .gate import Gate
    from .page import Page
    from .pattern import Pattern
    from .phase import Phase, SignOff

DEPENDS = re.compile(r"\{depends\}`([^`]+)`")
"""The role that stands for what a finding depends on."""

T = TypeVar("T", "Finding", "Phase", "Checklist", "Pattern")


class Register:
    """A read-only view of all pages; of two things with one id the first page's counts.

    Pages are taken in the order of their names, so that the order in which they were
    read cannot matter. *today* is the as-of date, without which nothing expires.
    """

    def __init__(self, pages: Mapping[str, Page], today: dt.date | None = None) -> None:
        self.pages = dict(sorted(pages.items()))
        self.today = today

    # -- things by id

    @cached_property
    def findings(self) -> dict[str, Finding]:
        return first(f for page in self.pages.values() for f in page.findings)

    @cached_property
    def phases(self) -> dict[str, Phase]:
        found = first(p for page in self.pages.values() for p in page.phases)
        ordered = sorted(
            found.values(), key=lambda p: (p.order is None, p.order or 0, natural(p.id))
        )
        return {p.id: p for p in ordered}

    @cached_property
    def checklists(self) -> dict[str, Checklist]:
        return first(c for page in self.pages.values() for c in page.checklists)

    @cached_property
    def patterns(self) -> dict[str, Pattern]:
        return first(p for page in self.pages.values() for p in page.patterns)

    @cached_property
    def signoffs(self) -> list[SignOff]:
        return [s for page in self.pages.values() for s in page.signoffs]

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Former ids of findings, with the present one."""
        return {a: f.id for f in self.findings.values() for a in f.aliases}

    def canonical(self, id_: str) -> str:
        return id_ if id_ in self.findings else self.aliases.get(id_, id_)

    # -- who belongs to whom

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

    # -- who needs whom

    @cached_property
    def dependents(self) -> dict[str, list[str]]:
        """Ids of the findings that name a finding, or its phase, as a dependency."""
        found: dict[str, list[str]] = {}
        for finding in sorted(self.findings.values(), key=lambda f: natural(f.id)):
            for id_ in self.needs(finding):
                found.setdefault(id_, []).append(finding.id)
        return found

    def needs(self, finding: Finding) -> tuple[str, ...]:
        """Return the ids *finding* depends on, phases opened up, in the order given."""
        ids = [self.canonical(d) for d in finding.needed_findings]
        for phase in finding.needed_phases:
            ids += [f.id for f in self.members(phase)]
        return tuple(dict.fromkeys(i for i in ids if i != finding.id))

    def filled(self, text: str) -> str:
        """Return the text of an item with the dependencies that it names by a role."""
        return DEPENDS.sub(self._depends, text)

    def _depends(self, role: re.Match[str]) -> str:
        finding = self.findings.get(self.canonical(role[1]))
        return ", ".join(finding.depends) if finding else role[0]

    @cached_property
    def _successors(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for finding in self.findings.values():
            for old in finding.supersedes:
                found.setdefault(self.canonical(old), []).append(finding.id)
            if finding.duplicates:
                targets = [self.canonical(d) for d in finding.duplicates]
                found.setdefault(finding.id, []).extend(targets)
        return found

    def successors(self, id_: str) -> list[str]:
        """Return what took the place of a finding that was set aside."""
        return self._successors.get(id_, [])

    @cached_property
    def users(self) -> dict[str, list[str]]:
        """Ids of the findings that use each pattern."""
        found: dict[str, list[str]] = {}
        for finding in sorted(self.findings.values(), key=lambda f: natural(f.id)):
            for pattern in finding.uses:
                found.setdefault(pattern, []).append(finding.id)
        return found

    # -- what follows

    @cached_property
    def gates(self) -> dict[str, Gate]:
        return gates(self)

    @cached_property
    def standings(self) -> dict[str, Standing]:
        return {f.id: standing(f, self) for f in self.findings.values()}

    def state(self, finding: Finding) -> State:
        return self.standings[finding.id].state

    def progress(self, findings: Iterable[Finding]) -> Progress:
        members = list(findings)
        return Progress(
            done=sum(done(f, self.today) for f in members), total=len(members)
        )

    def left(self, findings: Iterable[Finding]) -> Total:
        """Return the effort of what is not done."""
        return Total.of(f.effort for f in findings if not done(f, self.today))

    def states(self, phase: str) -> Counter[State]:
        """Return how many findings of *phase* that count have which state."""
        return self._states.get(phase, Counter())

    @cached_property
    def _states(self) -> dict[str, Counter[State]]:
        return {p: Counter(map(self.state, fs)) for p, fs in self._members.items()}

    def phase_status(self, phase: str) -> PhaseStatus:
        states = set(self.states(phase))
        if not states:
            return PhaseStatus.EMPTY
        if states == {State.DONE}:
            return PhaseStatus.DONE
        if states & {State.DONE, State.IN_PROGRESS}:
            return PhaseStatus.IN_PROGRESS
        return (
            PhaseStatus.BLOCKED
            if states == {State.BLOCKED}
            else PhaseStatus.NOT_STARTED
        )


def first(things: Iterator[T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(thing.id, thing)
    return found
