"""Files that Sphinx and MyST read by themselves, without asking a directive."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils.parsers.rst.directives.misc import Include

from ...model import Place
from ...report import Fault
from ..telling import tell
from .pages import leaves, restricted

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INCLUDE = re.compile(r"\binclude(?:\}|::)\s*(\S.*?)\s*$")
SOURCE = "audit_restricted_source"


def guard_page(app: Sphinx, docname: str, source: list[str]) -> None:
    """Empty a page that is itself a link out of the sources."""
    env = app.env
    if not restricted(env, docname):
        return
    env.current_document[SOURCE] = source[0]
    if leaves(env, Path(env.doc2path(docname))):
        message = "a restricted page may not be a link out of the sources"
        tell(env, Fault.RESTRICTED, message, at=docname)
        source[0] = f"`{message}`\n"


def guard_include(app: Sphinx, path: Path, parent: str, content: list[str]) -> None:
    """Empty what MyST includes by itself, without asking the directive."""
    env = app.env
    docname = env.current_document.docname
    whole = Path(env.srcdir, path).resolve()
    own = Path(Include.standard_include_path).resolve() == whole.parent
    if own or not restricted(env, docname) or not leaves(env, whole):
        return
    line, name = asked(env.current_document[SOURCE], path.name)
    message = f"include may not read {name} on a restricted page"
    at = Place(docname=docname, line=line)
    tell(env, Fault.RESTRICTED, message, at=at)
    content[0] = f"`{message}`\n"


def asked(text: str, name: str) -> tuple[int, str]:
    """Return where a page includes a file, and its path as written there."""
    for number, line in enumerate(text.split("\n"), 1):
        match = INCLUDE.search(line)
        if match and match[1].rstrip(">").endswith(name):
            return number, match[1]
    return 0, name


def keep_source(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object
) -> None:
    """Keep Sphinx from copying the source of such a page beside it."""
    env = app.env
    ours = page in env.all_docs and restricted(env, page)
    if ours and leaves(env, Path(env.doc2path(page))):
        context["sourcename"] = ""


def setup(app: Sphinx) -> None:
    app.connect("source-read", guard_page, priority=990)
    app.connect("include-read", guard_include)
    app.connect("html-page-context", keep_source)
