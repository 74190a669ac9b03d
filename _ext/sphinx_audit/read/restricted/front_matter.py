"""MyST's settings for restricted pages: no page gives itself any, none runs Jinja.

MyST fills in ``{{ … }}`` with Jinja that is not confined, which is to say that the
author of a page runs Python.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol, cast

from docutils import nodes
from myst_parser.config.main import TopmatterReadError, read_topmatter
from sphinx.util import get_filetype

from ...model import Place
from ...report import Fault
from ..telling import tell
from .pages import lined, restricted

if TYPE_CHECKING:
    from docutils.nodes import document
    from myst_parser.config.main import MdParserConfig
    from sphinx.application import Sphinx

FORBIDDEN = (
    *("myst", "substitutions", "html_meta"),
    *("mystnb", "file_format", "jupytext", "kernelspec"),  # make a notebook of a page
)
"""Keys of the front matter that set the parser rather than say something of a page."""

AS_WRITTEN = (nodes.literal, nodes.math, nodes.FixedTextElement)
"""Where braces are nothing but braces."""

WHOLE = "audit_myst_config"


class WithMyst(Protocol):
    """The environment of a project that uses MyST."""

    myst_config: MdParserConfig


def limit(app: Sphinx, docname: str, source: list[str]) -> None:
    """Take the settings of MyST into our own hands before it reads the page."""
    env = app.env
    kind = get_filetype(app.config.source_suffix, str(env.doc2path(docname)))
    if kind == "restructuredtext" or not restricted(env, docname):
        return
    whole: MdParserConfig | None = getattr(env, "myst_config", None)
    if whole is None:  # another parser reads the page
        return
    env.current_document[WHOLE] = whole
    extensions = set(whole.enable_extensions) - {"substitution"}
    cast("WithMyst", env).myst_config = whole.copy(enable_extensions=extensions)
    if keys := forbidden_keys(source[0]):
        for key in keys:
            at = Place(docname=docname, line=line_of(key, source[0]))
            message = f"the front matter of a restricted page may not set {key}"
            tell(env, Fault.RESTRICTED, message, at=at)
        source[0] = as_listing(source[0])


def forbidden_keys(text: str) -> list[str]:
    """Read the front matter as MyST does: with its own function."""
    try:
        found = read_topmatter(text) or {}
    except TopmatterReadError:  # MyST says so itself, and takes nothing of it
        return []
    return [key for key in FORBIDDEN if key in found]


def line_of(key: str, text: str) -> int:
    lines = enumerate(text.split("\n"), 1)
    return next((n for n, line in lines if re.match(rf"\W*{key}\b", line)), 1)


def as_listing(text: str) -> str:
    """Make a listing of the front matter; each line stays where it is."""
    lines = text.splitlines(keepends=True)
    mark = "~" * max([3, *(len(run) + 1 for run in re.findall("~+", text))])
    ends = (n for n, line in enumerate(lines) if n and line.startswith(("---", "...")))
    end = next(ends, None)
    lines[0] = f"{mark}text\n"
    if end is not None:
        lines[end] = f"{mark}\n"
    return "".join(lines)


def restore(app: Sphinx, doctree: document) -> None:
    """Give MyST its settings back, and say which values were not filled in."""
    env = app.env
    whole: MdParserConfig | None = env.current_document.get(WHOLE)
    if whole is None:
        return
    cast("WithMyst", env).myst_config = whole
    if "substitution" not in whole.enable_extensions:
        return
    start = whole.sub_delimiters[0] * 2
    for text in doctree.findall(nodes.Text):
        if start in text and not isinstance(text.parent, AS_WRITTEN):
            at = lined(text.parent, env.current_document.docname)
            message = "no value is filled in on a restricted page"
            tell(env, Fault.RESTRICTED, message, at=at)


def setup(app: Sphinx) -> None:
    app.connect("source-read", limit, priority=999)
    app.connect("doctree-read", restore)
