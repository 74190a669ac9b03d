"""The builder `handbook`: a PDF of every book, made of its Typst sources."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.errors import SphinxError
from sphinx.locale import __
from sphinx.util import logging
from sphinx.util.display import status_iterator

from ..report import Fault, warn
from . import outfit, typeset
from .builder import HandbookTypstBuilder
from .places import marked
from .stamps import Stamps

if TYPE_CHECKING:
    from .books import Book

logger = logging.getLogger(__name__)


class HandbookBuilder(HandbookTypstBuilder):
    """Makes a PDF of every book."""

    name = "handbook"
    epilog = __("The handbooks are in %(outdir)s.")

    def init(self) -> None:
        super().init()
        self.sources = Path(self.outdir) / ".typst"

    def get_outdated_docs(self) -> str | list[str]:
        files = (self._pdf(name) for name in Stamps(self.sources).books)
        there = all(file.is_file() for file in files)
        return super().get_outdated_docs() if there else str(__("the handbooks"))

    def _pdf(self, name: str) -> Path:
        return Path(self.outdir) / f"{name}.pdf"

    def _finish_books(self, made: dict[Book, str], stamps: Stamps) -> None:
        """Typeset what differs from the last build; drop what is no book any more."""
        old = stamps.books
        for name in old.keys() - {book.name for book in made}:
            self._pdf(name).unlink(missing_ok=True)
        done = {
            b.name
            for b in made
            if old.get(b.name) == made[b] and self._pdf(b.name).is_file()
        }
        stamps.books = {name: old[name] for name in done}
        todo = [book for book in made if book.name not in done]
        refused = {}
        if todo:
            steps = status_iterator(
                todo, __("typesetting... "), "darkgreen", len(todo),
                self.config.verbosity, lambda book: f"{book.name}.pdf",
            )  # fmt: skip
            refused = {book.name: why for book in steps if (why := self._typeset(book))}
        stamps.books |= {b.name: made[b] for b in todo if b.name not in refused}
        if refused:
            raise SphinxError("; ".join(f"{n}.pdf: {w}" for n, w in refused.items()))

    def _typeset(self, book: Book) -> str:
        """Make one PDF; return why it could not be made."""
        main, output = self.sources / f"{book.name}.typ", self._pdf(book.name)
        told = outfit.inputs(book.wanted, Path(self.confdir), self.keep)
        try:
            result = typeset.typeset(main, output, self.fonts, told)
        except typeset.TypesetError as error:
            output.unlink(missing_ok=True)
            return str(error)
        if result.refused:
            message = "%s reaches %s, not %s: %s"
            wanted, cause, page, before = result.refused[0]
            names = [" and ".join(s) or "no standard" for s in (result.reached, wanted)]
            at = marked(before, Path(self.srcdir)) or page or book.root
            warn(Fault.PDF_STANDARD, message, output.name, *names, cause, at=at)
        for said in result.warnings:
            logger.info("%s: %s", output.name, said)
        return ""
