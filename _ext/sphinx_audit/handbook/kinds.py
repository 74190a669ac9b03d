"""The kinds of books: what each takes of a project."""

from __future__ import annotations

import dataclasses as dc
from collections import Counter
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ..model.words import natural
from .book import Book
from .chapters import Entry, deselected, matching, pages
from .names import file_name
from .pages import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from ..model import Finding, Phase, Register
    from .wanted import Wanted

_ = get_translation("audit")
UNSET = "Project name not set"  # Sphinx's default


@dc.dataclass(frozen=True)
class Project:
    """What the books of one kind are made from."""

    env: BuildEnvironment
    register: Register
    wanted: Wanted

    @property
    def name(self) -> str:
        project = self.env.config.project
        return "" if project == UNSET else str(project)

    @property
    def heading(self) -> str:
        title = self.env.titles.get(self.env.config.root_doc)
        return "".join(words(title)) if title else ""

    @property
    def title(self) -> str:
        return self.name or self.heading or str(_("Handbook"))

    def findings(self) -> list[Finding]:
        """Return what the selection chooses, else all, those set aside last."""
        if query := self.wanted.query:
            return query.select(self.register)
        aside = (f for f in self.register.findings.values() if f.status.set_aside)
        return [*self.register.counted, *sorted(aside, key=lambda f: natural(f.id))]

    def phases(self, findings: Iterable[Finding]) -> list[Phase]:
        """Return the phases of *findings*; without a selection, every one."""
        chosen = {finding.phase for finding in findings}
        every = self.register.phases_in_order
        return [p for p in every if not self.wanted.select or p.id in chosen]

    def file(self, usual: str, id_: str = "", title: str = "") -> str:
        return file_name(self.wanted.file or usual, id_, title)

    def pages(self, root: str, findings: Iterable[Finding]) -> Iterator[Entry]:
        """Yield *root* and what is below it, without what the book leaves out."""
        gone = set[str]()
        if self.wanted.select:
            gone = deselected(self.register, {f.id for f in findings}) - {root}
        return pages(self.env, root, gone | self.excluded)

    def alone(self, findings: Iterable[Finding]) -> list[str]:
        """Return the pages that *findings* in the counts have of their own."""
        counted = (f.place.docname for f in findings if not f.status.set_aside)
        none = self.shared | self.excluded
        return [name for name in dict.fromkeys(counted) if name not in none]

    @property
    def shared(self) -> set[str]:
        """Pages that are no finding's own."""
        phases = self.register.phases.values()
        return {self.env.config.root_doc, *(p.place.docname for p in phases)}

    @property
    def excluded(self) -> set[str]:
        return matching(self.env.found_docs, self.wanted.exclude)


def whole(project: Project) -> Iterator[Book]:
    env, findings = project.env, project.findings()
    entries = tuple(project.pages(env.config.root_doc, findings))
    heading = project.heading
    yield Book(
        name=project.file("handbook"),
        root=env.config.root_doc,
        title=project.title,
        kind=str(_("Handbook")),
        # the title of the first page where it says more than the project's name
        subtitle=heading if project.name and heading != project.name else None,
        depth=3 if any(entry.part for entry in entries) else 2,
        sections=len(entries) < 12,
        entries=entries,
        phases=tuple(p.id for p in project.phases(findings)),
        findings=tuple(f.id for f in findings),
    )


def of_phases(project: Project) -> Iterator[Book]:
    findings = project.findings()
    for phase in project.phases(findings):
        members = [f for f in findings if f.phase == phase.id]
        title = f"{_('Phase')} {phase.id}" + (f": {phase.title}" if phase.title else "")
        yield Book(
            name=project.file("phase-{id}-{title}", phase.id, phase.title),
            root=phase.place.docname,
            title=title,
            kind=str(_("Phase handbook")),
            subtitle=project.name or None,
            entries=tuple(_of_phase(project, phase, members)),
            phases=(phase.id,),
            findings=tuple(f.id for f in members),
        )


def _of_phase(
    project: Project, phase: Phase, findings: Iterable[Finding], level: int = 0
) -> Iterator[Entry]:
    """Yield a phase's pages and those of its findings, wherever they stand."""
    here = list(project.pages(phase.place.docname, findings))
    listed = {entry.docname for entry in here}
    if phase.place.docname not in listed:
        level = 0
    for entry in here:
        below = 0 if entry.docname == phase.place.docname else level
        yield dc.replace(entry, level=entry.level + below)
    others = (name for name in project.alone(findings) if name not in listed)
    yield from (Entry(name, 1 + level) for name in others)


def of_findings(project: Project) -> Iterator[Book]:
    findings = project.findings()
    holds = Counter(f.place.docname for f in project.register.findings.values())
    for finding in findings:
        docname = finding.place.docname
        alone = holds[docname] == 1 and docname not in project.shared
        section = "" if alone else finding.anchor
        yield Book(
            name=project.file("finding-{id}", finding.id, finding.title),
            root=docname,
            title=f"{finding.id}: {finding.title}" if finding.title else finding.id,
            kind=str(_("Plan")),
            subtitle=project.name or None,
            entries=(Entry(docname, 1, section=section),),
            findings=(finding.id,),
        )


def summary(project: Project) -> Iterator[Book]:
    findings = project.findings()
    yield Book(
        name=project.file("summary"),
        root=project.env.config.root_doc,
        title=project.title,
        kind=str(_("Executive summary")),
        phases=tuple(p.id for p in project.phases(findings)),
        findings=tuple(f.id for f in findings),
    )


def auditor(project: Project) -> Iterator[Book]:
    findings = project.findings()
    phases = project.phases(findings)
    entries: dict[str, Entry] = {}
    for phase in phases:
        members = [f for f in findings if f.phase == phase.id]
        for entry in _of_phase(project, phase, members, level=1):
            entries.setdefault(entry.docname, dc.replace(entry, part=None))
    for name in project.alone(findings):
        entries.setdefault(name, Entry(name, 1))
    yield Book(
        name=project.file("auditor-pack"),
        root=project.env.config.root_doc,
        title=project.title,
        kind=str(_("Auditor's pack")),
        sections=False,
        entries=tuple(entries.values()),
        phases=tuple(p.id for p in phases),
        findings=tuple(f.id for f in findings),
    )


MAKERS = {
    "whole": whole,
    "phase": of_phases,
    "finding": of_findings,
    "summary": summary,
    "auditor": auditor,
}
