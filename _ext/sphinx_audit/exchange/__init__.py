"""The register in the formats of other tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .builder import FILE, AuditJsonBuilder, schema
from .codec import FormatError
from .document import Audit, document
from .reader import read, read_text

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["FILE", "Audit", "FormatError", "document", "read", "read_text", "schema"]


def setup(app: Sphinx) -> None:
    app.add_builder(AuditJsonBuilder)
