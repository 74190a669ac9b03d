"""The pieces of a view as HTML, for pages that nothing need look into any more.

It says what `as_nodes` and Sphinx's writer say; a test holds the two together.  Tables
stay tables for themes, which give them classes and room to scroll.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from ..targets import find
from .as_nodes import bar
from .parts import Bar, Facts, Folded, Link, Part, Table, spaced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docutils.nodes import Node

    from .context import Context
    from .parts import Piece

TAGS = {
    nodes.paragraph: "p",
    nodes.inline: "span",
    nodes.strong: "strong",
    nodes.literal: "code",
    nodes.container: "div",
    nodes.rubric: "p",
    nodes.bullet_list: "ul",
    nodes.list_item: "li",
}
CLASSES = {
    nodes.literal: "docutils literal notranslate",
    nodes.container: "docutils container",
    nodes.rubric: "rubric",
    nodes.bullet_list: "simple",
}
"""What Sphinx's writer adds of its own."""
BLOCKS = frozenset({"p", "div", "ul", "li"})


def as_html(pieces: Iterable[Piece], context: Context) -> list[Node]:
    """Return raw nodes, and between them whatever came as a node."""
    page = Page(context)
    page.write(pieces)
    return page.nodes()


class Page:
    """The HTML of a view on one page, as it is written."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.done: list[Node] = []
        self.open: list[str] = []

    def nodes(self) -> list[Node]:
        if self.open:
            self.done.append(raw("".join(self.open)))
            self.open.clear()
        return self.done

    def write(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, str):
                self.open.append(escape(piece, quote=False))
            elif isinstance(piece, nodes.Node):
                self.apart(piece)
            else:
                self.WRITERS[type(piece)](self, piece)

    def apart(self, node: Node) -> None:
        self.nodes().append(node)

    def element(self, part: Part) -> None:
        tag, own = TAGS[part.kind], CLASSES.get(part.kind, "")
        names = " ".join((*part.classes, own) if own else part.classes)
        named = f' class="{names}"' if names else ""
        placed = "".join(f' id="{escape(id_)}"' for id_ in part.ids[:1])
        self.open.append(f"<{tag}{named}{placed}>")
        self.write(part.inner if part.kind is not nodes.literal else apart(part))
        self.open.append(f"</{tag}>\n" if tag in BLOCKS else f"</{tag}>")

    def link(self, link: Link) -> None:
        to = find(self.context.register, link.kind, link.id)
        text = (
            f'<span class="{" ".join(link.classes)}">{escape(link.text, False)}</span>'
        )
        if to is not None and self.context.hrefs:
            href = escape(self.context.hrefs.to(to.docname, to.anchor))
            text = f'<a class="reference internal" href="{href}">{text}</a>'
        self.open.append(text)

    def facts(self, facts: Facts) -> None:
        self.open.append('<dl class="audit-facts field-list simple">\n')
        for n, (name, value) in enumerate(facts.rows):
            side = "even" if n % 2 else "odd"
            self.open.append(
                f'<dt class="field-{side}">{escape(str(name))}'
                '<span class="colon">:</span></dt>\n'
                f'<dd class="field-{side}"><p>'
            )
            self.write(value)
            self.open.append("</p>\n</dd>\n")
        self.open.append("</dl>\n")

    def folded(self, box: Folded) -> None:
        self.open.append(
            '<div class="audit-alternative docutils container">\n'
            f"<details><summary>{escape(box.summary)}</summary>"
        )
        self.write(box.inner)
        self.open.append("</details></div>\n")

    def table(self, table: Table) -> Node:
        """Return a table whose rows are written already."""
        rows = Page(self.context)
        rows.open.append("<thead>\n")
        rows.row([[h] for h in table.heads], "th", 'th class="head"', "odd")
        rows.open.append("</thead>\n<tbody>\n")
        for n, cells in enumerate(table.rows):
            rows.row(cells, "td", "td", "odd" if n % 2 else "even")
        rows.open.append("</tbody>\n")
        return nodes.table("", *rows.nodes(), classes=list(table.classes))

    def row(
        self, cells: Iterable[Sequence[Piece]], tag: str, start: str, side: str
    ) -> None:
        self.open.append(f'<tr class="row-{side}">')
        for cell in cells:
            self.open.append(f"<{start}><p>")
            self.write(cell)
            self.open.append(f"</p></{tag}>\n")
        self.open.append("</tr>\n")

    def bar(self, piece: Bar) -> None:
        self.open.append(bar(piece))

    WRITERS: ClassVar[dict[type, Callable[[Any, Any], None]]] = {
        Part: element,
        Link: link,
        Facts: facts,
        Folded: folded,
        Bar: bar,
        Table: lambda page, piece: page.apart(page.table(piece)),
    }


def apart(literal: Part) -> list[Piece]:
    """Return the words of code, each of which Sphinx keeps on one line."""
    words = " ".join(map(str, literal.inner)).split(" ")
    return spaced(Part(nodes.inline, (word,), ("pre",)) for word in words)


def raw(html: str) -> Node:
    return nodes.raw("", html, format="html")
