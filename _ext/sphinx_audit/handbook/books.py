"""Which PDFs a project gets, and which pages stand in each, in reading order."""

from __future__ import annotations

import dataclasses as dc
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from sphinx.addnodes import toctree
from sphinx.locale import get_translation

from ..store import register_of
from .pages import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_ = get_translation("audit")
UNSET = "Project name not set"  # Sphinx's default
LONGEST = 80
"""Bytes of a file's name: with a folder and a suffix it must fit everywhere."""


class Entry(NamedTuple):
    """A page in a book: its heading's level, and the part that it opens."""

    docname: str
    level: int
    part: str | None = None


@dc.dataclass(frozen=True, kw_only=True)
class Book:
    """One PDF."""

    name: str
    """The file's name without its suffix."""
    root: str
    """The page it starts from; those of its contents tree follow."""
    title: str
    kind: str
    """What the cover calls it, in a few words."""
    subtitle: str | None = None
    depth: int = 2
    """Levels of headings in the contents."""
    sections: bool = True
    """Whether the contents name sections, or only pages and findings."""
    entries: tuple[Entry, ...] = ()

    @property
    def docnames(self) -> set[str]:
        return {entry.docname for entry in self.entries}


class PhasePage(NamedTuple):
    """A phase: the page that declares it and the pages of its findings."""

    id: str
    title: str
    docname: str
    members: tuple[str, ...] = ()


def books(app: Sphinx) -> list[Book]:
    """Return the whole handbook and a booklet for each phase of the store."""
    made = [booklet(app.env, phase) for phase in phase_pages(app.env)]
    return [whole(app.env), *distinct(made)]


def distinct(made: list[Book]) -> Iterator[Book]:
    """Number the names of files that are one name, for some file systems at least."""
    taken: set[str] = set()
    for book in made:
        tries = (book.name, *(f"{book.name}-{n}" for n in range(2, len(made) + 2)))
        name = next(name for name in tries if name.casefold() not in taken)
        taken.add(name.casefold())
        yield dc.replace(book, name=name)


def whole(env: BuildEnvironment) -> Book:
    entries = tuple(pages(env, env.config.root_doc))
    parts = any(entry.part for entry in entries)
    return Book(
        name="handbook",
        root=env.config.root_doc,
        title=_project(env) or _title(env) or str(_("Handbook")),
        kind=str(_("Handbook")),
        subtitle=_subtitle(env),
        depth=3 if parts else 2,
        sections=len(entries) < 12,
        entries=entries,
    )


def _project(env: BuildEnvironment) -> str:
    return "" if env.config.project == UNSET else str(env.config.project)


def _title(env: BuildEnvironment) -> str:
    title = env.titles.get(env.config.root_doc)
    return "".join(words(title)) if title else ""


def _subtitle(env: BuildEnvironment) -> str | None:
    """Return the title of the first page where it says more than the project's name."""
    project, name = _project(env), _title(env)
    return name if name and project and name != project else None


def booklet(env: BuildEnvironment, phase: PhasePage) -> Book:
    here = tuple(pages(env, phase.docname))
    listed = {entry.docname for entry in here}
    elsewhere = (name for name in phase.members if name not in listed)
    title = f"{_('Phase')} {phase.id}" + (f": {phase.title}" if phase.title else "")
    return Book(
        name=file_name(phase),
        root=phase.docname,
        title=title,
        kind=str(_("Phase handbook")),
        subtitle=_project(env) or None,
        entries=(*here, *(Entry(name, 1) for name in dict.fromkeys(elsewhere))),
    )


def file_name(phase: PhasePage) -> str:
    """Return a name without suffix that any file system takes, cut at a word."""
    id_ = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", phase.id))
    latin = unicodedata.normalize("NFKD", phase.title).encode("ascii", "ignore")
    title = re.sub(r"[^a-z0-9]+", "-", latin.decode().lower())
    parts = ("phase", id_.strip("-."), title.strip("-"))
    name = "-".join(part for part in parts if part)
    whole, cut = (_first_bytes(name, LONGEST + more) for more in (0, 1))
    at_word = cut.rpartition("-")[0]
    return name if name == whole else at_word if "-" in at_word else whole


def _first_bytes(text: str, count: int) -> str:
    return text.encode()[:count].decode(errors="ignore")


def phase_pages(env: BuildEnvironment) -> list[PhasePage]:
    """Return the pages that declare a phase."""
    register = register_of(env)
    phases = register.phases_in_order
    shared = {env.config.root_doc, *(phase.place.docname for phase in phases)}
    return [
        PhasePage(p.id, p.title, p.place.docname, tuple(
            name for f in register.members(p.id)
            if (name := f.place.docname) not in shared
        ))
        for p in phases
    ]  # fmt: skip


def pages(env: BuildEnvironment, root: str) -> Iterator[Entry]:
    """Yield the pages below *root*, each once, parts and levels from the captions."""
    parts = _parts(env) if root == env.config.root_doc else {}
    seen = {root}
    yield Entry(root, 1)

    def below(docname: str, level: int) -> Iterator[Entry]:
        for child in env.toctree_includes.get(docname, ()):
            if child in seen or child not in env.found_docs:
                continue
            seen.add(child)
            part = parts.get(child) if docname == root else None
            here = level + 1 if part else level
            opens = part.name if part and part.first == child else None
            yield Entry(child, here, opens)
            yield from below(child, here + bool(env.titles.get(child)))

    yield from below(root, 1)


class Part(NamedTuple):
    name: str
    first: str


def _parts(env: BuildEnvironment) -> dict[str, Part]:
    """Return the part of each page that a captioned contents tree of the root lists.

    A caption over one page is no part: the page says what there is.
    """
    trees = env.get_doctree(env.config.root_doc).findall(toctree)
    return {
        docname: Part(tree["caption"], tree["includefiles"][0])
        for tree in trees
        if tree.get("caption") and len(tree.get("includefiles", ())) > 1
        for docname in tree["includefiles"]
    }
