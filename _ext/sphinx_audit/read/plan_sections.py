"""When a page is parsed: which sections its plans have, and which are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..model.section import LEFT, Section
from ..placeholders import finding_card
from ..store import store_of
from ..walk import all_of
from .telling import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node
    from sphinx.application import Sphinx

    from ..model import Place

NOTHING = (nodes.title, nodes.comment, nodes.system_message, nodes.target)
"""What a section can have and still be empty."""

CODE = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block)
"""Where words of a template may be meant."""


class NoteSections(SphinxTransform):
    """Note the sections of each plan, with the words of a template left in them."""

    default_priority = 876  # when the plans have their sections

    def apply(self, **kwargs: Any) -> None:
        docname = self.env.current_document.docname
        page = store_of(self.env).pages.get(docname)
        if page is None or not page.findings:
            return
        homes = {
            id(card.parent): card["finding"]
            for card in reversed(all_of(self.document, (finding_card,)))
            if isinstance(card.parent, nodes.section)
        }
        found = list(self.sections(self.document, "", homes))
        page.sections[:] = [section for section in found if section.finding]

    def sections(
        self, node: Element, finding: str, homes: dict[int, str]
    ) -> Iterator[Section]:
        """Yield the sections below *node*, which is part of the plan of *finding*."""
        for child in node.children:
            if not isinstance(child, nodes.section):
                continue
            own = homes.get(id(child), "")
            title = "" if own else " ".join(child[0].astext().split())
            place = self.place(child[0] if len(child) else child)
            yield Section(
                finding=own or finding,
                title=title,
                line=place.line,
                path=place.path,
                filled=filled(child),
                left=tuple(self.left(child)),
            )
            yield from self.sections(child, own or finding, homes)

    def left(self, section: Element) -> Iterator[tuple[str, int]]:
        """Yield the words of a template in a section itself, its heading included."""
        found = texts(section)
        if not LEFT.search("\n".join(found)):
            return
        for text in found:
            for match in LEFT.finditer(text):
                yield match[0], self.place(text.parent).line

    def place(self, node: Node) -> Place:
        return place_of(node, self.env.current_document.docname, self.env)


def filled(section: Element) -> bool:
    """Tell whether somebody wrote something below a heading, or below one of it."""
    for child in section.children:
        if isinstance(child, nodes.section):
            if filled(child):
                return True
        elif not isinstance(child, NOTHING):
            return True
    return False


def texts(section: Element) -> list[nodes.Text]:
    """Return the texts of a section, without its inner ones and without code."""
    found: list[nodes.Text] = []
    waiting: list[Node] = [*reversed(section.children)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, nodes.Text):
            found.append(node)
        elif not isinstance(node, (nodes.section, *CODE)):
            waiting.extend(reversed(node.children))
    return found


def setup(app: Sphinx) -> None:
    app.add_transform(NoteSections)
