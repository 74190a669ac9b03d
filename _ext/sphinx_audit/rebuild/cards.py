"""What the head of a plan shows of other pages, as plain values.

A change anywhere asks it of each plan, so that to make the heads themselves would take
longer than the rest of a rebuild.  What the plan's own page states is left out: it is
written again anyway when its text changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Cause, Progress
from ..show.boxes import worst
from ..show.neighbours import ROOM

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Finding, Register


class Heads:
    """The heads of the plans of one register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.boxes: dict[str, object] = {}

    def of(self, finding: Finding) -> object:
        """Return what the rows and the boxes of a head are made of."""
        register = self.register
        standing = register.standings[finding.id]
        users = register.named_by(finding.id)
        through = sorted(register.through_phase(finding).items())
        waits = [(r.cause, r.id, r.why) for r in standing.reasons]
        phases = {finding.phase, *(phase for phase, _ in through)}
        phases |= {r.id for r in standing.reasons if r.cause is not Cause.FINDING}
        named = *finding.needed_findings, *finding.related, *finding.duplicates
        lists = register.checklists_of(finding.id)
        return (
            standing.state,
            waits,
            [self.place(i) for i in (*named, *finding.supersedes)],
            [(i, self.place(i)) for i in register.successors(finding.id)],
            [(i, self.place(i)) for i in users],
            [self.place(r.id) for r in standing.reasons if r.cause is Cause.FINDING],
            [self.box(i) for i in (*finding.needed_findings[:ROOM], *users[:ROOM])],
            through,
            [self.name(p) for p in sorted(phases)],
            [self.phase(p) for p in finding.needed_phases],
            self.patterns(finding.uses),
            (len(lists) > 0, sum((c.progress for c in lists), Progress())),
            [register.survey.evidence.get(text) for text in finding.evidence],
            register.survey.verified.get(finding.id),
        )

    def place(self, id_: str) -> object:
        """Return where a link to a finding leads."""
        found = self.register.findings.get(self.register.canonical(id_))
        return found and (found.place.docname, found.anchor)

    def box(self, id_: str) -> object:
        """Return what the box of a finding says; many have the same neighbour."""
        if id_ not in self.boxes:
            register = self.register
            found = register.findings.get(register.canonical(id_))
            self.boxes[id_] = found and (found.id, found.title, register.state(found))
        return self.boxes[id_]

    def name(self, id_: str) -> object:
        """Return the title of a phase, and where a link to it leads."""
        found = self.register.phases.get(id_)
        return found and (found.title, found.place.docname, found.anchor)

    def phase(self, id_: str) -> object:
        """Return what the box of a phase says; an undeclared one has none."""
        register, name = self.register, self.name(id_)
        return name and (name, register.progress_of(id_), worst(register.states(id_)))

    def patterns(self, ids: Iterable[str]) -> object:
        found = map(self.register.patterns.get, ids)
        return [p and (p.title, p.place.docname, p.anchor) for p in found]
