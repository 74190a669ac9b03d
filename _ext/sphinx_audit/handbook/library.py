"""Translated pages: those of the last build that still hold, the others anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .assemble import page_file, page_source
from .files import put
from .pages import Page, translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from .builder import HandbookTypstBuilder
    from .chapters import Entry
    from .stamps import Stamps

MADE = ("*.typ", "pages/**/*.typ", "images/*", "attached/*", "own/*")
"""What a build puts below the sources, besides the template."""


class Library:
    """Every page of the books, translated at most once a build."""

    def __init__(
        self, builder: HandbookTypstBuilder, stamps: Stamps, changed: Set[str]
    ) -> None:
        self._builder = builder
        self._before = stamps.pages
        self._changed = changed
        self.known: dict[str, dict[str, object]] = {}
        self.pages: dict[str, Page] = {}

    def page(self, entry: Entry) -> Page:
        kept = None if entry.docname in self._changed else self._kept(entry.page)
        page = kept or self._translated(entry)
        self.pages[entry.page] = page
        self.known[entry.page] = {
            "title": page.title,
            "labels": page.labels,
            "pictures": page.pictures,
        }
        return page

    def _kept(self, name: str) -> Page | None:
        """Return what the last build made of a page, if all of it is still there."""
        told = self._before.get(name, {})
        file = self._builder.sources / page_file(name)
        try:
            title, labels = str(told["title"]), told["labels"]
            pictures = told["pictures"]
            source = file.read_text("utf-8")
        except (LookupError, OSError):
            return None
        if not isinstance(labels, dict) or not isinstance(pictures, list):
            return None
        if not all((self._builder.sources / path).is_file() for path in pictures):
            return None
        return Page(title, source, labels, tuple(pictures))

    def _translated(self, entry: Entry) -> Page:
        page = translate(self._builder, entry.docname, entry.section)
        page = page._replace(source=page_source(page.source))
        file = self._builder.sources / page_file(entry.page)
        put(file, page.source.encode())
        return page

    def drop_others(self, used: Iterable[str]) -> None:
        """Remove the sources of former books, pages, pictures and attachments."""
        kept = {page_file(name) for name in self.known} | {*used}
        kept |= {path for page in self.pages.values() for path in page.pictures}
        sources = self._builder.sources
        for pattern in MADE:
            for path in sources.glob(pattern):
                if path.relative_to(sources).as_posix() not in kept:
                    path.unlink(missing_ok=True)  # another build may do so, too
