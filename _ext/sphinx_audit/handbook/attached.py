"""The register inside the PDF: as JSON and as a table for spreadsheets."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation

from ..exchange.document import Audit, as_text, selected
from ..exchange.table import as_csv
from .source import call, string

if TYPE_CHECKING:
    from sphinx.config import Config

    from ..model import Register
    from .books import Book

_ = get_translation("audit")


class Attachment(NamedTuple):
    name: str
    mime: str
    says: str
    content: bytes

    @property
    def sum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def path(self) -> str:
        """Where it lies below the sources: by content, so that books may share it."""
        return f"attached/{self.sum[:20]}-{self.name}"

    def source(self) -> str:
        """Return the call that attaches it."""
        read = f"read({string('/' + self.path)}, encoding: none)"
        return call(
            "pdf.attach",
            string(self.name),
            read,
            relationship='"data"',
            mime_type=string(self.mime),
            description=string(self.says),
        )


def attachments(book: Book, register: Register, config: Config) -> list[Attachment]:
    """Return what the register says of the findings and phases of *book*."""
    if not book.wanted.attach or not (book.findings or book.phases):
        return []
    audit = Audit(project=config.project, release=config.release, register=register)
    findings = set(book.findings)
    json = as_text(selected(audit, findings, set(book.phases)))
    chosen = (register.findings[id_] for id_ in book.findings)
    table = as_csv(chosen, register)
    return [
        Attachment(
            "findings.json",
            "application/json",
            str(_("The register of this book as data")),
            json.encode("utf-8", "backslashreplace"),
        ),
        Attachment(
            "findings.csv",
            "text/csv",
            str(_("The findings of this book as a table")),
            table.encode("utf-8", "backslashreplace"),
        ),
    ]
