"""The builder `handbook-typst`: the Typst sources of every book."""

from __future__ import annotations

from collections import defaultdict
from contextlib import closing
from pathlib import Path
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util.display import status_iterator

from ..settings import as_of, settings_of
from ..store import register_of
from . import glyphs, outfit
from .assemble import main_source
from .binding import Binding
from .books import books
from .files import put
from .fonts import fonts_of
from .library import Library
from .origins import in_git
from .pages import quick
from .pictures import Pictures
from .rooms import rooms_on
from .stamps import Stamps, of_book, of_input
from .strangers import Strangers
from .translator import Translator
from .trial import Trial
from .wanted import wanted_of

if TYPE_CHECKING:
    from collections.abc import Set

    from .books import Book
    from .pages import Page

TEMPLATE = Path(__file__).parent / "template"


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
        self.fonts = fonts_of(self._app)
        self.rooms = rooms_on(*(w.paper for w in wanted_of(self.config)))
        self.trial = Trial(self.fonts)
        in_git.cache_clear()  # of another build in this process
        self._used: set[str] = set()

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
        """Return nothing if all is there: pages that differ are told after reading."""
        old = Stamps(self.sources)
        files = (self.sources / f"{name}.typ" for name in old.books)
        if old.read == of_input(self._app) and all(file.is_file() for file in files):
            return []
        return str(__("the handbooks"))

    def write_documents(self, docnames: Set[str]) -> None:
        """Translate the pages that differ, and bind every book anew."""
        with closing(self.trial):
            self._write(docnames)

    def _write(self, docnames: Set[str]) -> None:
        planned = books(self._app)
        stamps = Stamps(self.sources)
        stamps.drop()
        library = Library(self, stamps, docnames)
        wanted = {e.page: e for book in planned for e in book.entries}
        steps = status_iterator(
            sorted(wanted), __("translating... "), "darkgreen", len(wanted),
            self.config.verbosity,
        )  # fmt: skip
        with quick(self.env):
            pages = {name: library.page(wanted[name]) for name in steps}
        self._copy_template()
        missing = self._missing(pages, planned)
        made = {book: self._write_book(book, pages, missing) for book in planned}
        library.drop_others(self._used)
        whole = self._finish_books(made, stamps)
        # what is missing is tried, and told, again by the next build
        stamps.read = of_input(self._app) if whole else ""
        stamps.pages = library.known
        stamps.save()

    def _missing(self, pages: dict[str, Page], planned: list[Book]) -> str:
        """Warn of each character that no font has, and return them."""
        said: dict[str, str] = defaultdict(str)
        for name, page in pages.items():
            said[name.partition("@")[0]] += page.source
        for book in planned:
            said[glyphs.SETTINGS] += f"{book.title} {book.subtitle} {book.wanted}"
        return glyphs.missing(said, self)

    def _copy_template(self) -> None:
        for file in sorted(TEMPLATE.iterdir()):
            put(self.sources / "template" / file.name, file.read_bytes())

    def _write_book(self, book: Book, pages: dict[str, Page], missing: str) -> str:
        """Write the source that binds *book*, and return the digest of all of it."""
        bound = Binding(book, register_of(self.env), pages, self)
        confdir = Path(self.confdir)
        main = main_source(
            bound,
            date=as_of(settings_of(self.config)),
            missing=missing,
            logo=outfit.logo(book.wanted, self),
        )
        self.keep(f"{book.name}.typ", main.encode())
        for attachment in bound.attachments:
            self.keep(attachment.path, attachment.content)
        outfit.check_contrast(book.wanted)
        told = outfit.inputs(book.wanted, confdir, self.keep)
        inside = (pages[entry.page].source for entry in book.entries)
        template = (file.read_text("utf-8") for file in sorted(TEMPLATE.iterdir()))
        return of_book([main, *inside, *template, str(told)], self.fonts)

    def keep(self, path: str, source: bytes) -> None:
        """Write a file of a book below the sources."""
        self._used.add(path)
        put(self.sources / path, source)

    def _finish_books(self, made: dict[Book, str], stamps: Stamps) -> bool:
        """Note what the books were made of; say whether all of them are there."""
        stamps.books = {book.name: made[book] for book in made}
        return True
