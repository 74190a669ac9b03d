"""Where a link can land: every id of a page and the one label that stands for it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .source import call, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes


def start_of(docname: str) -> str:
    """Return the label of a page's first line."""
    return f"{docname}#"


class Labels:
    """The labels of one page, as they are written."""

    def __init__(self, docname: str) -> None:
        self.docname = docname
        self.of: dict[str, str] = {}
        self._stand_in: str | None = None

    @property
    def standing(self) -> bool:
        """Say whether what is written now is shown in several places."""
        return self._stand_in is not None

    def key(self, name: str) -> str:
        return f"{self.docname}#{name}"

    def take(self, node: nodes.Element) -> str | None:
        """Return the label to write for *node*, if it has an id not yet written."""
        new = [key for key in map(self.key, node.get("ids", ())) if key not in self.of]
        if not new:
            return None
        label = self._stand_in or new[0]
        self.of |= dict.fromkeys(new, label)
        return None if self._stand_in else label

    def anchor(self, node: nodes.Element) -> str:
        label = self.take(node)
        return call("anchor", string(label)) if label else ""

    @contextmanager
    def shown_twice(self, label: str | None) -> Iterator[None]:
        """Let ids inside mean *label*: one written twice fails the whole book."""
        outer = self._stand_in
        self._stand_in = outer or label or start_of(self.docname)
        try:
            yield
        finally:
            self._stand_in = outer

    def start(self) -> str:
        """Return the anchor of the page itself, to be written before its text."""
        start = start_of(self.docname)
        self.of[start] = start
        return call("anchor", string(start))
