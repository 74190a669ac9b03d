"""What is worth one warning a build, such as a class of nodes nobody registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Fault, warn

if TYPE_CHECKING:
    from docutils import nodes


class Strangers:
    def __init__(self) -> None:
        self._met: set[str] = set()

    def first(self, name: str) -> bool:
        """Say whether this build meets *name* for the first time."""
        is_new = name not in self._met
        self._met.add(name)
        return is_new

    def meet(self, node: nodes.Element) -> None:
        """Warn at the first node of a class."""
        name = f"{type(node).__module__}.{type(node).__qualname__}"
        if not self.first(name):
            return
        message = "no one told the handbook how to write %s, its text is kept"
        hint = "give app.add_node(…, handbook=(visit, depart))"
        warn(Fault.NODE, f"{message}: {hint}", name, at=node)
