"""The general index and those of domains, which Sphinx writes with every build."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def keep_indices(app: Sphinx) -> None:
    """Leave the indices of the last build as they are, unless a page is written.

    They have a row for each finding, so that to write them takes longer than to see
    that nothing has changed.
    """
    builder = app.builder
    if not isinstance(builder, StandaloneHTMLBuilder):
        return
    write, written = builder.gen_indices, []
    app.connect("doctree-resolved", lambda _, __, docname: written.append(docname))

    def write_if_needed() -> None:
        del builder.gen_indices  # it was for one build
        if written or not all_there(builder):
            write()

    builder.gen_indices = write_if_needed  # type: ignore[method-assign]


def all_there(builder: StandaloneHTMLBuilder) -> bool:
    names = [index[0] for index in builder.domain_indices]
    if builder.use_index:
        names.append("genindex")
    return all(Path(builder.get_output_path(name)).is_file() for name in names)
