"""Where in the sources a node comes from."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from docutils import nodes

if TYPE_CHECKING:
    from pathlib import Path

_MARK = re.compile(r"/\*@ ?(?:(\d+) (\S+) )?\*/")
NO_MARK = "/*@ */"


def near(node: nodes.Element) -> nodes.Element:
    """Return *node*, or the innermost around it of which the line is known."""
    at: nodes.Element | None = node
    while at is not None and not at.line:
        at = at.parent
    return node if at is None else at


def mark(node: nodes.Element, folder: Path) -> str:
    """Return a comment of Typst that says where what follows comes from."""
    at = near(node)
    if not at.line or not at.source:
        return NO_MARK
    return f"/*@ {at.line} {_short(at.source, folder)} */"


@lru_cache(maxsize=64)
def _short(source: str, folder: Path) -> str:
    return quote(os.path.relpath(source, folder))


def marked(source: str, folder: Path) -> nodes.Element | None:
    """Return the place that the last mark in *source* names, if any."""
    marks = _MARK.findall(source)
    if not marks or not marks[-1][0]:
        return None
    place = nodes.Element()
    place.line, place.source = int(marks[-1][0]), str(folder / unquote(marks[-1][1]))
    return place
