"""The pieces of a view as docutils nodes, which every builder can write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

from .parts import Bar, Facts, Folded, Link, Part, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docutils.nodes import Element, Node

    from .context import Context
    from .parts import Piece


def as_nodes(pieces: Iterable[Piece], context: Context) -> list[Node]:
    """Return the nodes; a bar is left out where no HTML is written."""
    made = (node_of(piece, context) for piece in pieces)
    return [node for node in made if node is not None]


def node_of(piece: Piece, context: Context) -> Node | None:
    if isinstance(piece, nodes.Node):
        return piece
    make = WRITERS.get(type(piece))
    return make(piece, context) if make else nodes.Text(str(piece))


def element(part: Part, context: Context) -> Element:
    made = part.kind("", classes=list(part.classes), ids=list(part.ids))
    made += as_nodes(part.inner, context)
    if part.share is not None:
        made["audit_share"] = part.share
    return made


def reference(link: Link, context: Context) -> Element:
    """Return a reference that Sphinx resolves."""
    return addnodes.pending_xref(
        "",
        nodes.inline("", link.text, classes=list(link.classes)),
        refdomain="audit",
        reftype=link.kind,
        reftarget=link.id,
        refexplicit=True,
        refwarn=False,
        refdoc=context.docname,
    )


def field_list(facts: Facts, context: Context) -> Element:
    fields = [
        nodes.field(
            "",
            nodes.field_name("", str(name)),
            nodes.field_body("", nodes.paragraph("", "", *as_nodes(value, context))),
        )
        for name, value in facts.rows
    ]
    return nodes.field_list("", *fields, classes=["audit-facts"])


def table(whole: Table, context: Context) -> Element:
    group = nodes.tgroup("", cols=len(whole.widths))
    group += [nodes.colspec(colwidth=w) for w in whole.widths]
    group += nodes.thead("", row([[h] for h in whole.heads], context))
    group += nodes.tbody("", *(row(cells, context) for cells in whole.rows))
    return nodes.table("", group, classes=list(whole.classes))


def row(cells: Iterable[Sequence[Piece]], context: Context) -> Element:
    entries = (nodes.paragraph("", "", *as_nodes(cell, context)) for cell in cells)
    return nodes.row("", *(nodes.entry("", entry) for entry in entries))


def folded(box: Folded, context: Context) -> Element:
    made = nodes.container("", *as_nodes(box.inner, context))
    made["classes"] = ["audit-alternative"]
    if context.html:
        start = f"<details><summary>{box.summary}</summary>"
        made.insert(0, nodes.raw("", start, format="html"))
        made += nodes.raw("", "</details>", format="html")
    return made


def drawn(piece: Bar, context: Context) -> Node | None:
    return nodes.raw("", bar(piece), format="html") if context.html else None


def bar(piece: Bar) -> str:
    """Return the HTML of a bar, hidden from screen readers: words beside it say it."""
    return (
        '<span class="audit-bar" aria-hidden="true">'
        f'<span style="width:{piece.share:.1%}"></span></span> '
    )


WRITERS: dict[type, Callable[[Any, Context], Node | None]] = {
    Part: element,
    Link: reference,
    Facts: field_list,
    Table: table,
    Folded: folded,
    Bar: drawn,
}
