"""The boxes of checklist items, put back where a translation has replaced the words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..store import store_of
from ..walk import all_of
from .checklist import BOXES, CLASSES, MARK

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx

BOX = {CLASSES[state]: box for state, box in BOXES.items()}


class ItemMarks(SphinxTransform):
    """Draw the box of the state as authored, whatever mark the translation holds."""

    default_priority = 25  # Sphinx translates at 20

    def apply(self, **kwargs: Any) -> None:
        page = store_of(self.env).pages.get(self.env.current_document.docname)
        if page is None or not page.checklists:
            return
        for entry in all_of(self.document, (nodes.list_item,)):
            box = next((BOX[name] for name in entry["classes"] if name in BOX), None)
            words = entry.children[0] if entry.children else None
            if box and isinstance(words, nodes.TextElement) and not has_box(words):
                draw(words, box)


def has_box(words: Element) -> bool:
    first = words.children[0] if words.children else None
    return isinstance(first, nodes.inline) and "audit-mark" in first["classes"]


def draw(words: Element, box: str) -> None:
    first = words.children[0] if words.children else None
    if isinstance(first, nodes.Text) and (mark := MARK.match(first.astext())):
        words.replace(first, nodes.Text(first.astext()[mark.end() :]))
    words.insert(0, nodes.inline("", f"{box} ", classes=["audit-mark"]))


def setup(app: Sphinx) -> None:
    app.add_transform(ItemMarks)
