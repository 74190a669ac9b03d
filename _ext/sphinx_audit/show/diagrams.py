"""Diagrams: drawn at build time for every builder, with the source where they fail."""

from __future__ import annotations

import html
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.locale import get_translation
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinxcontrib.mermaid import mermaid

from ..draw import fit
from ..draw.drawing import DrawingError
from ..draw.mermaid import draw
from ..draw.page import for_page
from ..read.diagram import AS_AUTHORED, Diagram, failed, name_of, source_of
from ..report import Fault, warn
from ..walk import all_of
from . import pictures
from .hrefs import Hrefs
from .pictures import image_of

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.config import Config
    from sphinx.writers.html5 import HTML5Translator

    from ..draw.drawing import Drawing

OURS = "svg"
"""The output format in which sphinxcontrib-mermaid adds no script to a page."""
SILENT = frozenset({"changes", "dummy", "gettext", "linkcheck"})
"""Builders that write nothing of a diagram."""

_ = get_translation("audit")


class Diagrams(SphinxPostTransform):
    """Draw every diagram of a page in the way its builder can show."""

    default_priority = 7  # before references and images are resolved

    @property
    def builder(self) -> Builder:
        """The builder at work; Sphinx has no public way to it from here."""
        return self.env._app.builder  # noqa: SLF001

    def run(self, **kwargs: Any) -> None:
        builder = self.builder
        if builder.name in SILENT or builder.format == "typst":
            return  # our PDF builder draws by itself
        for number, node in enumerate(all_of(self.document, (mermaid,)), 1):
            if "audit_svg" in node:
                continue
            if builder.format == "html":
                self.inline(node, f"audit-diagram-{number}")
            elif builder.supported_image_types:
                self.image(node)
            elif node.get("audit_generated"):
                node.parent.remove(node)  # the table beside it says the same
            else:
                node.replace_self(source_of(node))

    def draw(self, node: Element, box: fit.Box) -> Drawing | None:
        """Draw for a box; else leave the source and a note, and warn."""
        turn = node.get("audit_fit") != AS_AUTHORED
        try:
            if node.get("audit_settled"):
                return draw(node["code"])
            return fit.best(node["code"], box, turn=turn)
        except DrawingError as error:
            block = source_of(node, error.line)
            warn(
                Fault.DIAGRAM,
                "the diagram cannot be drawn, its source is shown: %s",
                error.message,
                at=block if block.source else self.env.current_document.docname,
            )
            node.replace_self(failed(block, error.message))
            return None

    def inline(self, node: Element, prefix: str) -> None:
        drawing = self.draw(node, fit.HTML)
        if drawing is None:
            return
        node["audit_width"] = drawing.width
        node["audit_svg"] = for_page(
            drawing,
            prefix=prefix,
            hrefs=self.hrefs(node),
            critical=pairs(node, "audit_critical"),
            back=pairs(node, "audit_back"),
            title=node.get("audit_title", "") or node.get("alt", ""),
            descr=node.get("audit_descr", ""),
            name=str(_("Diagram")),
        )

    def hrefs(self, node: Element) -> dict[str, str]:
        """Resolve the targets of nodes to links from this page."""
        links: dict[str, tuple[str, str]] = node.get("audit_links", {})
        hrefs = Hrefs(self.env.current_document.docname, self.builder)
        found = {}
        for id_, (docname, anchor) in links.items():
            with suppress(NoUri):
                found[id_] = hrefs.to(docname, anchor)
        return found

    def image(self, node: Element) -> None:
        drawing = self.draw(node, fit.A4_PORTRAIT)
        if drawing is None:
            return
        image = image_of(
            drawing,
            self.builder,
            critical=pairs(node, "audit_critical"),
            back=pairs(node, "audit_back"),
        )
        if image is None:
            node.replace_self(source_of(node))
            return
        show(image, node)


def show(image: nodes.image, node: Element) -> None:
    """Put a picture in the place of a diagram."""
    image["alt"] = name_of(node)
    if "align" in node:
        image["align"] = node["align"]
    targets = [nodes.target("", "", ids=node["ids"])] if node["ids"] else []
    node.replace_self([*targets, image])


def pairs(node: Element, name: str) -> set[tuple[str, str]]:
    edges: list[tuple[str, str]] = node.get(name, [])
    return {(start, end) for start, end in edges}


def visit_diagram(self: HTML5Translator, node: Element) -> None:
    if "audit_svg" not in node:  # part of a page, written without post-transforms
        self.body.append(f"<pre>{self.encode(node['code'])}</pre>\n")
        raise nodes.SkipNode
    words = ("Zoom out", "Zoom in", "Actual size", "Fit", "Full screen")
    align = [f"align-{node['align']}"] if "align" in node else []
    box: dict[str, Any] = {
        "style": f"--audit-natural:{node['audit_width']:g}px",
        "data-words": "|".join(str(_(word)) for word in words),
    }
    label = html.escape(name_of(node))
    self.body += [
        self.starttag(node, "div", CLASS=" ".join(["audit-diagram", *align]), **box),
        '<div class="audit-diagram-view" role="group" tabindex="0" ',
        f'aria-label="{label}">{node["audit_svg"]}</div></div>\n',
    ]
    raise nodes.SkipNode


def drawn(svg: str, width: float, *, title: str, descr: str) -> Element:
    """Return a diagram whose picture is there already."""
    node: Element = mermaid("", code="", options={})
    node["audit_title"], node["audit_descr"] = title, descr
    node["audit_svg"], node["audit_width"] = svg, width
    return node


def take_over(app: Sphinx, config: Config) -> None:
    """Draw diagrams ourselves, unless the project chose another way to show them."""
    chosen = {**config._raw_config, **config.overrides}  # noqa: SLF001 - what was typed
    if chosen.get("mermaid_output_format", OURS) != OURS:
        return
    config.mermaid_output_format = OURS
    app.add_directive("mermaid", Diagram, override=True)
    app.add_node(mermaid, override=True, html=(visit_diagram, None))
    app.add_post_transform(Diagrams)
    app.connect("html-page-context", load_assets)


def load_assets(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Load style and script on pages with a diagram, and on no other."""
    if 'class="audit-diagram' not in context.get("body", ""):
        return
    app.add_css_file("audit-diagram.css")
    if not getattr(app.builder, "embedded", False):  # no scripts in e-books
        app.add_js_file("audit-diagram.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    app.setup_extension("sphinxcontrib.mermaid")
    app.connect("config-inited", take_over)
    pictures.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
