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
from typing import TYPE_CHECKING

from .marks import TREE, marks
from .read.contents import pages_to_list
from .store import register_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

MARKS_FILE = ".audit-marks.json"


def setup(app: Sphinx) -> None:
    reading = Reading()
    app.connect("env-before-read-docs", reading.note)
    app.connect("env-updated", reading.update)
    app.connect("write-started", forget_marks)
    app.connect("build-finished", reading.remember)


# -- pages to read again


class Reading:
    """Reads phase pages again whose contents tree is outdated."""

    def __init__(self) -> None:
        self.just_read: frozenset[str] = frozenset()
        self.marks: dict[str, str] = {}

    def note(self, app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
        self.just_read = frozenset(docnames)

    def update(self, app: Sphinx, env: BuildEnvironment) -> list[str]:
        """Return the pages to write: those read again, and those that show others."""
        again = phase_pages_to_read(env)
        for docname in again:
            with muted(docname in self.just_read):
                app.events.emit("env-purge-doc", env, docname)
                env.clear_doc(docname)
                app.builder.read_doc(docname)
        self.marks = marks(env)  # nothing is stated after this
        return [*again, *pages_to_write(app, env, self.marks)]

    def remember(self, app: Sphinx, exception: Exception | None) -> None:
        if exception is None and self.marks and app.outdir.is_dir():
            write_marks(app, self.marks)


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
    before = read_marks(app)
    if app.builder.format == "html" and before.get(TREE) != now[TREE]:
        return sorted(env.found_docs)  # the sidebar of every page shows the tree
    return [p for p, mark in now.items() if p != TREE and before.get(p) != mark]


# -- the marks beside the output


def read_marks(app: Sphinx) -> dict[str, str]:
    try:
        found = json.loads((app.outdir / MARKS_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def forget_marks(app: Sphinx, builder: object) -> None:
    """Drop the marks while pages are being written: a killed build leaves none."""
    (app.outdir / MARKS_FILE).unlink(missing_ok=True)


def write_marks(app: Sphinx, found: dict[str, str]) -> None:
    text = json.dumps(found, indent=0, sort_keys=True)
    path = Path(app.outdir, MARKS_FILE)  # outdir's own replace() is that of str
    new = path.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(path)
