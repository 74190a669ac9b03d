"""Which pages must be read again, by what they are made of rather than by time.

Sphinx compares time stamps: it misses a file restored with an older one, and a clock
set back.  MyST asks at reading whether a path leads to a page, so that one that comes
or goes changes what others mean.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from docutils.utils import Reporter
from sphinx import addnodes

from ..store import store_of
from .surroundings import digest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

READING_FILE = ".audit-reading"
"""Beside the doctrees: the pages of a reading that has not ended yet."""

PATH = "path:"
"""What begins the key of a file whose existence a page depends on."""


class Source(NamedTuple):
    """Digests of what a page was made of when last read, and of its headings."""

    text: str
    headings: str


def setup(app: Sphinx) -> None:
    app.connect("env-get-outdated", pages_to_read)
    app.connect("env-before-read-docs", begin, priority=900)
    app.connect("env-updated", note, priority=900)
    app.connect("write-started", end)
    app.connect("doctree-read", read_errors_again)


def sources_of(env: BuildEnvironment) -> dict[str, Source]:
    return cast("dict[str, Source]", env.domaindata["audit"].setdefault("sources", {}))


def made_of(env: BuildEnvironment, docname: str) -> str:
    """Return a digest of a page's text, its files, and which paths lead to one."""
    source = Path(env.doc2path(docname))
    found = blake2b(source.read_bytes() if source.is_file() else b"", digest_size=16)
    for dependency in sorted(map(str, env.dependencies.get(docname, ()))):
        found.update(f"\0{dependency} {stamp(Path(env.srcdir, dependency))}".encode())
    for key in sorted(store_of(env).borrowed.get(docname, ())):
        if key.startswith(PATH):
            there = Path(env.srcdir, key.removeprefix(PATH)).is_file()
            found.update(f"\0{key} {there}".encode())
    return found.hexdigest()


def stamp(path: Path) -> tuple[int, int]:
    """Return time and size: pictures and tables are too big to be read each time."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def paths_in(document: nodes.document, env: BuildEnvironment) -> set[str]:
    """Return the keys of the paths in MyST's links, whatever they lead to now."""
    found = set()
    for node in document.findall(addnodes.pending_xref):
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


def pages_to_read(
    app: Sphinx,
    env: BuildEnvironment,
    added: AbstractSet[str],
    changed: AbstractSet[str],
    removed: AbstractSet[str],
) -> list[str]:
    known = sources_of(env)
    left = set(unfinished(app))  # their doctrees may be newer than the environment
    gone = {d for d, listed in env.toctree_includes.items() if removed & {*listed}}
    return [
        docname
        for docname in sorted(env.found_docs - added - changed)
        if docname in left | gone
        or docname not in known
        or known[docname].text != made_of(env, docname)
    ]


def unfinished(app: Sphinx) -> list[str]:
    try:
        return Path(app.doctreedir, READING_FILE).read_text("utf-8").splitlines()
    except OSError:
        return []


def begin(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str]) -> None:
    """Note what is going to be read, for the build after one that is killed."""
    if found := sorted({*unfinished(app), *docnames}):
        Path(app.doctreedir).mkdir(parents=True, exist_ok=True)
        Path(app.doctreedir, READING_FILE).write_text("\n".join(found), "utf-8")


def note(app: Sphinx, env: BuildEnvironment) -> None:
    """Note what the pages just read were made of."""
    known = sources_of(env)
    for docname in known.keys() - env.found_docs:
        del known[docname]
    for docname in env.found_docs & {*unfinished(app)}:
        headings = digest(env.tocs[docname].pformat()) if docname in env.tocs else ""
        known[docname] = Source(made_of(env, docname), headings)


def end(app: Sphinx, builder: object) -> None:
    """Forget the reading: the environment that knows it is on the disk."""
    Path(app.doctreedir, READING_FILE).unlink(missing_ok=True)


def read_errors_again(app: Sphinx, document: nodes.document) -> None:
    """Read a page with an error again, and again: a file it lacks may come."""
    if document.reporter.max_level >= Reporter.ERROR_LEVEL:
        app.env.note_reread()
