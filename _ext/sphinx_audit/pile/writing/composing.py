"""All documents together: the pages of findings and phases, and those of the rest."""

from __future__ import annotations

import dataclasses as dc
import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ...model import Status
from ...model.finding import PHASE
from ..said import Shape
from . import layout, marks, pages
from .cleaning import safe_text
from .facts import LISTS
from .pieces import pieces
from .register import Register
from .report import Differing, Extra
from .settling import Page, Settler
from .told import differing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..said import Document
    from .present import Present
    from .report import Report
    from .spool import Slot, Spool
    from .told import Told


@dataclass(frozen=True, slots=True)
class Text:
    """A page to write: below the folder that is imported into."""

    path: str
    about: str
    sources: tuple[str, ...]
    text: str


class Import:
    """Takes documents one by one, and then gives the pages."""

    def __init__(
        self,
        report: Report,
        spool: Spool,
        present: Present,
        files: Sequence[str],
        pattern: str,
    ) -> None:
        self.report, self.spool, self.present = report, spool, present
        self.register = Register(report)
        self.shown = layout.shown_names(files)
        self.files = list(files)
        self.titles: dict[str, str] = {}
        self.pattern = pattern

    def take(self, document: Document) -> None:
        self.report.document(document)
        self.register.add(document.statements)
        heads = (s.title for s in document.sections if s.level == 1 and not s.about)
        self.titles[document.file] = next(heads, "")
        for piece in pieces(document, self.report):
            self.spool.add(piece)
            if piece.about and not piece.about.startswith(PHASE):
                self.register.know(piece.about)

    # -- what is known once all are read

    def settle(self) -> None:
        self.register.known |= self.report.extras.keys()
        told = self.register.findings()
        self.phases = {
            pages.phase_id(id_): found
            for id_, found in self.register.phases().items()
            if pages.phase_id(id_)
        }
        self.defined = {t.id.casefold(): t.id for t in told} | {
            id_.casefold(): id_ for id_ in self.present.findings
        }
        self.folders = {id_: self.folder(id_) for id_ in self.phases}
        self.paths = self.paths_of(told)
        self.others = layout.names(self.files, self.shown)
        self.by_file = {os.path.abspath(f): f for f in self.files}  # noqa: PTH100
        for one, first, other in self.register.twice():
            self.report.twice(one, first, other)
        if not told:
            self.report.nothing(self.pattern)
        self.settler = Settler(self.defined, self.link, self.report)

    def folder(self, id_: str) -> str:
        if there := self.present.phases.get(id_):
            return os.path.dirname(there)  # noqa: PTH120 - below the sources, with /
        phase = self.register.get(f"{PHASE}{id_}")
        return layout.phase_folder(id_, phase.value("title") if phase else "")

    def paths_of(self, told: Sequence[Told]) -> dict[str, str]:
        taken: set[str] = set()
        found = {}
        for one in told:
            phase = pages.phase_id(one.value("phase"))
            folder = self.folders.get(phase, layout.LOOSE)
            at = (
                f"{folder}/{layout.file_name(one.id)}"
                if folder
                else layout.file_name(one.id)
            )
            found[one.id] = f"{layout.free(at, taken)}.md"
        return found

    def link(self, target: str, file: str, page: str) -> str | None:
        """Return where a link of a file leads from a page, if that is a page too."""
        name = unquote(target).partition("#")[0]
        if not name or re.match(r"[a-z][a-z0-9+.-]*:|/|\\", name, re.IGNORECASE):
            return None
        there = os.path.abspath(os.path.join(os.path.dirname(file), name))  # noqa: PTH100, PTH118, PTH120
        found = self.by_file.get(there)
        path = self.main_page(found) if found else None
        if path is None or path == page:
            return None
        return os.path.relpath(path, os.path.dirname(page) or ".").replace(os.sep, "/")  # noqa: PTH120

    def main_page(self, file: str) -> str | None:
        """Return the page on which most of a file is."""
        if file in self.spool.own:
            return f"{layout.OTHER}/{self.others[file]}.md"
        about = self.spool.first.get(file, "")
        return self.paths.get(self.defined.get(about, ""))

    # -- pages

    def texts(self) -> Iterator[Text]:
        """Yield all pages; call `settle` first."""
        for told in self.register.findings():
            yield self.finding(told)
        for id_, members in self.phases.items():
            yield self.phase(id_, members)
        self.unowned()
        for file in self.files:
            if file in self.spool.own:
                yield self.other(file)
        yield from self.indexes()

    def finding(self, told: Told) -> Text:
        for taken, other in differing(told):
            self.report.differs.append(Differing(told.id, taken.fact, taken, other))
        notes = self.report.extras.get(told.id.casefold(), [])
        options = {}
        for fact in told.facts:
            if fact in LISTS:
                found, missing = pages.known(told, fact, self.defined, self.phases)
                options[fact] = pages.one_line(", ".join(found))
                notes += self.undefined(told, fact, missing)
            else:
                options[fact] = pages.option(told, fact)
        options["status"] = self.status(told)
        options["source"] = pages.source(told, self.shown)
        path = self.paths[told.id]
        page = Page(path, told.id)
        text = pages.finding_head(told, options, pages.summary_of(told))
        text += self.body(self.spool.about.get(told.id.casefold(), []), page)
        text += pages.extras([self.settled(n, page) for n in notes], self.shown)
        files = [p.rpartition(":")[0] for p in told.places()]
        return Text(path, told.id, self.sources(files), "\n".join([*text, ""]))

    def settled(self, note: Extra, page: Page) -> Extra:
        """Return a note with its links and its checklist as the page has them."""
        lines = self.settler.settle(note.text.split("\n"), note.place.file, page, 2)
        return dc.replace(note, text="\n".join(lines))

    def sources(self, files: Sequence[str]) -> tuple[str, ...]:
        names = (re.sub(r" \[[^\]]*\]$", "", f) for f in files)
        return tuple(sorted({self.shown.get(n, n) for n in names}))

    def undefined(self, told: Told, fact: str, missing: list[str]) -> list[Extra]:
        said = told.first(fact)
        if not missing or said is None:
            return []
        for name in missing:
            self.report.undefined(told, fact, name)
        text = ", ".join(f"`{pages.one_line(m).replace('`', '')}`" for m in missing)
        return [Extra(f"{fact}, which no source defines", text, said.place)]

    def status(self, told: Told) -> str:
        """Return the status: a claim of completion is never more than a claim."""
        said = told.first("status")
        if said is None:
            return ""
        if said.value == Status.VERIFIED:
            when = said.shape is Shape.RECORD or told.value("verified")
            if not (when and told.value("verified-by")):
                self.report.lowered(told, said)
                return str(Status.IMPLEMENTED)
        return said.value

    def body(self, slots: list[Slot], page: Page) -> list[str]:
        """Return the pieces of a page, those of a second document below a heading."""
        made: list[str] = []
        for file, lines in self.spool.read(slots):
            top = 3 if made else 2
            if found := self.settler.settle(lines, file, page, top):
                name = safe_text(self.shown.get(file, file))
                made += ["", f"## From {name}", "", *found] if made else ["", *found]
        return made

    def phase(self, id_: str, members: Sequence[Told]) -> Text:
        told = self.register.get(f"{PHASE}{id_}")
        title = told.value("title") if told else ""
        path = self.present.phases.get(id_) or f"{self.folders[id_]}/index.md"
        page = Page(path, f"phase {id_}", members=frozenset(m.id for m in members))
        text = pages.phase_head(id_, title, self.phase_options(told, id_))
        slots = self.spool.about.get(f"{PHASE}{id_}".casefold(), [])
        if told and (gate := told.first("gate")):
            where = pages.place_in(str(gate.place), self.shown)
            text += pages.claimed(id_, pages.one_line(where))
        text += self.body(slots, page)
        if told:
            for taken, other in differing(told):
                self.report.differs.append(Differing(told.id, taken.fact, taken, other))
        files = [
            m.rpartition(":")[0]
            for t in [*members, *([told] if told else [])]
            for m in t.places()
        ]
        return Text(path, f"phase {id_}", self.sources(files), "\n".join([*text, ""]))

    def phase_options(self, told: Told | None, id_: str) -> dict[str, str]:
        if told is None:
            return {}
        after = [
            pages.phase_id(d) for d in told.all_of("depends") if d.startswith(PHASE)
        ]
        known = [a for a in after if a in self.phases and a != id_]
        dates = {name: told.value(name) for name in ("order", "start", "end")}
        return {
            "after": ", ".join(known),
            "gate": pages.one_line(told.value("roles")),
            **dates,
        }

    def unowned(self) -> None:
        """Give pieces about what got no page to their documents."""
        pages_of = {id_.casefold() for id_ in self.paths}
        pages_of |= {f"{PHASE}{id_}".casefold() for id_ in self.phases}
        for about, slots in self.spool.about.items():
            if about not in pages_of:
                for slot in slots:
                    self.spool.own.setdefault(slot.file, []).append(slot)
        for slots in self.spool.own.values():
            slots.sort(key=lambda slot: slot.start)

    def other(self, file: str) -> Text:
        """Return the page of what no finding and no phase owns of a document."""
        page = Page(
            f"{layout.OTHER}/{self.others[file]}.md", self.others[file], other=True
        )
        [(_, lines)] = self.spool.read(self.spool.own[file])
        lines = [marks.HEADING + s[1:] if s[:1] == marks.OWN else s for s in lines]
        if titled(lines):
            text = self.settler.settle(lines, file, page, 1)
        else:
            text = self.settler.settle(lines, file, page, 2)
            name = safe_text(self.titles.get(file) or self.shown[file])
            text = [f"# {name}", "", *text]
        return Text(page.path, "", (self.shown[file],), "\n".join([*text, ""]))

    def indexes(self) -> Iterator[Text]:
        sources = tuple(sorted(self.shown.values()))
        folders = {os.path.dirname(p) for p in self.paths.values()}  # noqa: PTH120
        if layout.LOOSE in folders:
            text = pages.index("Findings without a phase", entries=["*"])
            yield Text(f"{layout.LOOSE}/index.md", "", sources, text)
        if self.spool.own:
            text = pages.index("Imported documents", entries=["*"])
            yield Text(f"{layout.OTHER}/index.md", "", sources, text)
        if self.present.lists_folders:
            return
        text = pages.index("Audit", "{progress}", entries=["*/index"])
        yield Text("index.md", "", sources, text)


def titled(lines: Sequence[str]) -> bool:
    """Tell whether the first line is the one heading above all others."""
    levels = [
        marks.read_heading(line)[0] for line in lines if line.startswith(marks.HEADING)
    ]
    first = bool(lines) and lines[0].startswith(marks.HEADING)
    return first and all(level > levels[0] for level in levels[1:])
