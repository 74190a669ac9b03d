"""After reading: which pages must be read or written again, and no others.

What was written is remembered beside the output, not in the environment: an interrupted
build, a deleted output folder and a second builder on the same environment all leave
marks that are true of the files they describe.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sphinx.builders.html import StandaloneHTMLBuilder

from ..read.contents import pages_to_list
from ..store import register_of, store_of
from . import leftovers, sources
from .marks import COMMON, TREE, borrowed_by, marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

MARKS_FILE = ".audit-marks.json"


def setup(app: Sphinx) -> None:
    sources.setup(app)
    app.connect("doctree-read", note_borrowed)
    reading = Reading()
    app.connect("env-before-read-docs", reading.note)
    app.connect("env-updated", reading.update)
    app.connect("env-get-updated", reading.compare, priority=900)
    app.connect("write-started", forget_marks)
    app.connect("build-finished", reading.remember)


def note_borrowed(app: Sphinx, document: nodes.document) -> None:
    """Note what a page shows of others; MyST makes references of links only now."""
    if keys := borrowed_by(document, app.env):
        store_of(app.env).borrowed[app.env.docname] = keys


# -- pages to read again


class Reading:
    """Reads phase pages again whose contents tree is outdated."""

    def __init__(self) -> None:
        self.just_read: frozenset[str] = frozenset()
        self.marks: dict[str, str] = {}

    def note(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.just_read = frozenset(docnames)

    def update(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages read again."""
        again = phase_pages_to_read(env)
        sources.begin(app, env, again)
        for docname in again:
            with muted(docname in self.just_read):
                app.events.emit("env-purge-doc", env, docname)
                env.clear_doc(docname)
                app.builder.read_doc(docname)
        return again

    def compare(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages that show something else; the numbers are given by now."""
        self.marks = marks(app)
        return pages_to_write(app, env, self.marks)

    def remember(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is None and self.marks and app.outdir.is_dir():
            made = leftovers.made_by(app)
            leftovers.remove(app, read_notes(app).files - {*made})
            write_notes(app, Notes(self.marks, frozenset(made)))


def phase_pages_to_read(env: BuildEnvironment) -> list[str]:
    phases = (p for page in register_of(env).pages.values() for p in page.phases)
    stale = (p.place.docname for p in phases if p.listed != pages_to_list(p, env))
    return sorted(set(stale) & env.found_docs)


@contextmanager
def muted(already_said: bool) -> Iterator[None]:
    """Keep quiet about a page whose warnings this build has given already."""
    if not already_said:
        yield
        return
    logger = logging.getLogger("sphinx")

    def quiet(record: logging.LogRecord) -> bool:
        return record.levelno < logging.WARNING

    for handler in logger.handlers:
        handler.addFilter(quiet)
    try:
        yield
    finally:
        for handler in logger.handlers:
            handler.removeFilter(quiet)


# -- pages to write again


def pages_to_write(
    app: Sphinx, env: BuildEnvironment, now: dict[str, str]
) -> list[str]:
    """Return the pages that show something else than when last written."""
    before = read_notes(app).marks
    shared = {COMMON, TREE} if app.builder.format == "html" else {COMMON}
    if index_is_lost(app) or any(before.get(key) != now[key] for key in shared):
        return sorted(env.found_docs)  # the sidebar of every page shows the tree
    return [p for p in env.found_docs if before.get(p) != now[p]]


def index_is_lost(app: Sphinx) -> bool:
    """Tell whether the search lacks its index, which only written pages get into."""
    builder = app.builder
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and builder.search
        and not Path(app.outdir, builder.searchindex_filename).is_file()
    )


# -- the notes beside the output


class Notes(NamedTuple):
    """Digests of what each page showed when written, and the files that were made."""

    marks: dict[str, str]
    files: frozenset[str]


def read_notes(app: Sphinx) -> Notes:
    try:
        found = json.loads((app.outdir / MARKS_FILE).read_text("utf-8"))
        return Notes(dict(found["marks"]), frozenset(map(str, found["files"])))
    except (OSError, ValueError, LookupError, TypeError):
        return Notes({}, frozenset())


def forget_marks(app: Sphinx, builder: Builder) -> None:
    """Drop the marks while pages are being written: a killed build leaves none."""
    notes = read_notes(app)
    if getattr(builder, "embedded", False):  # it takes all files there into its book
        leftovers.remove(app, notes.files - {*leftovers.made_by(app)})
        (app.outdir / MARKS_FILE).unlink(missing_ok=True)
    elif notes.marks:
        write_notes(app, notes._replace(marks={}))


def write_notes(app: Sphinx, notes: Notes) -> None:
    found = {"marks": notes.marks, "files": sorted(notes.files)}
    path = Path(app.outdir, MARKS_FILE)  # outdir's own replace() is that of str
    new = path.with_suffix(".new")
    new.write_text(json.dumps(found, indent=0, sort_keys=True), "utf-8")
    new.replace(path)
