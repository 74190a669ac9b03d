"""The report of an import, for people and for programs."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from ..exchange.document import as_text as json_text
from ..pile.writing.report import Fate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ..exchange.codec import Json
    from ..pile.said import Place, Statement
    from ..pile.writing.report import Differing, Made, Note, Report
    from .screen import Screen

VERSION = 1
"""Raise when a key changes its meaning or goes."""

HEADS = (
    ("refused", "Could not be used", "red"),
    ("unknown", "Not understood", "yellow"),
    ("guessed", "Guessed", "cyan"),
    ("repaired", "Repaired", "cyan"),
    ("changed", "Changed", "cyan"),
    ("left", "Left out", "yellow"),
)
"""The lists of notes, with their headings."""


def as_text(
    report: Report, on: Screen, target: Path, *, dry: bool = False
) -> Iterator[str]:
    """Yield the lines: pages, then what people must look at, then a summary."""
    for page in [*report.pages, *report.pictures]:
        about = f"  {page.about}" if page.about else ""
        why = f" ({page.why})" if page.why else ""
        sources = f"  < {', '.join(page.sources)}" if page.about else ""
        fate = "would be written" if dry and page.fate is Fate.WRITTEN else page.fate
        yield on.clean(f"{fate:9}  {page.path}{about}{sources}{why}")
    yield ""
    for key, head, style in HEADS:
        notes: Sequence[Note] = getattr(report, key)
        if notes:
            yield on.paint(head, style)
            yield from (on.clean(f"  {n.place}: {n.text}") for n in notes)
            yield ""
    if report.differs:
        yield on.paint("Sources differ; what is named first was taken", "yellow")
        yield from (on.clean(f"  {line}") for line in differing(report.differs))
        yield ""
    yield from remarks(report, on)
    if report.failed_whole:
        yield on.paint(on.clean(report.failed_whole), "red")
    yield on.clean(summary(report, dry=dry))


def differing(found: Sequence[Differing]) -> Iterator[str]:
    """Yield a line for each fact, with all that is said of it."""
    for _, group in groupby(found, key=lambda d: (d.about, d.fact)):
        every = list(group)
        one = every[0]
        said = [one.taken, *(d.other for d in every)]
        yield f"{one.about} {one.fact}: " + "; ".join(map(quoted, said))


def quoted(said: Statement) -> str:
    return f"{said.words!r} ({said.place})"


def remarks(report: Report, on: Screen) -> Iterator[str]:
    """Yield what is true of many lines, once."""
    for text, places in (
        ("headings below which everything became facts", by_file(report.empty)),
        ("headers of tables whose rows became facts", by_line(report.heads)),
    ):
        for file, lines in places.items():
            said = ", ".join(map(str, sorted(lines)))
            yield on.clean(f"left out: {text}: {file}:{said}")
    if report.links:
        files = Counter(report.links)
        yield f"{len(files)} links to what is not imported are shown as text"
    if report.rules:
        yield f"left out: {report.rules} lines across the page"
    for remedy in report.remedies:
        yield on.clean(remedy)


def by_file(notes: Sequence[Note]) -> dict[str, list[int]]:
    return by_line([(n.place.file, n.place.line) for n in notes])


def by_line(places: Sequence[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for file, line in places:
        found.setdefault(file, []).append(line)
    return found


def summary(report: Report, *, dry: bool) -> str:
    counts = Counter(page.fate for page in report.pages)
    findings = sum(page.finding for page in report.pages)
    parts = [f"{n} pages {fate}" for fate, n in counts.items()]
    copied = Counter(picture.fate for picture in report.pictures)
    parts += [f"{n} pictures {fate}" for fate, n in copied.items()]
    if dry:
        parts.append("nothing is written, as --dry-run says")
    return f"{findings} findings; {', '.join(parts)}"


# -- for programs


def as_json(report: Report, args: Namespace) -> str:
    data: Json = {
        "version": VERSION,
        "dry-run": bool(args.dry_run),
        "nothing-found": report.failed_whole or None,
        "remedies": report.remedies,
        "rules-left-out": report.rules,
        "pages": [made(page) for page in report.pages],
        "pictures": [made(picture) for picture in report.pictures],
        "differs": [
            {
                "about": d.about,
                "fact": d.fact,
                "taken": said(d.taken),
                "other": said(d.other),
            }
            for d in report.differs
        ],
        "links-as-text": [{"file": f, "target": t} for f, t in report.links],
        "empty-headings": [note(n) for n in report.empty],
        "table-headers": [{"file": f, "line": n} for f, n in report.heads],
    }
    for key, _, _ in HEADS:
        data[key] = [note(n) for n in getattr(report, key)]
    return json_text(data)


def made(one: Made) -> Json:
    return {
        "path": one.path,
        "fate": str(one.fate),
        "about": one.about or None,
        "from": list(one.sources),
        "why": one.why or None,
    }


def note(one: Note) -> Json:
    return {"text": one.text, **place(one.place)}


def said(one: Statement) -> Json:
    return {"words": one.words, "value": one.value, **place(one.place)}


def place(at: Place) -> Json:
    return {"file": at.file, "line": at.line}
