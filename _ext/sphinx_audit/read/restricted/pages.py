"""Which pages are restricted, and what lies outside of what they may use."""

from __future__ import annotations

from fnmatch import fnmatchcase
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ...model import Place

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.environment import BuildEnvironment


def restricted(env: BuildEnvironment, docname: str) -> bool:
    patterns: list[str] = env.config.audit_restricted_pages
    return any(fnmatchcase(docname, pattern) for pattern in patterns)


def leaves(env: BuildEnvironment, path: Path) -> bool:
    """Tell whether a path leads out of the source folder, links followed."""
    return not path.resolve().is_relative_to(Path(env.srcdir).resolve())


def outside(env: BuildEnvironment, name: str) -> bool:
    """Tell whether a path, as written on the current page, leaves the source folder.

    Sphinx may take a file beside it, of the page's language or another format.
    """
    whole = Path(env.relfn2path(name)[1])
    others = whole.parent.glob(f"{escape(whole.stem)}.*")
    return leaves(env, whole) or any(leaves(env, p) for p in others if p.is_file())


def lined(node: Node, docname: str) -> Node | Place:
    """Return the nearest node around that knows where it stands, or its page."""
    place: Node | None = node
    while place is not None and not place.line:
        place = place.parent
    if place is not None and place.source:
        return place
    return Place(docname=docname, line=(place.line if place else 0) or 0)
