"""Bring findings.json up to date, quietly."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.console import nocolor

from .. import report
from ..exchange import FILE
from ..rules import RULES
from .problem import Problem, say
from .screen import coloured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .project import Project

BUILDER = "audit-json"
PAGES = (".md", ".rst", ".txt")


def refresh(project: Project) -> Path:
    """Build the project's findings.json and return it; warnings go to stderr."""
    read(project)
    return project.cache / FILE


def read_pages(project: Project, *, quiet: bool = False) -> Sphinx:
    """Read what changed and return the application, its rules not yet heard.

    *quiet* is for pages of which nobody is to hear anything.
    """
    with rules_unheard():
        return read(project, quiet=quiet)


def read(project: Project, *, quiet: bool = False) -> Sphinx:
    """Bring the pages and their findings.json up to date; raises Problem."""
    cache = project.cache
    make(cache)
    try:
        with nothing_printed():
            return run(project, cache, quiet=quiet)
    except SphinxError as error:
        raise Problem(no_text(error, project.source) or told(error)) from error
    except (Exception, SystemExit) as error:  # an extension's, or one of conf.py's
        kind = type(error).__name__
        if said := no_text(error, project.source):
            raise Problem(said) from error
        more = f"sphinx-build -b {BUILDER} -T tells more"
        raise Problem(f"the build failed: {kind}: {error}; {more}") from error


def make(cache: Path) -> None:
    if not cache.is_dir() and sys.stderr.isatty():
        say("reading all pages, for the first time")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        (cache / ".gitignore").write_text("*\n", "utf-8")
    except OSError as error:
        hint = "--from FILE reads a findings.json without a build"
        raise Problem(f"cannot write {cache}: {error.strerror}; {hint}") from error


def run(project: Project, cache: Path, *, quiet: bool) -> Sphinx:
    if not coloured(sys.stderr):
        nocolor()
    app = Sphinx(
        srcdir=project.source,
        confdir=project.conf,
        outdir=cache,
        doctreedir=cache / "doctrees",
        buildername=BUILDER,
        status=None,
        warning=None if quiet else sys.stderr,
        parallel=os.cpu_count() or 1,
    )
    app.build()
    return app


@contextmanager
def rules_unheard() -> Iterator[None]:
    """Keep warnings of rules from standard error: who reads pages here reports them."""
    logger = logging.getLogger(f"sphinx.{report.__name__}")

    def unheard(record: logging.LogRecord) -> bool:
        return getattr(record, "subtype", "") not in RULES

    logger.addFilter(unheard)
    try:
        yield
    finally:
        logger.removeFilter(unheard)


@contextmanager
def nothing_printed() -> Iterator[None]:
    """Send what Sphinx, conf.py and programs they start print to standard error."""
    if not sys.stdout or not sys.stderr:
        yield
        return
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def no_text(failure: BaseException, source: Path) -> str:
    """Say which page has an encoding that Sphinx cannot read, and does not name."""
    if "codec can't decode" not in str(failure):
        return ""
    for path in sorted(p for s in PAGES for p in source.rglob(f"*{s}") if p.is_file()):
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            return f"{path}, line {line}: not UTF-8; save it in that encoding"
    return ""


def told(error: SphinxError) -> str:
    """Return Sphinx's message; of an error in conf.py its line, not its traceback."""
    message, cause = str(error).strip(), error.__cause__
    if BUILDER in message:  # the only way in which it can be missing
        return "conf.py does not name sphinx_audit among its extensions"
    if cause is None or "Traceback" not in message:
        return message
    frames = traceback.extract_tb(cause.__traceback__)
    lines = [f.lineno for f in frames if Path(f.filename).name == "conf.py"]
    at = f"conf.py, line {lines[-1]}" if lines else "conf.py"
    return f"{at}: {type(cause).__name__}: {cause}"
