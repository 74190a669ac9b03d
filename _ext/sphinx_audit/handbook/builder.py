"""The builder `handbook-typst`: the Typst sources of every book."""

from __future__ import annotations

import re
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util.display import status_iterator

from ..report import Fault, warn
from ..settings import as_of, settings_of
from . import typeset
from .assemble import main_source, page_file, page_source
from .books import books
from .files import put
from .pages import Page, quick, translate
from .pictures import Pictures
from .stamps import Stamps, of_book, of_input
from .strangers import Strangers
from .translator import Translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from .books import Book

TEMPLATE = Path(__file__).parent / "template"
_USUAL = re.compile("[\n -~\xa0-\xff–—‘’“”•…→☐☑☒✓✕○◐⊘]+")


class HandbookTypstBuilder(Builder):
    """Writes the Typst sources of every book."""

    name = "handbook-typst"
    format = "typst"
    epilog = __("The Typst sources are in %(outdir)s.")
    default_translator_class = Translator
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
    ]
    # Sphinx would fetch them; a build never asks the network.
    supported_remote_images = True

    def init(self) -> None:
        self.tags.add("pdf")
        self.sources = Path(self.outdir)
        self.images: dict[str, str] = {}
        self.pictures = Pictures(self)
        self.strangers = Strangers()

    def create_translator(self, *args: Any) -> Translator:
        """Make a translator with the visitors meant for us.

        Those of other Typst builders, which Sphinx would take too, would not fit.
        """
        translator = cast("Translator", self.get_translator_class()(*args))
        visitors = self._registry.translation_handlers.get("handbook", {})
        for name, (visit, depart) in visitors.items():
            setattr(translator, f"visit_{name}", MethodType(visit, translator))
            if depart:
                setattr(translator, f"depart_{name}", MethodType(depart, translator))
        return translator

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return f"%{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        return self.get_target_uri(to, typ)

    def get_outdated_docs(self) -> str | list[str]:
        old = Stamps(self.sources)
        files = (self.sources / f"{name}.typ" for name in old.books)
        if old.read == of_input(self.env) and all(file.is_file() for file in files):
            return []
        return str(__("the handbooks"))

    def write_documents(self, docnames: Set[str]) -> None:
        """Write every book: what one page states, any other may show."""
        planned = books(self._app)
        wanted = sorted({name for book in planned for name in book.docnames})
        pages = self._translated(wanted)
        missing = self._missing(pages)
        self._copy_template()
        stamps = Stamps(self.sources)
        made = {book: self._write_book(book, pages, missing) for book in planned}
        self._drop_others(pages, made)
        self._finish_books(made, stamps)
        stamps.read = of_input(self.env)
        stamps.save()

    def _drop_others(self, pages: Iterable[str], made: Iterable[Book]) -> None:
        """Remove the sources of former books, pages and pictures."""
        kept = {*map(page_file, pages), *self.pictures.kept}
        kept |= {f"{book.name}.typ" for book in made}
        for pattern in ("*.typ", "pages/**/*.typ", "images/*"):
            for path in self.sources.glob(pattern):
                if path.relative_to(self.sources).as_posix() not in kept:
                    path.unlink()

    def _translated(self, docnames: list[str]) -> dict[str, Page]:
        pages = {}
        steps = status_iterator(
            docnames, __("translating... "), "darkgreen", len(docnames),
            self.config.verbosity,
        )  # fmt: skip
        with quick(self.env):
            for docname in steps:
                page = translate(self, docname)
                put(
                    self.sources / page_file(docname), page_source(page.source).encode()
                )
                pages[docname] = page
        return pages

    def _missing(self, pages: dict[str, Page]) -> str:
        """Warn of each character that no font has, and return them."""
        unusual = {name: set(_USUAL.sub("", p.source)) for name, p in pages.items()}
        every = "".join(sorted(set().union(*unusual.values())))
        missing = typeset.missing(every) if every else ""
        for letter in missing:
            at = next(name for name in unusual if letter in unusual[name])
            message = "no font has the character U+%04X, its number is shown"
            warn(Fault.GLYPH, message, ord(letter), at=at)
        return missing

    def _copy_template(self) -> None:
        for file in sorted(TEMPLATE.iterdir()):
            put(self.sources / "template" / file.name, file.read_bytes())

    def _write_book(self, book: Book, pages: dict[str, Page], missing: str) -> str:
        """Write the source that binds *book*, and return the digest of all of it."""
        main = main_source(
            book,
            pages,
            self.config,
            date=as_of(settings_of(self.config)),
            missing=missing,
        )
        put(self.sources / f"{book.name}.typ", main.encode())
        inside = (pages[entry.docname].source for entry in book.entries)
        template = (file.read_text("utf-8") for file in sorted(TEMPLATE.iterdir()))
        return of_book([main, *inside, *template])

    def _finish_books(self, made: dict[Book, str], stamps: Stamps) -> None:
        stamps.books = {book.name: made[book] for book in made}
