"""Roles where they cannot do their work: in headings, in plain text and in links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinxcontrib.mermaid import mermaid

from ..placeholders import computed, view
from ..report import Fault
from ..store import store_of
from ..walk import all_of
from .plain import ROLE, complain, words_for_images
from .telling import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element
    from sphinx.application import Sphinx


class PlainPlaces(SphinxTransform):
    """Leave there what the author wrote, and say so."""

    default_priority = 874  # before titles are taken from headings (875)

    def apply(self, **kwargs: Any) -> None:
        looks: dict[type, Callable[[Any], None]] = {
            nodes.title: self.heading,
            addnodes.pending_xref: self.reference,
            addnodes.toctree: self.contents,
            nodes.image: self.image,
            mermaid: self.diagram,
            view: self.view,
        }
        for node in all_of(self.document, tuple(looks)):
            if look := looks.get(type(node)):
                look(node)
        self.checklists()

    def heading(self, title: Element) -> None:
        """Undo values in headings: contents trees copy headings before any is known."""
        if not isinstance(title.parent, nodes.section | nodes.document):
            return
        for node in list(title.findall(computed)):
            tell(
                self.env,
                Fault.ROLE_IN_HEADING,
                f"{node['said']} cannot be computed in a heading, which contents "
                "trees repeat; say it in the text below",
                at=node if node.line else title,
            )
            node.replace_self(nodes.literal("", node["said"]))
        for ref in title.findall(addnodes.pending_xref):
            if ref.get("refdomain") == "audit":
                # the id alone, here and in contents trees
                ref["refexplicit"] = True

    def reference(self, node: Element) -> None:
        """Take the link off a reference of ours inside a link: that one leads on."""
        if node.get("refdomain") == "audit" and in_link(node):
            node.replace_self(nodes.Text(node.astext()))

    def contents(self, tree: Element) -> None:
        complain(
            self.env, tree.get("caption") or "", "the caption of a contents tree", tree
        )
        for title, _ in tree["entries"]:
            complain(self.env, title or "", "a contents tree", tree)

    def image(self, node: Element) -> None:
        """Give an image the words its author wrote: MyST leaves roles out."""
        block = node.parent
        while block is not None and not block.rawsource:
            block = block.parent
        said = block.rawsource if block is not None else ""
        if block is not None and "![" in said and ROLE.search(said):
            images = list(block.findall(nodes.image))
            config = getattr(self.env, "myst_config", None)
            words = words_for_images(said, config)
            if len(words) == len(images):
                node["alt"] = words[images.index(node)]
        at = node if node.line else node.parent
        complain(self.env, node.get("alt", ""), "the words for an image", at)

    def diagram(self, node: Element) -> None:
        """Say of roles in Mermaid that nothing computes them: they stay as written."""
        complain(self.env, node.get("alt", ""), "the words for a diagram", node)
        before = node.get("audit_before", 0)  # lines the directive put in front
        for number, line in enumerate(node["code"].split("\n"), -before):
            at = nodes.literal("", "")
            at.source, at.line = node.source, node.line and node.line + number
            complain(self.env, line, "a diagram", at)

    def view(self, node: Element) -> None:
        complain(
            self.env, node["options"].get("title", ""), "the title of a view", node
        )

    def checklists(self) -> None:
        page = store_of(self.env).pages.get(self.env.current_document.docname)
        for checklist in page.checklists if page else ():
            complain(
                self.env, checklist.title, "the title of a checklist", checklist.place
            )


def in_link(node: Element) -> bool:
    """Tell whether a node is part of what a link shows."""
    above = node.parent
    while above is not None:
        if isinstance(above, nodes.reference | addnodes.pending_xref):
            return True
        above = above.parent
    return False


def setup(app: Sphinx) -> None:
    app.add_transform(PlainPlaces)
