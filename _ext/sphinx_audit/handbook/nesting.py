"""What stands too deep in lists, notes and tables for Typst: set without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..report import Fault, warn
from .beside import component
from .classes import classes
from .places import near
from .source import block, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .translator import Translator

DEEPEST = 32
"""Of the 64 rules within each other that Typst allows: templates need some, too, and
what stands deeper has no width left."""
USUAL = 2
OTHERS = {nodes.table: 6, nodes.field_list: 4, nodes.figure: 10}
CONTAINERS = {
    "card": 8, "dropdown": 4, "grid-row": 4, "tab-item": 4,
    "audit-card": USUAL, "audit-checklist": USUAL,
}  # fmt: skip
"""Components and classes; a card is measured before it is set, which goes deep."""
WHOLE = (nodes.paragraph, nodes.FixedTextElement, nodes.math_block, nodes.image)
"""What is written as anywhere else; of other texts, such as titles, the words."""
SILENT = (nodes.Invisible, nodes.colspec)


def weight(node: nodes.Element) -> int:
    """Return how many rules of Typst a node wraps around what is in it."""
    if isinstance(node, nodes.TextElement) or not node.children:
        return 0
    for kind, needed in OTHERS.items():
        if isinstance(node, kind):
            return needed
    if isinstance(node, nodes.container):
        names = (component(node), *classes(node))
        return max(CONTAINERS.get(name, 0) for name in names)
    boxes = (nodes.Body, nodes.topic, nodes.sidebar)
    return USUAL if isinstance(node, boxes) else 0


def flat(book: Translator, node: nodes.Element) -> str:
    """Write what is in *node* as a row of paragraphs, and warn of the first such."""
    if book.builder.strangers.first(f"depth of {book.docname}"):
        message = (
            "this is nested too deep for the PDF and set without its lists, notes and "
            "tables; take some of those around it away"
        )
        warn(Fault.DEPTH, message, at=near(node))
    return "".join(_pieces(book, node))


def _pieces(book: Translator, node: nodes.Element) -> Iterator[str]:
    waiting: list[nodes.Node] = [node]  # no recursion: this may be of any depth
    while waiting:
        piece = waiting.pop()
        if isinstance(piece, nodes.Text):
            yield block(text(piece.astext()))
        elif not isinstance(piece, nodes.Element) or isinstance(piece, SILENT):
            continue
        elif isinstance(piece, WHOLE):
            yield block(book.render([piece]))
        elif isinstance(piece, nodes.TextElement):
            anchor = book.labels.anchor(piece)
            yield block(anchor + book.render(piece.children))
        else:
            yield book.labels.anchor(piece)
            waiting += reversed(piece.children)
            if not piece.children:
                yield block(book.render([piece]))
