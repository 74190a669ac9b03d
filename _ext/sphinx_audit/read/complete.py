"""When a page is parsed: titles, anchors and owners that only the whole page shows."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.util.nodes import make_id

from ..placeholders import (
    checklist_head,
    finding_card,
    pattern_card,
    phase_card,
)
from ..report import Fault
from ..store import store_of
from ..walk import all_of
from .base import problem_note
from .contents import pages_to_list
from .fences import PROBLEMS
from .telling import tell

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

    from ..model import Finding, Page, Pattern, Phase


class Headed(NamedTuple):
    """A kind of thing that a section holds; its heading has the id before the title."""

    kind: str
    before: re.Pattern[str]
    after: re.Pattern[str]

    def title(self, heading: str, id_: str) -> str:
        """Return a heading without the id and what stands around it."""
        match = self.before.match(heading)
        start = match.end() if match else 0
        end = start + len(id_)
        rest = self.after.match(heading, end)
        if rest is None or heading[start:end].casefold() != id_.casefold():
            return heading
        return heading[rest.end() :]


HEADED: dict[type[Element], Headed] = {
    card: Headed(kind, re.compile(before, re.IGNORECASE), re.compile(after))
    for card, kind, before, after in (
        (finding_card, "finding", r"[\[(]?", r"[\])]?(?:\s*[:.–—-]\s*|\s+)"),
        (phase_card, "phase", r"(?:Phase\s+)?", r"(?:\s*[:.–—-]\s*|\s+)"),
        (pattern_card, "pattern", "", r"\s*[:.–—-]\s*"),
    )
}
"""What stands for a section's thing."""


class CompletePage(SphinxTransform):
    """Give every finding, phase and pattern of the page its title and anchor."""

    default_priority = 875  # before Sphinx collects titles and trees (880)

    def apply(self, **kwargs: Any) -> None:
        self.page: Page = store_of(self.env).page(self.env.current_document.docname)
        self.taken: set[int] = set()
        self.owners: dict[int, str] = {}
        """Ids of findings by their section."""
        found = all_of(self.document, (*HEADED, checklist_head, addnodes.toctree))
        for card in found:
            if type(card) in HEADED:
                self.complete(card, HEADED[type(card)])
        for node in found:
            if isinstance(node, checklist_head):
                self.own(node)
            elif isinstance(node, addnodes.toctree) and "audit_phase" in node:
                self.fill(node)
        store_of(self.env).changed()
        self.show_fence_problems()

    def complete(self, card: Element, headed: Headed) -> None:
        """Take the section's title and give the section the anchor."""
        kind = headed.kind
        records: list[Any] = getattr(self.page, f"{kind}s")
        record: Finding | Phase | Pattern = records[card["record"]]
        section = section_of(card)
        heading = title_of(section)
        home: Element = card
        if section is not None and id(section) not in self.taken:
            self.taken.add(id(section))
            self.owners[id(section)] = record.id if kind == "finding" else ""
            home = section
        elif not record.title:
            self.no_heading(card, record, kind)
        title = headed.title(heading, record.id)
        if title.casefold() == record.id.casefold():
            title = ""
        if record.title and record.title != title:
            tell(
                self.env,
                Fault.TITLE,
                f"{record.id} is called {record.title!r} here and "
                f"{title or heading!r} in its heading; keep one",
                at=record.place,
                owner=record.id,
            )
        anchor = make_id(self.env, self.document, f"audit-{kind}", record.id)
        home["ids"].append(anchor)
        self.document.ids[anchor] = home  # its names stay as they are noted
        records[card["record"]] = dc.replace(
            record, title=record.title or title or record.id, anchor=anchor
        )

    def show_fence_problems(self) -> None:
        """Say on the page itself that a fence of it is broken."""
        for message in self.env.current_document.pop(PROBLEMS, None) or ():
            section = self.document.next_node(nodes.section)
            home = self.document if section is None else section
            home.insert(min(1, len(home.children)), problem_note(message))

    def no_heading(
        self, card: Element, record: Finding | Phase | Pattern, kind: str
    ) -> None:
        """Say of a thing without a section of its own where its title should be."""
        why = "shares its section" if section_of(card) else "stands in no section"
        message = (
            f"{kind} {record.id} {why}; give it a heading of its own, "
            "which is its title"
        )
        tell(self.env, Fault.TITLE, message, at=record.place, owner=record.id)
        card.parent.insert(card.parent.index(card), problem_note(message))

    def own(self, head: Element) -> None:
        """Give a checklist to the finding whose section holds it, else to the phase."""
        record = self.page.checklists[head["record"]]
        if record.finding or record.phase:
            return
        owners = (self.owners.get(id(s), "") for s in sections_around(head))
        finding = next((o for o in owners if o), "")
        if not finding and len(self.page.findings) == 1:
            finding = self.page.findings[0].id
        phase = self.page.phases[0].id if self.page.phases and not finding else ""
        self.page.checklists[head["record"]] = dc.replace(
            record, finding=finding, phase=phase
        )

    def fill(self, tree: Element) -> None:
        """List the pages of a phase's findings that no toctree of the page lists."""
        explicit = {
            d
            for t in self.document.findall(addnodes.toctree)
            if "audit_phase" not in t
            for d in t["includefiles"]
        }
        for n, phase in enumerate(self.page.phases):
            if phase.id == tree["audit_phase"]:
                whole = dc.replace(phase, explicit=tuple(sorted(explicit)))
                pages = pages_to_list(whole, self.env)
                self.page.phases[n] = dc.replace(whole, listed=pages)
                tree["entries"] = [(None, d) for d in pages]
                tree["includefiles"] = list(pages)


def sections_around(node: Element) -> list[Element]:
    """Return the sections that hold *node*, the innermost first."""
    found: list[Element] = []
    at = node.parent
    while at is not None:
        if isinstance(at, nodes.section):
            found.append(at)
        at = at.parent
    return found


def section_of(node: Element) -> Element | None:
    return next(iter(sections_around(node)), None)


def title_of(section: Element | None) -> str:
    if section is None or not isinstance(section[0], nodes.title):
        return ""
    return " ".join(section[0].astext().split())


def setup(app: Sphinx) -> None:
    app.add_transform(CompletePage)
