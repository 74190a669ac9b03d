"""The contents trees of a project, read once a build into plain entries."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import StandardDomain
from sphinx.util import url_re

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders.html import StandaloneHTMLBuilder


class Entry(NamedTuple):
    """A line of a contents tree."""

    ref: str
    """A docname, or a URL if ``external``."""
    title: str
    """HTML."""
    anchor: str = ""
    external: bool = False


class Level(NamedTuple):
    """A list of the sidebar."""

    entries: tuple[Entry, ...]
    caption: str = ""
    maxdepth: int = -1


class Place(NamedTuple):
    """Where a page stands: in which of its parent's lists, and at which position."""

    parent: str
    level: int
    position: int


class Tree:
    """The lists below each page, and where each page stands in them.

    A page listed twice stands where it is met first, from the top down.
    """

    def __init__(self, builder: StandaloneHTMLBuilder, *, hidden: bool) -> None:
        self.root: str = builder.config.root_doc
        self.levels: dict[str, tuple[Level, ...]] = {}
        self.places: dict[str, Place] = {}
        self._builder = builder
        self._tocs = builder.env.tocs
        self._read(self.root, hidden)
        levels = (level for below in self.levels.values() for level in below)
        self.size = sum(len(level.entries) for level in levels)

    def branch(self, page: str) -> Iterator[Place]:
        """Yield the place of a page, of its parent, and so on up to the root."""
        while page in self.places:
            yield (place := self.places[page])
            page = place.parent

    def _read(self, doc: str, hidden: bool) -> None:
        self.levels[doc] = ()  # for a circle, which Sphinx warns of
        read = [
            (tree, Level(entries, tree.get("caption") or "", tree.get("maxdepth", -1)))
            for tree in self._toctrees(self._tocs[doc])
            if hidden or not tree.get("hidden")
            if (entries := tuple(self._entries(doc, tree)))
        ]
        levels = [level for _, level in read]
        if doc != self.root and levels:  # one list, as there are no captions below
            levels = [Level(tuple(e for level in levels for e in level.entries))]
        self.levels[doc] = tuple(levels)
        below = [hidden or bool(tree.get("includehidden")) for tree, _ in read]
        for n, level in enumerate(levels):
            for i, entry in enumerate(level.entries):
                if entry.external or entry.anchor or entry.ref in {doc, self.root}:
                    continue
                self.places.setdefault(entry.ref, Place(doc, n, i))
                if entry.ref in self._tocs and entry.ref not in self.levels:
                    self._read(entry.ref, below[n] if doc == self.root else hidden)

    def _toctrees(self, node: nodes.Element) -> Iterator[addnodes.toctree]:
        for child in node.children:
            if isinstance(child, addnodes.toctree):
                yield child
            elif isinstance(child, addnodes.only):
                if self._builder.tags.eval_condition(child["expr"]):
                    yield from self._toctrees(child)
            elif isinstance(child, nodes.Element):
                yield from self._toctrees(child)

    def _entries(self, doc: str, tree: addnodes.toctree) -> Iterator[Entry]:
        generated = StandardDomain._virtual_doc_names  # noqa: SLF001 - nowhere else
        for title, ref in tree["entries"]:
            if url_re.match(ref):
                yield Entry(ref, escape(title or ref), external=True)
            elif ref == "self":
                own = title or self._builder.env.titles[doc].astext()
                yield Entry(doc, text(own))
            elif ref in generated:
                name, heading = generated[ref]
                yield Entry(name, text(title or str(heading)))
            elif ref in self._tocs:  # else Sphinx has warned
                yield from self._headings(title, ref)

    def _headings(self, title: str | None, ref: str) -> Iterator[Entry]:
        """Yield the top headings of a page: one, or in reST even several."""
        items = [i for i in self._tocs[ref] if isinstance(i, nodes.list_item)]
        for item in items:
            heading = item.next_node(nodes.reference)
            if heading is None:
                continue
            number = ".".join(map(str, heading.get("secnumber") or ()))
            number += self._builder.config.html_secnumber_suffix if number else ""
            own = text(title) if title and len(items) == 1 else self._html(heading)
            yield Entry(ref, number + own, heading["anchorname"])

    def _html(self, heading: nodes.reference) -> str:
        if all(isinstance(child, nodes.Text) for child in heading.children):
            return text(heading.astext())  # the common case, and 20 times as fast
        whole = nodes.inline("", "", *(child.deepcopy() for child in heading.children))
        fragment: str = self._builder.render_partial(whole)["fragment"]
        return fragment.removeprefix("<span>").removesuffix("</span>")


def text(words: str) -> str:
    return escape(words, quote=False)
