"""What is wrong with the text of a page, kept with its facts until all are read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils.utils import get_source_line

from ..model import Place, Problem
from ..store import store_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment

    from ..report import Fault

LINE = re.compile(r"\bline \d+")
PATH = "audit_path"


def tell(
    env: BuildEnvironment,
    fault: Fault,
    message: str,
    *,
    at: Place | Node | str,
    owner: str = "",
    text: str = "",
) -> None:
    """Keep a problem of the page being read; the build warns of it, or `check` does.

    *at* is a place, a node or a docname; *owner* is the finding it
    belongs to, *text* what is wrong where the message does not say it.
    """
    docname = at if isinstance(at, str) else env.current_document.docname
    place = at if isinstance(at, Place) else place_of(at, docname, env)
    store_of(env).page(docname).problems.append(
        Problem(
            fault=fault,
            message=message,
            place=place,
            ids=(owner or docname, LINE.sub("line", message), text),
            noted=True,
        )
    )


def place_of(at: Node | str, docname: str, env: BuildEnvironment) -> Place:
    """Return where a node stands, in an included file too."""
    source, line = (None, None) if isinstance(at, str) else get_source_line(at)
    path = included(str(source), docname, env) if source else ""
    return Place(docname=docname, line=line or 0, path=path)


def included(source: str, docname: str, env: BuildEnvironment) -> str:
    """Return the path of a file that is not the page itself, below the sources."""
    page = page_path(docname, env)
    if source == page:
        return ""
    path = Path(source)
    if not path.is_file() or path.samefile(page):
        return ""
    return Path(os.path.relpath(path, env.srcdir)).as_posix()


def page_path(docname: str, env: BuildEnvironment) -> str:
    """Return the file of a page; asked for each place, so kept while it is read."""
    current = env.current_document
    if docname != current.docname:
        return str(env.doc2path(docname))
    if PATH not in current:
        current[PATH] = str(env.doc2path(docname))
    return str(current[PATH])
