"""The Typst source that binds translated pages and computed parts to a book."""

from __future__ import annotations

import datetime as dt
from itertools import takewhile
from typing import TYPE_CHECKING

from .back_index import back_index
from .control import control
from .labels import start_of
from .listings import evidence, findings, register
from .names import portable
from .phrases import phrases
from .signing import sheet
from .source import array, call, content, record, string
from .spoken import clipped
from .summary import summary

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from .binding import Binding
    from .chapters import Entry

NO_DATE = dt.date(1970, 1, 1)
"""What stands in a file without a date, never on a page: PDF/A asks for one."""

COMPUTED = {
    "control": control,
    "contents": lambda bound: call("contents", "book") if bound.book.entries else "",
    "summary": summary,
    "findings": findings,
    "evidence": evidence,
    "register": register,
    "index": back_index,
}

# In the template these are a colour and fonts; in formulas, functions of Typst.
IMPORTS = """\
#import "/template/handbook.typ": *
#import std.math: accent, mono, sans
"""


def page_file(page: str) -> str:
    return f"pages/{portable(page)}.typ"


def page_source(source: str) -> str:
    """A page is a function of the book it stands in: which links lead anywhere."""
    return f"{IMPORTS}#let page(book) = [\n{source}\n]\n"


def main_source(
    bound: Binding, *, date: dt.date | None, missing: str, logo: str
) -> str:
    """Return the source to compile."""
    book = bound.book
    lines = ['#import "/template/handbook.typ": *']
    for at, entry in enumerate(book.entries):
        file = string("/" + page_file(entry.page))
        lines.append(f"#import {file}: page as page-{at}")
    lines += [
        f"#let goals = {_goals(bound)}",
        # A function is passed around for less than the table in it.
        "#let goal(key) = goals.at(key, default: none)",
        f"#let book = {_facts(bound, date=date, missing=missing, logo=logo)}",
        "#show: handbook.with(book)",
        call("cover", "book"),
        *(a.source() for a in bound.attachments),
    ]
    for name in book.parts:
        lines += _pages(bound) if name == "pages" else [COMPUTED[name](bound)]
    return "\n".join(line for line in lines if line) + "\n"


def _pages(bound: Binding) -> Iterator[str]:
    entries, phases = bound.book.entries, _opened(bound)
    sheets = _sheets(bound)
    for at, entry in enumerate(entries):
        page = bound.pages[entry.page]
        if entry.part:
            yield _part(bound, entries[at:])
        name = string(page.title)
        yield call(
            "chapter",
            "book",
            str(entry.level),
            name,
            _body(bound, at, phases),
            phase=phases.get(entry.docname),
        )
        yield from sheets.get(at, ())


def _body(bound: Binding, at: int, phases: Container[str]) -> str:
    """Write a page, and below it what it opens: the views of a phase say that."""
    entry, rest = bound.book.entries[at], bound.book.entries[at + 1 :]
    below = [*takewhile(lambda e: e.level > entry.level and not e.part, rest)]
    if not below or entry.docname in phases or entry.section:
        return f"page-{at}(book)"
    inside = call("chapter-list", "book", *_named(bound, below, entry.level + 1))
    return content(f"#page-{at}(book){inside}")


def _opened(bound: Binding) -> dict[str, str]:
    """Return the pages that open a phase, and what share of it is done."""
    return {
        phase.place.docname: f"{bound.register.progress_of(phase.id).share:.4g}"
        for phase in bound.phases
        if phase.place.docname != bound.builder.config.root_doc
    }


def _sheets(bound: Binding) -> dict[int, list[str]]:
    """Return the sheets to sign, each behind the last page of its phase."""
    entries, found = bound.book.entries, dict[int, list[str]]()
    for phase in bound.phases:
        inside = (f.place.docname for f in bound.findings if f.phase == phase.id)
        own = {*inside} - {phase.place.docname}  # with what is set aside
        at = [n for n, e in enumerate(entries) if e.docname == phase.place.docname]
        if not at:
            continue
        last = max(n for n, e in enumerate(entries) if n in at or e.docname in own)
        level = entries[at[0]].level + any(
            e.level > entries[at[0]].level for e in entries
        )
        found.setdefault(last, []).append(sheet(bound, phase, level))
    return found


def _part(bound: Binding, rest: Sequence[Entry]) -> str:
    """Open the part that *rest* begins with, naming the chapters in it."""
    part, level = rest[0].part or "", rest[0].level
    inside = [rest[0], *takewhile(lambda e: e.level >= level and not e.part, rest[1:])]
    return call("part", "book", string(part), *_named(bound, inside, level))


def _named(bound: Binding, entries: Iterable[Entry], level: int) -> list[str]:
    """Return title and start of the chapters of a level."""
    return [
        f"({string(bound.pages[e.page].title)}, {string(start_of(e.docname))})"
        for e in entries
        if e.level == level
    ]


def _goals(bound: Binding) -> str:
    labels = "".join(f"{string(k)}: {string(v)}, " for k, v in bound.labels.items())
    return f"({labels})" if labels else "(:)"


def _moment(date: dt.date) -> str:
    return f"datetime(year: {date.year}, month: {date.month}, day: {date.day})"


def _facts(bound: Binding, *, date: dt.date | None, missing: str, logo: str) -> str:
    book, config = bound.book, bound.builder.config
    lang, _sep, region = (config.language or "en").replace("-", "_").partition("_")
    facts = [f"({string(o.name)}, {string(o.short)})" for o in bound.origins]
    mark = book.wanted.classification
    return record(
        title=string(clipped(book.title)),
        subtitle=string(book.subtitle) if book.subtitle else "none",
        kind=string(book.kind),
        depth=str(book.depth),
        sections=str(book.sections).lower(),
        author=string(clipped(bound.author)) if bound.author else "none",
        date=_moment(date or NO_DATE),
        lang=string(lang.lower()),
        region=string(region) if len(region) == 2 else "none",
        paper=string(book.wanted.paper),
        logo=string(logo) if logo else "none",
        classification=string(mark) if mark else "none",
        keywords=array(map(string, filter(None, (book.kind, clipped(mark))))),
        facts=array(facts),
        imprint=string(" · ".join(o.short for o in bound.origins)),
        missing=string(f"[{missing}]") if missing else "none",
        words=phrases(),
        goal="goal",
        running="running",
        foot="foot",
    )
