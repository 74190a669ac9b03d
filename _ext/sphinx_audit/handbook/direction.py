"""Which blocks are read from right to left."""

from __future__ import annotations

from docutils import nodes

from .source import block, call, content, starts_rtl

WITHIN = (
    nodes.list_item, nodes.entry, nodes.definition, nodes.field_body, nodes.description,
)  # fmt: skip
"""What keeps the direction of what it stands in."""


def directed(node: nodes.Element, source: str) -> str:
    """Set a block that begins with a word from right to left in that direction."""
    if isinstance(node.parent, WITHIN) or not starts_rtl(node.astext()):
        return block(source)
    return block(call("from-right-block", content(source)))
