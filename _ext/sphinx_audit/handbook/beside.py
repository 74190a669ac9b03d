"""What stands beside something: cells of tables and grids leave it part of a line."""

from __future__ import annotations

import re
from math import prod
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator


def component(node: nodes.Node) -> str:
    """Return which component of sphinx-design a node is, if any."""
    return (
        str(node.get("design_component", "")) if isinstance(node, nodes.Element) else ""
    )


def columns(row: nodes.Element) -> int:
    """Return the columns of a grid on paper: those meant for a large screen, or 3."""
    given = re.findall(
        r"sd-row-cols-(?:md-|sm-|xs-|lg-)?(\d+)", " ".join(row["classes"])
    )
    return max(1, min(len(row.children), max(map(int, given), default=3), 3))


def in_cell(node: nodes.Element) -> bool:
    return any(True for _ in _cells(node))


def share(node: nodes.Element) -> float:
    """Return about how much of a line there is for *node*, from 0 to 1."""
    return 1 / prod(_columns(cell) for cell in _cells(node))


def _cells(node: nodes.Element) -> Iterator[nodes.Element]:
    above = node.parent
    while above is not None:
        if isinstance(above, nodes.entry) or component(above) == "grid-item":
            yield above
        above = above.parent


def _columns(cell: nodes.Element) -> int:
    if not isinstance(cell, nodes.entry):
        return columns(cell.parent)
    group = cell.parent.parent.parent if cell.parent and cell.parent.parent else None
    count = group.get("cols", 1) if isinstance(group, nodes.tgroup) else 1
    return max(1, int(count) // (1 + int(cell.get("morecols", 0))))
