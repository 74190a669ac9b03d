"""All nodes of some classes, in one walk over a page.

Docutils walks by generators within generators, several times slower; with a thousand
pages and a handful of walks that is what one notices of us.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils.nodes import Element, Node


def all_of(root: Element, kinds: tuple[type[Element], ...]) -> list[Any]:
    """Return the nodes below *root* of these classes, in the order of the text."""
    found: list[Node] = []
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kinds):
            found.append(node)
        if node.children:
            waiting.extend(reversed(node.children))
    return found
