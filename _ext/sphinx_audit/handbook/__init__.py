"""The handbook as PDF: doctree to Typst source, Typst source to PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .books import Book, books
from .builder import HandbookTypstBuilder
from .pdf import HandbookBuilder
from .wanted import setup as check_settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["Book", "HandbookBuilder", "HandbookTypstBuilder", "books", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    check_settings(app)
    app.add_builder(HandbookTypstBuilder)
    app.add_builder(HandbookBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
