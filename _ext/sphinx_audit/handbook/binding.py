"""What the computed parts of a book are made from."""

from __future__ import annotations

import dataclasses as dc
from functools import cached_property
from typing import TYPE_CHECKING

from .attached import attachments
from .origins import makers, origins

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import Finding, Phase, Register
    from .attached import Attachment
    from .books import Book
    from .builder import HandbookTypstBuilder
    from .origins import Origin
    from .pages import Page

UNSET = "Author name not set"  # Sphinx's default


@dc.dataclass(frozen=True)
class Binding:
    """A book that is being bound: its register, its pages, its attachments."""

    book: Book
    register: Register
    pages: Mapping[str, Page]
    builder: HandbookTypstBuilder

    @cached_property
    def findings(self) -> list[Finding]:
        return [self.register.findings[id_] for id_ in self.book.findings]

    @cached_property
    def counted(self) -> list[Finding]:
        return [f for f in self.findings if not f.status.set_aside]

    @cached_property
    def phases(self) -> list[Phase]:
        return [self.register.phases[id_] for id_ in self.book.phases]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Every place that a link of the book may lead to."""
        entries = self.book.entries if "pages" in self.book.parts else ()
        shown = dict.fromkeys(entry.page for entry in entries)
        every = {k: v for page in shown for k, v in self.pages[page].labels.items()}
        return dict(sorted(every.items()))

    @cached_property
    def attachments(self) -> list[Attachment]:
        return attachments(self.book, self.register, self.builder.config)

    @cached_property
    def origins(self) -> list[Origin]:
        folder = self.builder.confdir
        return origins(self.book.wanted, self.builder.config, folder)

    @property
    def makers(self) -> list[Origin]:
        return makers()

    @property
    def author(self) -> str:
        author = str(self.builder.config.author)
        return "" if author == UNSET else author

    def members(self, phase: Phase) -> list[Finding]:
        return [f for f in self.counted if f.phase == phase.id]
