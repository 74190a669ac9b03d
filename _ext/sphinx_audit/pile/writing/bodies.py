"""What stands on a page below its head: the pieces of documents, one after another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .cleaning import safe_text
from .settling import Settler
from .ways import Ways

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .addresses import Addresses
    from .collecting import Collected
    from .settling import Page
    from .spool import Slot


@dataclass(frozen=True, slots=True)
class Text:
    """A page to write: below the folder that is imported into."""

    path: str
    about: str
    sources: tuple[str, ...]
    text: str

    @property
    def data(self) -> bytes:
        return self.text.encode("utf-8", "replace")


class Bodies:
    """Writes pieces on their pages."""

    def __init__(self, collected: Collected, addresses: Addresses) -> None:
        self.spool, self.shown = collected.spool, collected.shown
        ways = Ways(collected, addresses)
        self.settler = Settler(
            addresses.defined, ways.link, ways.labels, collected.report
        )

    def body(self, slots: list[Slot], page: Page) -> list[str]:
        """Return the pieces of a page, those of a second document below a heading."""
        made: list[str] = []
        for file, lines in self.spool.read(slots):
            top = 3 if made else 2
            if found := self.settler.settle(lines, file, page, top):
                name = safe_text(self.shown.get(file, file))
                made += ["", f"## From {name}", "", *found] if made else ["", *found]
        return made

    def text(self, page: Page, lines: Sequence[str], places: Iterable[str]) -> Text:
        """Return a page with the files in which its *places* are."""
        files = (re.sub(r" \[[^\]]*\]$", "", p.rpartition(":")[0]) for p in places)
        sources = tuple(sorted({self.shown.get(f, f) for f in files}))
        return Text(page.path, page.about, sources, "\n".join([*lines, ""]))
