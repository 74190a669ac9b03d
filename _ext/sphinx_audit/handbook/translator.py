"""One document of the doctree to Typst source; knows no kind of node by itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from . import nesting, write
from .labels import Labels
from .places import NO_MARK, mark
from .registry import WRITERS
from .source import block, text
from .widths import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .builder import HandbookTypstBuilder

# What a doctree of a stranger may lack; its text must still reach the reader.
_STRANGE_SHAPE = (AttributeError, LookupError, StopIteration, TypeError, ValueError)
SECTIONS = (nodes.section, nodes.document)


class Translator(SphinxTranslator):
    """Writes nodes with the functions of `write`, or as `app.add_node` says."""

    builder: HandbookTypstBuilder

    def __init__(self, document: nodes.document, builder: HandbookTypstBuilder) -> None:
        super().__init__(document, builder)
        write.load()
        self.docname: str = document["docname"]
        self.labels = Labels(self.docname)
        self.body: list[str] = []
        self.depth = 0
        self.nested = 0
        self.tables = Tables(document)
        self.footnotes = {
            name: note
            for note in document.findall(nodes.footnote)
            for name in note["ids"]
        }
        self.noted: dict[str, None] = {}

    def page(self) -> str:
        """Translate the whole document."""
        source = self.render(self.document.children)
        return self.labels.start() + source

    def render(self, children: Iterable[nodes.Node]) -> str:
        """Translate *children* to one piece of source."""
        outer, self.body = self.body, []
        try:
            for child in children:
                child.walkabout(self)
            return "".join(self.body).strip()
        finally:
            self.body = outer

    def shorten_paths(self, node: nodes.Element) -> None:
        """Name files as from the folder of the sources, wherever that is."""
        for words in list(node.findall(nodes.Text)):
            plain = words.replace(f"{self.builder.srcdir}/", "")
            words.parent.replace(words, nodes.Text(plain))

    def dispatch_visit(self, node: nodes.Node) -> None:
        if isinstance(node, nodes.Text):
            if words := node.astext():
                self.body.append(text(words, boxed=self.labels.standing))
            return
        assert isinstance(node, nodes.Element)
        for name in (cls.__name__ for cls in type(node).__mro__):
            if visit := getattr(self, f"visit_{name}", None):
                self._visited(visit, node)
                return
            if name in WRITERS:
                self.body.append(self._nested(name, node))
                raise nodes.SkipNode
        self.body.append(self._unknown(node))
        raise nodes.SkipNode

    def _visited(
        self, visit: Callable[[nodes.Element], None], node: nodes.Element
    ) -> None:
        """Let an extension write a node, and mark as its own what may be refused."""
        self.body.append(mark(node, Path(self.builder.srcdir)))
        try:
            visit(node)
        except (nodes.SkipNode, nodes.SkipDeparture):
            self.body.append(NO_MARK)
            raise

    def dispatch_departure(self, node: nodes.Node) -> None:
        super().dispatch_departure(node)
        if isinstance(node, nodes.Element):  # ours have been skipped
            self.body.append(NO_MARK)

    def unknown_departure(self, node: nodes.Node) -> None:
        pass

    def _nested(self, name: str, node: nodes.Element) -> str:
        weight = nesting.weight(node)
        if weight and self.nested + weight > nesting.DEEPEST:
            return nesting.flat(self, node)
        self.nested += weight
        try:
            return self._written(name, node)
        finally:
            self.nested -= weight

    def _written(self, name: str, node: nodes.Element) -> str:
        written = len(self.labels.of), len(self.noted)
        try:
            source = WRITERS[name](self, node)
        except _STRANGE_SHAPE:
            forget(self.labels.of, written[0])
            forget(self.noted, written[1])
            return self._unknown(node)
        return self._at(node) + self.labels.anchor(node) + source if source else ""

    def _at(self, node: nodes.Element) -> str:
        """Mark what stands in no other node but sections, for errors of Typst."""
        alone = isinstance(node.parent, SECTIONS) and not isinstance(node, SECTIONS)
        return mark(node, Path(self.builder.srcdir)) if alone else ""

    def _unknown(self, node: nodes.Element) -> str:
        self.builder.strangers.meet(node)
        inside = self.render(node.children) or text(str(node.get("alt", "")))
        inside = self.labels.anchor(node) + inside
        inline = isinstance(node, nodes.Inline) or isinstance(
            node.parent, nodes.TextElement
        )
        return inside if inline else block(inside)


def forget(record: dict[str, str] | dict[str, None], since: int) -> None:
    """Take back what was noted for source that is thrown away."""
    for key in list(record)[since:]:
        del record[key]
