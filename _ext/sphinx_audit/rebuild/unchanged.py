"""What Sphinx writes with every build, left as it is by one that changes nothing.

The general index, those of domains and that of the search have rows for each finding:
to read and write them takes longer than to see that nothing has changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from sphinx.application import Sphinx


def keep(app: Sphinx) -> None:
    """Leave all indices as the last build wrote them, unless a page is written."""
    builder = app.builder
    if isinstance(builder, StandaloneHTMLBuilder):
        keep_indices(app, builder)
        keep_search_index(builder)


def keep_indices(app: Sphinx, builder: StandaloneHTMLBuilder) -> None:
    written: list[str] = []
    app.connect("doctree-resolved", lambda _, __, docname: written.append(docname))

    def write_if_needed() -> None:
        del builder.gen_indices  # it was for one build
        if written or not all_there(builder):
            builder.gen_indices()

    builder.gen_indices = write_if_needed  # type: ignore[method-assign]


def all_there(builder: StandaloneHTMLBuilder) -> bool:
    names = [index[0] for index in builder.domain_indices]
    if builder.use_index:
        names.append("genindex")
    return all(Path(builder.get_output_path(name)).is_file() for name in names)


def keep_search_index(builder: StandaloneHTMLBuilder) -> None:
    """Neither read nor write it; one that is lost has all pages written instead."""
    read: list[AbstractSet[str]] = []

    def read_if_needed(docnames: AbstractSet[str]) -> None:
        del builder.load_indexer
        if docnames:
            read.append(docnames)
            builder.load_indexer(docnames)

    def write_if_read() -> None:
        del builder.dump_search_index
        if read:
            builder.dump_search_index()

    builder.load_indexer = read_if_needed  # type: ignore[method-assign]
    builder.dump_search_index = write_if_read  # type: ignore[method-assign]
