"""Pages of what no finding and no phase owns, and those that list folders."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ...model.finding import PHASE
from . import layout, marks, pages
from .bodies import Text
from .cleaning import safe_text
from .settling import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .addresses import Addresses
    from .bodies import Bodies
    from .collecting import Collected


class OtherPages:
    """Writes the pages of documents, and the indexes."""

    def __init__(
        self, collected: Collected, addresses: Addresses, bodies: Bodies
    ) -> None:
        self.collected, self.addresses = collected, addresses
        self.spool, self.shown = collected.spool, collected.shown
        self.settler, self.register = bodies.settler, collected.register

    def unowned(self) -> None:
        """Give pieces about what got no page to their documents."""
        pages_of = {id_.casefold() for id_ in self.addresses.paths}
        pages_of |= {f"{PHASE}{id_}".casefold() for id_ in self.addresses.phases}
        for about, slots in self.spool.about.items():
            if about not in pages_of:
                for slot in slots:
                    self.spool.own.setdefault(slot.file, []).append(slot)
        for slots in self.spool.own.values():
            slots.sort(key=lambda slot: slot.start)

    def page(self, file: str) -> Text:
        """Return the page of what no finding and no phase owns of a document."""
        at = self.addresses
        page = Page(at.of_file(file), at.others[file], other=True)
        [(_, lines)] = self.spool.read(self.spool.own[file])
        lines = [marks.HEADING + s[1:] if s[:1] == marks.OWN else s for s in lines]
        if titled(lines):
            text = self.settler.settle(lines, file, page, 1)
        else:
            text = self.settler.settle(lines, file, page, 2)
            name = safe_text(self.collected.titles.get(file) or self.shown[file])
            text = [f"# {name}", "", *text]
        return Text(page.path, "", (self.shown[file],), "\n".join([*text, ""]))

    def patterns(self) -> Iterator[Text]:
        """Yield the pages of reusable solutions."""
        taken: set[str] = set()
        for id_, told in self.register.patterns().items():
            name = layout.free(layout.file_name(id_), taken)
            path = f"{layout.PATTERNS}/{name}.md"
            places = sorted({p.rpartition(":")[0] for p in told.places()})
            sources = tuple(self.shown.get(p, p) for p in places)
            yield Text(path, told.id, sources, pages.pattern(id_, told))

    def indexes(self, *, first: bool) -> Iterator[Text]:
        """Yield the pages that list others, *first* the one above all of them."""
        sources = tuple(sorted(self.shown.values()))
        folders = {os.path.dirname(p) for p in self.addresses.paths.values()}  # noqa: PTH120
        if layout.LOOSE in folders:
            text = pages.index("Findings without a phase", entries=["*"])
            yield Text(f"{layout.LOOSE}/index.md", "", sources, text)
        if self.spool.own:
            text = pages.index("Imported documents", entries=["*"])
            yield Text(f"{layout.OTHER}/index.md", "", sources, text)
        if self.register.patterns():
            text = pages.index("Patterns", entries=["*"])
            yield Text(f"{layout.PATTERNS}/index.md", "", sources, text)
        if first:
            text = pages.index("Audit", "{progress}", entries=["*/index"])
            yield Text("index.md", "", sources, text)


def titled(lines: Sequence[str]) -> bool:
    """Tell whether the first line is the one heading above all others."""
    levels = [
        marks.read_heading(line)[0] for line in lines if line.startswith(marks.HEADING)
    ]
    first = bool(lines) and lines[0].startswith(marks.HEADING)
    return first and all(level > levels[0] for level in levels[1:])
