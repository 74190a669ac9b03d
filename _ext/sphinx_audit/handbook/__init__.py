"""The handbook as PDF: doctree to Typst source, Typst source to PDF.

The builders are found by their entry points, so that no other build imports them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .wanted import setup as check_settings

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> None:
    """Check what is asked of the PDFs, in every build."""
    check_settings(app)
