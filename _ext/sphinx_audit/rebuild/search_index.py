"""The search index of a rebuild, equal to that of a fresh build.

Sphinx adds the pages it writes to the index it finds: words that are gone stay in it as
keys without pages, and the terms of a glossary get lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.index_entries import split_index_msg

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.search import IndexBuilder

    Entries = list[tuple[str, str, str]]


def setup(app: Sphinx) -> None:
    app.connect("html-collect-pages", repair)  # all are written, the index is not yet


def repair(app: Sphinx) -> list[tuple[str, dict[str, object], str]]:
    """Repair the index before Sphinx writes it; return no pages."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        index: IndexBuilder | None = getattr(builder, "indexer", None)
        if index is not None:
            put_right(index, app.env)
    return []


def put_right(index: IndexBuilder, env: BuildEnvironment) -> None:
    """Make an index tell what a fresh one would; Sphinx has no other door to it."""
    for words in (index._mapping, index._title_mapping):  # noqa: SLF001
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    titles = index._all_titles  # noqa: SLF001
    for docname, found in titles.items():
        titles[docname] = sorted(found, key=lambda title: (title[0], title[1] or ""))
    entries = index._index_entries  # noqa: SLF001
    entries.clear()
    entries |= {docname: entries_of(docname, env) for docname in sorted(titles)}


def entries_of(docname: str, env: BuildEnvironment) -> Entries:
    """Return what a page offers to the index: term, anchor, main place."""
    listed = env.domains.index_domain.entries.get(docname, [])
    return sorted(
        {
            (part, target or "", main)
            for kind, value, target, main, _key in listed
            for part in parts(kind, value)
        }
    )


def parts(kind: str, value: str) -> list[str]:
    try:
        return split_index_msg(kind, value)
    except ValueError:  # Sphinx has warned of it
        return []
