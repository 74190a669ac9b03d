"""The list of all pages, as one script that the pages load when it is asked for."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from .tree import Entry, Tree

    Row = tuple[str, str] | tuple[str, str, list["Row"]]

FILE = "_static/audit-sidebar-tree.js"

_ = get_translation("audit")


def door(script: str) -> str:
    """Return what opens the list; a script fills it, without one it stays hidden."""
    return (
        '<details class="audit-sidebar-pages" hidden '
        f'data-tree="{html.escape(script)}">'
        f"<summary>{html.escape(_('All pages'))}</summary></details>\n"
    )


def write(tree: Tree, builder: StandaloneHTMLBuilder) -> None:
    """Write the script.

    Sphinx does not know of it: with its checksum in the pages, each new title would
    make all of them stale.
    """
    rows = json.dumps(
        rows_below(tree.root, tree, builder), ensure_ascii=False, separators=(",", ":")
    )
    script = f"auditSidebar({rows});\n"
    path = Path(builder.outdir, FILE)
    if not path.is_file() or path.read_text("utf-8") != script:
        path.write_text(script, "utf-8")


def rows_below(doc: str, tree: Tree, builder: StandaloneHTMLBuilder) -> list[Row]:
    found: list[Row] = []
    for n, level in enumerate(tree.levels.get(doc, ())):
        for i, entry in enumerate(level.entries):
            head = (uri(entry, builder), words(entry.title))
            here = tree.places.get(entry.ref) == (doc, n, i)
            below = here and rows_below(entry.ref, tree, builder)
            found.append((*head, below) if below else head)
    return found


def uri(entry: Entry, builder: StandaloneHTMLBuilder) -> str:
    """Return an address seen from the front page."""
    if entry.external:
        return entry.ref
    return builder.get_target_uri(entry.ref) + entry.anchor


def words(title: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", title))
