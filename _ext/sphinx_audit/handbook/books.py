"""Which PDFs a project gets."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ..store import register_of
from .book import Book
from .kinds import MAKERS, Project
from .names import distinct
from .wanted import wanted_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from .wanted import Wanted

__all__ = ["Book", "books"]


def books(app: Sphinx) -> list[Book]:
    """Return the PDFs that ``audit_handbooks`` asks for."""
    register = register_of(app.env)
    made = [
        _as_asked(book, wanted)
        for wanted in wanted_of(app.config)
        for book in MAKERS[wanted.kind](Project(app.env, register, wanted))
    ]
    return list(distinct(made))


def _as_asked(book: Book, wanted: Wanted) -> Book:
    """Put a project's own words in the place of ours."""
    title = wanted.title.replace("{title}", book.title)
    own = {"title": title, "subtitle": wanted.subtitle}
    return dc.replace(book, wanted=wanted, **{k: v for k, v in own.items() if v})  # type: ignore[arg-type]  # texts
