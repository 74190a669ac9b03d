"""The search index of a rebuild, equal to that of a fresh build.

Sphinx adds the pages it writes to the index it finds: words that are gone stay in it as
keys without pages, and the terms of a glossary get lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.search import js_index
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    Entries = dict[str, list[tuple[int, str, bool]]]


def setup(app: Sphinx) -> None:
    app.connect("build-finished", repair, priority=400)


def repair(app: Sphinx, exception: Exception | None) -> None:
    builder = app.builder
    if (
        exception
        or not isinstance(builder, StandaloneHTMLBuilder)
        or not builder.search
    ):
        return
    path = Path(app.outdir, builder.searchindex_filename)
    if builder.indexer_format is not js_index or not path.is_file():
        return
    text = path.read_text("utf-8")
    fresh = js_index.dumps(repaired(js_index.loads(text), app.env))
    if fresh != text:
        path.write_text(fresh, "utf-8")


def repaired(index: dict[str, Any], env: BuildEnvironment) -> dict[str, Any]:
    words = {
        kind: {word: found for word, found in index[kind].items() if found != []}
        for kind in ("terms", "titleterms")
    }
    titles = dict(sorted(index["alltitles"].items()))
    entries = index_entries(index["docnames"], env)
    return index | words | {"alltitles": titles, "indexentries": entries}


def index_entries(docnames: list[str], env: BuildEnvironment) -> Entries:
    """Return what the pages offer to the index: term, page, anchor, main place."""
    found: Entries = {}
    for number, docname in enumerate(docnames):
        listed = env.domains.index_domain.entries.get(docname, [])
        offered = {
            (part, target or "", main)
            for kind, value, target, main, _key in listed
            for part in parts(kind, value)
        }
        for part, target, main in sorted(offered):
            found.setdefault(part.lower(), []).append((number, target, main == "main"))
    return found


def parts(kind: str, value: str) -> list[str]:
    try:
        return split_index_msg(kind, value)
    except ValueError:  # Sphinx has warned of it
        return []
