"""The builder `audit-json`: the register as findings.json, with its schema."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from ..store import register_of
from .document import SCHEMA, Audit, as_text, document
from .files import put

if TYPE_CHECKING:
    from collections.abc import Set

logger = logging.getLogger(__name__)

FILE = "findings.json"


class AuditJsonBuilder(Builder):
    """Writes what the pages state and what follows from it; reads no doctree."""

    name = "audit-json"
    format = "json"
    epilog = __("The register is %(outdir)s/findings.json.")
    allow_parallel = True
    supported_remote_images = True  # a build never asks the network

    def get_outdated_docs(self) -> str:
        """Return what is built: whether it differs is seen by comparing the text."""
        return str(__("the register"))  # Sphinx takes a proxy for a list of pages

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        audit = Audit(
            project=self.config.project,
            release=self.config.release,
            register=register_of(self.env),
        )
        folder = Path(self.outdir)
        if put(folder / FILE, as_text(document(audit))):
            logger.info(__("writing %s"), FILE)
        put(folder / SCHEMA, schema())


def schema() -> str:
    """Return the JSON Schema of the documents this version writes."""
    return (files(__package__) / "schema" / SCHEMA).read_text("utf-8")
