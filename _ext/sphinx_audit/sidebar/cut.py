"""The part of the contents trees that a page shows: its branch, with neighbours."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder

    from .tree import Entry, Level, Place, Tree

WINDOW = 11
"""How many siblings a page shows; odd, so that it stands in their middle."""

_ = get_translation("audit")


class Cut:
    """Writes a page's sidebar as Sphinx writes a collapsed tree of titles.

    Only the page's own children are all shown: over all pages that is once each, so the
    cost of a build stays linear in its pages.
    """

    def __init__(self, tree: Tree, builder: StandaloneHTMLBuilder, page: str) -> None:
        self.tree, self.builder, self.page = tree, builder, page
        self.branch = {place.parent: place for place in tree.branch(page)}

    def html(self, maxdepth: int = 0) -> str:
        return "".join(self._lists(self.tree.root, 1, maxdepth))

    def _lists(self, doc: str, depth: int, maxdepth: int) -> Iterator[str]:
        place = self.branch.get(doc)
        for n, level in enumerate(self.tree.levels.get(doc, ())):
            deepest = maxdepth or level.maxdepth
            here = place if place and place.level == n else None
            if level.caption:
                words = escape(level.caption, quote=False)
                yield '<p class="caption" role="heading">'
                yield f'<span class="caption-text">{words}</span></p>\n'
            own = any(self._is_own(doc, entry) for entry in level.entries)
            yield '<ul class="current">\n' if here or own else "<ul>\n"
            yield from self._items(doc, level, here, depth, deepest)
            yield "</ul>\n"

    def _items(
        self, doc: str, level: Level, here: Place | None, depth: int, deepest: int
    ) -> Iterator[str]:
        position = here.position if here else -1
        shown = span(level, own=doc == self.page, position=position)
        for i in shown:
            entry = level.entries[i]
            current = i == position or self._is_own(doc, entry)
            mark = " current" if current else ""
            yield f'<li class="toctree-l{depth}{mark}">{self._link(entry, current)}'
            if i == position and (deepest <= 0 or depth < deepest):
                yield from self._lists(entry.ref, depth + 1, deepest)
            yield "</li>\n"
        if len(shown) < len(level.entries):
            words = escape(_("All %d in this part") % len(level.entries))
            yield f'<li class="toctree-l{depth} audit-sidebar-all">'
            yield f'<a class="reference internal" href="{self._uri(doc)}">{words}</a>'
            yield "</li>\n"

    def _is_own(self, doc: str, entry: Entry) -> bool:
        """Tell whether a page lists itself, and is the one to write."""
        return doc == self.page == entry.ref and not entry.anchor

    def _link(self, entry: Entry, current: bool) -> str:
        if entry.external:
            kind, uri = "reference external", escape(entry.ref)
        else:
            kind, uri = "reference internal", self._uri(entry.ref, entry.anchor)
        if current and entry.ref == self.page:
            kind = f"current {kind}"
        return f'<a class="{kind}" href="{uri}">{entry.title}</a>'

    def _uri(self, doc: str, anchor: str = "") -> str:
        return escape(self.builder.get_relative_uri(self.page, doc) + anchor) or "#"


def span(level: Level, *, own: bool, position: int) -> range:
    """Return the positions to show of a list: all of the page's own, else a window."""
    length = len(level.entries)
    return range(length) if own else window(length, position)


def window(length: int, position: int) -> range:
    """Return the positions to show of a list around one of it, or its first ones."""
    first = min(max(0, position - WINDOW // 2), max(0, length - WINDOW))
    return range(first, min(length, first + WINDOW))
