"""The Typst source that binds translated pages to a book."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from .labels import start_of
from .source import array, call, record, string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sphinx.config import Config

    from .books import Book, Entry
    from .pages import Page

_ = get_translation("audit")

UNSET = "Author name not set"  # Sphinx's default
NO_DATE = dt.date(1970, 1, 1)
"""What stands in a file without a date, never on a page: PDF/A asks for one."""


def page_file(docname: str) -> str:
    return f"pages/{docname}.typ"


def page_source(source: str) -> str:
    """A page is a function of the book it stands in: which links lead anywhere."""
    return f'#import "/template/handbook.typ": *\n#let page(book) = [\n{source}\n]\n'


def main_source(
    book: Book,
    pages: Mapping[str, Page],
    config: Config,
    *,
    date: dt.date | None,
    missing: str,
) -> str:
    """Return the source to compile."""
    lines = ['#import "/template/handbook.typ": *']
    for at, entry in enumerate(book.entries):
        file = string("/" + page_file(entry.docname))
        lines.append(f"#import {file}: page as page-{at}")
    lines.append(
        f"#let book = {_facts(book, pages, config, date=date, missing=missing)}"
    )
    lines.append("#show: handbook.with(book)")
    for at, entry in enumerate(book.entries):
        if entry.part:
            lines.append(_part(book.entries[at:], pages))
        name = string(pages[entry.docname].title)
        lines.append(
            call("chapter", "book", str(entry.level), name, f"page-{at}(book)")
        )
    return "\n".join(lines) + "\n"


def _part(rest: Sequence[Entry], pages: Mapping[str, Page]) -> str:
    """Open the part that *rest* begins with, naming the chapters in it."""
    part, level = rest[0].part or "", rest[0].level
    inside = [rest[0], *takewhile(lambda e: e.level >= level and not e.part, rest[1:])]
    chapters = [
        f"({string(pages[e.docname].title)}, {string(start_of(e.docname))})"
        for e in inside
        if e.level == level
    ]
    return call("part", "book", string(part), *chapters)


def _moment(date: dt.date) -> str:
    return f"datetime(year: {date.year}, month: {date.month}, day: {date.day})"


def _facts(
    book: Book,
    pages: Mapping[str, Page],
    config: Config,
    *,
    date: dt.date | None,
    missing: str,
) -> str:
    lang, _sep, region = (config.language or "en").replace("-", "_").partition("_")
    there = {k: v for d in sorted(book.docnames) for k, v in pages[d].labels.items()}
    labels = "".join(f"{string(key)}: {string(there[key])}, " for key in there)
    shown = [(_("Version"), config.release or config.version)]
    if date:
        shown.append((_("Date"), date.isoformat()))
    facts = [f"({string(name)}, {string(value)})" for name, value in shown if value]
    imprint = " · ".join(value for _name, value in shown if value)
    author = "" if config.author == UNSET else config.author
    return record(
        title=string(book.title),
        subtitle=string(book.subtitle) if book.subtitle else "none",
        kind=string(book.kind),
        depth=str(book.depth),
        sections=str(book.sections).lower(),
        author=string(author) if author else "none",
        date=_moment(date or NO_DATE),
        lang=string(lang.lower()),
        region=string(region) if len(region) == 2 else "none",
        facts=array(facts),
        imprint=string(imprint),
        missing=string(f"[{missing}]") if missing else "none",
        words=record(contents=string(_("Contents")), page=string(_("page {0} of {1}"))),
        labels=f"({labels})" if labels else "(:)",
    )
