"""What the contents trees in the text of a page show of other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import NoUri

from .quiet import muted
from .spelling import spelled
from .surroundings import digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def listed_on(docname: str, app: Sphinx) -> str:
    """Return a digest of the trees as Sphinx resolves them: of hidden ones nothing."""
    env = app.env
    trees = env.tocs[docname].findall(addnodes.toctree) if docname in env.tocs else []
    try:
        with muted():
            found = [env.resolve_toctree(docname, app.builder, tree) for tree in trees]
    except NoUri:  # a builder of one file, which writes all of it each time
        return ""
    shown = [tree for tree in found if isinstance(tree, nodes.Element)]
    for inner in [n for tree in shown for n in tree.findall(addnodes.toctree)]:
        inner.parent.remove(inner)  # hidden ones, which no writer shows
    return digest(spelled(shown))
