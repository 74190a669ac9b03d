"""The builder `audit-verify`: the code blocks of plans as blocks.json."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from ..settings import settings_of
from ..verify.asking import asked_by
from ..verify.blocks import FILE, written
from .files import put
from .plans import plans_of

if TYPE_CHECKING:
    from collections.abc import Set

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


class AuditVerifyBuilder(Builder):
    """Writes what `sphinx-audit verify --from` reads, for machines without Sphinx."""

    name = "audit-verify"
    format = "json"
    epilog = __("The blocks are in %(outdir)s/blocks.json.")
    allow_parallel = True
    supported_remote_images = True  # a build never asks the network

    def get_outdated_docs(self) -> str:
        """Return what is built: whether it differs is seen by comparing the text."""
        return str(__("the code of plans"))  # Sphinx takes a proxy for a list of pages

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        asked = asked_by(settings_of(self.config).verify)
        if put(Path(self.outdir) / FILE, written(plans_of(self.env, asked.pages))):
            logger.info(__("writing %s"), FILE)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.setup_extension("sphinx_audit")  # whose plans it reads
    app.add_builder(AuditVerifyBuilder)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
