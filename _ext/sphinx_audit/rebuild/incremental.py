"""After reading: which pages must be read or written again, and no others."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.text import TextBuilder

from ..read.contents import pages_to_list
from ..rules import inputs
from ..store import register_of, store_of
from . import leftovers, notes, sources, unchanged
from .marks import COMMON, INDICES, TREE, borrowed_by, marks, seen_of
from .notes import Notes
from .quiet import muted
from .surroundings import common

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

READING = "*****"
"""The key of the environment that the marks were made of."""


def setup(app: Sphinx) -> None:
    app.connect("doctree-read", note_borrowed)
    build = Build(sources.setup(app))
    app.connect("env-get-outdated", build.see_changes, priority=900)
    app.connect("env-before-read-docs", build.note)
    app.connect("env-updated", build.update)
    app.connect("env-get-updated", build.compare, priority=900)
    app.connect("write-started", build.begin)
    app.connect("doctree-resolved", build.see_written)
    app.connect("build-finished", build.remember)


def note_borrowed(app: Sphinx, document: nodes.document) -> None:
    """Note what a page shows of others; MyST makes references of links only now."""
    if keys := borrowed_by(document, app.env):
        store_of(app.env).borrowed[app.env.docname] = keys


class Build:
    """One build, from what has changed to what is remembered of it."""

    def __init__(self, sources: sources.Sources) -> None:
        self.sources = sources
        self.just_read: frozenset[str] = frozenset()
        self.changed = False
        """Whether the environment is another one than that on the disk."""
        self.before = self.now = Notes({}, frozenset())
        self.unwritten: set[str] = set()
        self.listing: dict[str, set[str]] = {}

    def see_changes(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: AbstractSet[str],
        changed: AbstractSet[str],
        removed: AbstractSet[str],
    ) -> list[str]:
        self.changed = bool(added or changed or removed)
        return []

    def note(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.just_read = frozenset(docnames)

    def update(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the phase pages read again, as their contents tree is outdated."""
        if not (self.changed or self.just_read):
            return []
        again = phase_pages_to_read(env)
        self.sources.begin(app, env, again)
        for docname in again:
            with muted(when=docname in self.just_read):  # which has said it already
                app.events.emit("env-purge-doc", env, docname)
                env.clear_doc(docname)
                app.builder.read_doc(docname)
        return again

    def compare(self, app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
        """Return the pages that show something else; the numbers are given by now."""
        self.before = notes.read(app)
        known = self.before.marks
        if not (self.changed or self.just_read) and known.get(READING) == reading(
            app, common(app)
        ):
            self.now = self.before
        else:
            self.now = Notes(marks(app, known), frozenset())
        found = pages_to_write(app, env, known, self.now.marks)
        self.unwritten = {*found, *self.just_read}
        return found

    def see_written(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        self.unwritten.discard(docname)

    def begin(self, app: Sphinx, builder: Builder) -> None:
        """Drop the marks while pages are being written: a killed build leaves none."""
        if getattr(builder, "embedded", False):  # it takes all files there into a book
            leftovers.remove(app, self.before.files - {*leftovers.made_by(app)})
            notes.drop(app)
        else:
            notes.put_aside(app)
            if self.now is self.before and not self.unwritten:
                unchanged.keep(app)
        # Sphinx would write each page that lists a written one; the marks know better.
        self.listing, app.env.files_to_rebuild = app.env.files_to_rebuild, {}

    def remember(self, app: Sphinx, exception: Exception | None) -> None:
        if self.listing:
            app.env.files_to_rebuild = self.listing
        if exception or not self.now.marks or not app.outdir.is_dir():
            return
        if self.now is self.before and not getattr(app.builder, "embedded", False):
            notes.take_back(app)
            return
        made = leftovers.made_by(app)
        leftovers.remove(app, self.before.files - {*made})
        now = self.now.marks | {READING: reading(app, self.now.marks[COMMON])}
        if isinstance(app.builder, StandaloneHTMLBuilder | TextBuilder):
            # a build of the files named on the command line leaves others out
            now = {k: now[k] for k in now.keys() - self.unwritten}
        notes.write(app, Notes(now, frozenset(made)))


def reading(app: Sphinx, common: str) -> str:
    """Return a digest of the environment on the disk, and of what all pages share."""
    path = Path(app.doctreedir, ENV_PICKLE_FILENAME)
    found = blake2b(path.read_bytes() if path.is_file() else b"", digest_size=16)
    copied = sorted(leftovers.copied(app))
    register, asked = register_of(app.env), inputs(app)
    told = f"{register.today} {asked} {common} {copied} {seen_of(register)}"
    found.update(told.encode("utf-8", "surrogateescape"))
    return found.hexdigest()


def phase_pages_to_read(env: BuildEnvironment) -> list[str]:
    phases = (p for page in register_of(env).pages.values() for p in page.phases)
    stale = (p.place.docname for p in phases if p.listed != pages_to_list(p, env))
    return sorted(set(stale) & env.found_docs)


# -- pages to write again


def pages_to_write(
    app: Sphinx, env: BuildEnvironment, before: dict[str, str], now: dict[str, str]
) -> Iterable[str]:
    """Return the pages that show something else than when last written."""
    if before is now and not index_is_lost(app):
        return []
    shared = {COMMON, TREE, INDICES} if app.builder.format == "html" else {COMMON}
    if index_is_lost(app) or any(before.get(key) != now[key] for key in shared):
        return sorted(env.found_docs)
    return [p for p in env.found_docs if before.get(p) != now[p]]


def index_is_lost(app: Sphinx) -> bool:
    """Tell whether the search lacks its index, which only written pages get into."""
    builder = app.builder
    return (
        isinstance(builder, StandaloneHTMLBuilder)
        and builder.search
        and not Path(app.outdir, builder.searchindex_filename).is_file()
    )
