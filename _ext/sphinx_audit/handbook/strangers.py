"""Nodes that nobody registered: their text is kept, each class is named once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Fault, warn

if TYPE_CHECKING:
    from docutils import nodes


class Strangers:
    def __init__(self) -> None:
        self._met: set[str] = set()

    def meet(self, node: nodes.Element) -> None:
        """Warn at the first node of a class."""
        name = f"{type(node).__module__}.{type(node).__qualname__}"
        if name in self._met:
            return
        self._met.add(name)
        message = "no one told the handbook how to write %s, its text is kept"
        hint = "give app.add_node(…, handbook=(visit, depart))"
        warn(Fault.NODE, f"{message}: {hint}", name, at=node)
