"""The extension behind the builders ``handbook`` and ``handbook-typst``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import HandbookTypstBuilder
from .pdf import HandbookBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("sphinx_audit")  # whose settings they read
    app.add_builder(HandbookTypstBuilder)
    app.add_builder(HandbookBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
