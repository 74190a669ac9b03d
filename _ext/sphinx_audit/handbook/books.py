"""Which PDFs a project gets."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..model.words import hint
from ..report import Fault, warn
from ..store import register_of
from .book import Book
from .chapters import matching
from .kinds import MAKERS, Project
from .names import distinct
from .wanted import wanted_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .wanted import Wanted

logger = logging.getLogger(__name__)

__all__ = ["Book", "books"]


def books(app: Sphinx) -> list[Book]:
    """Return the PDFs that ``audit_handbooks`` asks for."""
    register, asked = register_of(app.env), wanted_of(app.config)
    _check_exclude(app.env.found_docs, asked)
    made: list[Book] = []
    for at, wanted in enumerate(asked, 1):
        found = MAKERS[wanted.kind](Project(app.env, register, wanted))
        if more := [_as_asked(book, wanted) for book in found]:
            made += more
        else:  # no mistake: whoever asks for what is open may have done it all
            logger.info("audit_handbooks, table %d: there is no %s", at, wanted.kind)
    return list(distinct(made))


def _as_asked(book: Book, wanted: Wanted) -> Book:
    """Put a project's own words in the place of ours."""
    title = wanted.title.replace("{title}", book.title)
    own = {"title": title, "subtitle": wanted.subtitle}
    return dc.replace(book, wanted=wanted, **{k: v for k, v in own.items() if v})  # type: ignore[arg-type]  # texts


def _check_exclude(docnames: set[str], asked: list[Wanted]) -> None:
    """Warn of a pattern without a page: what it should keep back is in the PDF."""
    for pattern in dict.fromkeys(p for wanted in asked for p in wanted.exclude):
        if not matching(docnames, [pattern]):
            message = "exclude: no page is named %s%s"
            warn(Fault.SETTING, message, pattern, hint(pattern, sorted(docnames)))
