"""The builder `handbook`: a PDF of every book, made of its Typst sources."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
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
    from .refusal import Refusal

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

    def _finish_books(self, made: dict[Book, str], stamps: Stamps) -> bool:
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
        refused: set[str] = set()
        if todo:
            steps = status_iterator(
                todo, __("typesetting... "), "darkgreen", len(todo),
                self.config.verbosity, lambda book: f"{book.name}.pdf",
            )  # fmt: skip
            refused = {book.name for book in steps if not self._typeset(book)}
        stamps.books |= {b.name: made[b] for b in todo if b.name not in refused}
        if refused:
            self._app.statuscode = 1
        return not refused

    def _typeset(self, book: Book) -> bool:
        """Make one PDF; say whether it could be made."""
        main, output = self.sources / f"{book.name}.typ", self._pdf(book.name)
        told = outfit.inputs(book.wanted, Path(self.confdir), self.keep)
        try:
            result = typeset.typeset(main, output, self.fonts, told)
        except (typeset.TypesetError, OSError) as error:
            with suppress(OSError):
                output.unlink()  # one that is of another time
            self._failed(book, error)
            return False
        if result.refused:
            message = "%s reaches %s, not %s: %s"
            why = result.refused[0]
            reached = (result.reached, why.standards)
            names = [" and ".join(s) or "no standard" for s in reached]
            at = self._place(why, book)
            warn(Fault.PDF_STANDARD, message, output.name, *names, why.cause, at=at)
        for said in result.warnings:
            logger.info("%s: %s", output.name, said)
        return True

    def _failed(self, book: Book, error: typeset.TypesetError | OSError) -> None:
        message, name = "%s cannot be made: %s", f"{book.name}.pdf"
        if isinstance(error, OSError):
            warn(Fault.PDF, message, name, error.strerror)
            return
        if book.wanted.template:
            name = f"{name} with {book.wanted.template}"
        warn(Fault.PDF, message, name, error, at=self._place(error.refused, book))

    def _place(self, why: Refusal | None, book: Book) -> nodes.Element | str:
        """Return where in the project the cause stands, as far as that is known."""
        if why and why.page and not why.template:
            return marked(why.before, Path(self.srcdir)) or why.page
        if not book.wanted.template:
            return book.root
        place = nodes.Element()
        place.source = str(Path(self.confdir) / book.wanted.template)
        place.line = (why and why.template) or 1
        return place
