"""A sidebar whose cost does not grow with the pages: ``audit_sidebar``.

It takes the place of the ``toctree()`` of templates, so it serves every theme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeGuard

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder

from ..settings import settings_of
from . import full
from .cut import Cut
from .shown import shown
from .tree import Tree

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from .shown import Shown

FEW = 100
"""Up to so many entries a project keeps the sidebar of Sphinx and its theme."""


def setup(app: Sphinx) -> None:
    sidebar = Sidebar()
    app.connect("write-started", sidebar.read)
    app.connect("html-page-context", sidebar.replace, priority=400)  # furo's has 500
    app.connect("build-finished", sidebar.finish)


class Sidebar:
    """The contents trees while a project is being written."""

    def __init__(self) -> None:
        self.trees: dict[bool, Tree] = {}

    def read(self, app: Sphinx, builder: Builder) -> None:
        """Read the trees before the work is shared out among processes."""
        self.trees = trees_to_cut(app)

    def replace(
        self,
        app: Sphinx,
        pagename: str,
        templatename: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        builder = app.builder
        if not self.trees or not isinstance(builder, StandaloneHTMLBuilder):
            return
        door = full.door(context["pathto"](full.FILE, resource=True))

        def toctree(**options: Any) -> str:
            tree = self.trees[bool(options.get("includehidden"))]
            maxdepth = int(options.get("maxdepth") or 0)
            cut = Cut(tree, builder, pagename).html(maxdepth)
            return cut + door if cut else ""

        context["toctree"] = toctree
        app.add_css_file("audit-sidebar.css")
        app.add_js_file("audit-sidebar.js", loading_method="defer")

    def finish(self, app: Sphinx, exception: Exception | None) -> None:
        builder = app.builder
        if exception or not isinstance(builder, StandaloneHTMLBuilder):
            return
        if self.trees:
            full.write(self.trees[True], builder)


def trees_to_cut(app: Sphinx) -> dict[bool, Tree]:
    """Return the trees with and without hidden lists; none if they stay whole."""
    builder = app.builder
    if settings_of(app.config).sidebar and has_sidebars(builder):
        tree = Tree(builder, hidden=True)
        if tree.size > FEW:
            return {True: tree, False: Tree(builder, hidden=False)}
    return {}


def shown_around(app: Sphinx) -> Shown | None:
    """Return what each page shows of others around its text.

    None if that is the whole tree.  To be asked when sections have got their numbers.
    """
    trees = trees_to_cut(app)
    return shown(trees.values(), app.env) if trees else None


def has_sidebars(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Tell whether a builder writes pages with a sidebar, each with its own."""
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and not isinstance(builder, SingleFileHTMLBuilder)
        and not builder.embedded
    )
