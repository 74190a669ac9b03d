"""What lies on pages of its own, turned, and the heading that goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from ...draw.drawing import DrawingError
from ..beside import in_cell
from ..rooms import fitted

if TYPE_CHECKING:
    from ..rooms import Fitted
    from ..translator import Translator

FREE = (nodes.document, nodes.section, nodes.compound, addnodes.start_of_file)
"""What may hold pages of something: Typst begins none inside of a box."""
TAKEN = "audit_taken_along"


def free(node: nodes.Element) -> bool:
    """Say whether pages may begin where *node* stands."""
    above = node.parent
    while isinstance(above, FREE):
        above = above.parent
    return above is None


def low(node: nodes.Element) -> str | None:
    """Return how high a picture may be beside others, for their page may lie."""
    return "low" if in_cell(node) else None


def diagram(book: Translator, node: nodes.Element) -> Fitted:
    """Find the room for a diagram. Raises DrawingError."""
    turn = node.get("audit_fit") != "as-authored"
    code = str(node.get("code", ""))
    return fitted(code, book.builder.rooms, turn=turn, alone=free(node))


def _lies(book: Translator, node: nodes.Node | None) -> bool:
    if isinstance(node, nodes.table):
        return book.tables.shape(node, alone=free(node)).lying
    if not isinstance(node, nodes.Element) or type(node).__name__ != "mermaid":
        return False
    try:
        return diagram(book, node).room.lying
    except DrawingError:
        return False


def goes_along(book: Translator, head: nodes.Element) -> bool:
    """Say whether a heading stands on the page that lies for what is behind it."""
    if head.get(TAKEN):
        return False
    return _lies(book, head.next_node(descend=False, siblings=True))


def head_of(book: Translator, node: nodes.Element) -> str:
    """Write the heading of what lies, which was not written before it."""
    head = node.previous_sibling()
    if not isinstance(head, (nodes.rubric, nodes.title)):
        return ""
    head[TAKEN] = True
    return book.render([head])
