"""Which pages must be read again, by what they are made of rather than by time.

Sphinx compares time stamps: it misses a file restored with an older one, and a clock
set back.  MyST asks at reading whether a path leads to a page, so that one that comes
or goes changes what others mean.
"""

from __future__ import annotations

import dataclasses as dc
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils.utils import Reporter

from ..store import store_of
from .spelling import spelled
from .surroundings import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx import addnodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from ..model import Page

READING_FILE = ".audit-reading"
"""Beside the doctrees: the pages of a reading that has not ended yet."""

PATH = "path:"
"""What begins the key of a file whose existence a page depends on."""


Stamp = tuple[int, int, int]


class Source(NamedTuple):
    """What a page was made of when last read."""

    path: str
    stamp: Stamp
    """Of the file; if it is another one, the digest of the text decides."""
    text: str
    around: tuple[object, ...] = ()
    """Of the files that the page depends on: stamps, and whether they are there."""
    paths: tuple[str, ...] = ()
    """Those that a page depends on by being there."""
    headings: str = ""
    facts: str = ""
    """A digest of what views show of the page."""


def setup(app: Sphinx) -> Sources:
    sources = Sources()
    app.connect("env-get-outdated", sources.pages_to_read)
    app.connect("env-before-read-docs", sources.begin, priority=900)
    app.connect("env-updated", sources.note, priority=900)
    app.connect("write-started", end)
    app.connect("doctree-read", read_errors_again)
    return sources


def sources_of(env: BuildEnvironment) -> dict[str, Source]:
    return cast("dict[str, Source]", env.domaindata["audit"].setdefault("sources", {}))


def source_of(env: BuildEnvironment, docname: str) -> Source:
    """Return what is known of a page before it is read."""
    path = path_of(docname, env)
    return Source(path, stamp(path, env), text_of(path, env))


def path_of(docname: str, env: BuildEnvironment) -> str:
    return str(env.doc2path(docname, base=False))


def text_of(path: str, env: BuildEnvironment) -> str:
    source = Path(env.srcdir, path)
    text = source.read_bytes() if source.is_file() else b""
    return blake2b(text, digest_size=16).hexdigest()


def around(
    env: BuildEnvironment, docname: str, paths: Iterable[str]
) -> tuple[object, ...]:
    """Return what the page's dependencies look like, and which paths lead to a file."""
    files = sorted(map(str, env.dependencies.get(docname, ())))
    return (
        *((file, stamp(file, env)[:2]) for file in files),
        *((path, Path(env.srcdir, path).is_file()) for path in paths),
    )


def stamp(path: str, env: BuildEnvironment) -> Stamp:
    """Return time, size and time of change, which no restored file shares."""
    try:  # for each page of each build, so without the cost of a Path
        found = os.stat(os.path.join(env.srcdir, path))  # noqa: PTH116, PTH118
    except OSError:
        return 0, 0, 0
    return found.st_mtime_ns, found.st_size, found.st_ctime_ns


def paths_in(
    references: Iterable[addnodes.pending_xref], env: BuildEnvironment
) -> set[str]:
    """Return the keys of the paths in MyST's links, whatever they lead to now."""
    found = set()
    for node in references:
        if node["reftype"] != "myst":
            continue
        target = node["reftarget"]
        if node.get("refdomain") == "doc":
            path = Path(env.doc2path(target)).relative_to(env.srcdir).as_posix()
            found.add(PATH + path)
        elif path := target.partition("#")[0]:
            found.add(PATH + env.relfn2path(path, env.docname)[0])
    return found


# -- around reading


class Sources:
    """Watches the files while pages are read."""

    def __init__(self) -> None:
        self.reading: dict[str, Source] = {}
        """What pages look like just before they are read."""

    def pages_to_read(
        self,
        app: Sphinx,
        env: BuildEnvironment,
        added: AbstractSet[str],
        changed: AbstractSet[str],
        removed: AbstractSet[str],
    ) -> list[str]:
        known = sources_of(env)
        left = set(unfinished(app))  # their doctrees may be newer than the environment
        gone = (
            {d for d, listed in env.toctree_includes.items() if removed & {*listed}}
            if removed
            else set()
        )
        return [
            docname
            for docname in sorted(env.found_docs - added - changed)
            if docname in left | gone
            or docname not in known
            or is_other(docname, known[docname], env)
        ]

    def begin(
        self, app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]
    ) -> None:
        """Note what is going to be read, for the build after one that is killed."""
        self.reading |= {docname: source_of(env, docname) for docname in docnames}
        if found := sorted({*unfinished(app), *docnames}):
            Path(app.doctreedir).mkdir(parents=True, exist_ok=True)
            Path(app.doctreedir, READING_FILE).write_text("\n".join(found), "utf-8")

    def note(self, app: Sphinx, env: BuildEnvironment) -> None:
        """Note what the pages just read were made of."""
        known = sources_of(env)
        for docname in known.keys() - env.found_docs:
            del known[docname]
        for docname in env.found_docs & self.reading.keys():
            keys = store_of(env).borrowed.get(docname, ())
            paths = sorted(k.removeprefix(PATH) for k in keys if k.startswith(PATH))
            toc = env.tocs.get(docname)
            known[docname] = self.reading[docname]._replace(
                around=around(env, docname, paths),
                paths=tuple(paths),
                headings=digest(spelled(toc), spelled(env.titles.get(docname))),
                facts=facts_of(store_of(env).pages.get(docname)),
            )
        self.reading.clear()


def facts_of(page: Page | None) -> str:
    """Return a digest of what views show; the text of a finding is its page's alone."""
    if page is None:
        return ""
    findings = [dc.replace(f, summary="") for f in page.findings]
    return digest(dc.replace(page, findings=findings))


def is_other(docname: str, source: Source, env: BuildEnvironment) -> bool:
    """Tell whether a page is not what it was when it was read."""
    if around(env, docname, source.paths) != source.around:
        return True
    path = path_of(docname, env)
    if path == source.path and stamp(path, env) == source.stamp:
        return False
    return path != source.path or text_of(path, env) != source.text


def unfinished(app: Sphinx) -> list[str]:
    try:
        return Path(app.doctreedir, READING_FILE).read_text("utf-8").splitlines()
    except OSError:
        return []


def end(app: Sphinx, builder: object) -> None:
    """Forget the reading: the environment that knows it is on the disk."""
    Path(app.doctreedir, READING_FILE).unlink(missing_ok=True)


def read_errors_again(app: Sphinx, document: nodes.document) -> None:
    """Read a page with an error again, and again: a file it lacks may come."""
    if document.reporter.max_level >= Reporter.ERROR_LEVEL:
        app.env.note_reread()
