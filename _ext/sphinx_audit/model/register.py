"""The register: all pages' facts together, and everything that follows from them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from .checklist import Progress
from .effort import Total
from .gate import gates
from .members import Members
from .phase import PhaseStatus
from .state import Standing, State, done, standing
from .words import natural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .finding import Finding
    from .gate import Gate

DEPENDS = re.compile(r"\{depends\}`([^`]+)`")
"""The role that stands for what a finding depends on."""


class Register(Members):
    """All pages' facts together: who needs whom, where each finding stands."""

    # -- who needs whom

    def names(self, finding: Finding) -> list[str]:
        """Return the findings that a finding itself names, by their ids now."""
        named = dict.fromkeys(map(self.canonical, finding.needed_findings))
        return [id_ for id_ in named if id_ != finding.id]

    def named_by(self, id_: str) -> list[str]:
        """Return the findings that name a finding itself as a dependency."""
        return self._naming.get(id_, [])

    def through_phase(self, finding: Finding) -> Counter[str]:
        """Count by phase the findings that only name the phase of a finding.

        Thousands may need a phase of thousands: they are counted once for all.
        """
        naming = self._phase_named_by(finding)
        found = Counter(self._phases_naming.get(finding.phase) if naming else None)
        both = [i for i in {*self.named_by(finding.id), finding.id} if i in naming]
        found.subtract(self.findings[i].phase for i in both)
        return +found

    def _phase_named_by(self, finding: Finding) -> dict[str, None]:
        """Return those that name its phase; what is set aside belongs to none."""
        counts = not finding.status.set_aside
        return self._naming_phase.get(finding.phase, {}) if counts else {}

    @cached_property
    def _in_order(self) -> list[Finding]:
        return sorted(self.findings.values(), key=lambda f: natural(f.id))

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for finding in self._in_order:
            for id_ in self.names(finding):
                found.setdefault(id_, []).append(finding.id)
        return found

    @cached_property
    def _naming_phase(self) -> dict[str, dict[str, None]]:
        found: dict[str, dict[str, None]] = {}
        for finding in self._in_order:
            for phase in finding.needed_phases:
                found.setdefault(phase, {})[finding.id] = None
        return found

    @cached_property
    def _phases_naming(self) -> dict[str, Counter[str]]:
        return {
            phase: Counter(self.findings[i].phase for i in ids)
            for phase, ids in self._naming_phase.items()
        }

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
        for finding in self._in_order:
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

    def progress_of(self, phase: str) -> Progress:
        """Return how far the findings of *phase* are that count."""
        return self._progress.get(phase, Progress())

    @cached_property
    def _progress(self) -> dict[str, Progress]:
        return {phase: self.progress(fs) for phase, fs in self._members.items()}

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
