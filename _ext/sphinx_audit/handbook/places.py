"""Where in the sources a node comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes


def near(node: nodes.Element) -> nodes.Element:
    """Return *node*, or the innermost around it of which the line is known."""
    at: nodes.Element | None = node
    while at is not None and not at.line:
        at = at.parent
    return node if at is None else at
