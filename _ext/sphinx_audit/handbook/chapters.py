"""Which pages stand in a book, in reading order, and what opens where."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING, NamedTuple

from sphinx.addnodes import toctree

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from ..model import Register


@dc.dataclass(frozen=True)
class Entry:
    """A page in a book: its heading's level, and the part that it opens."""

    docname: str
    level: int
    part: str | None = None
    section: str = ""
    """The id of the only section that is wanted of the page."""

    @property
    def page(self) -> str:
        """Name what is translated for it."""
        return f"{self.docname}@{self.section}" if self.section else self.docname


def pages(env: BuildEnvironment, root: str) -> Iterator[Entry]:
    """Yield the pages below *root*, each once, parts and levels from the captions."""
    parts = _parts(env) if root == env.config.root_doc else {}
    seen = {root}
    yield Entry(root, 1)
    # No recursion: a contents tree may be as deep as there are pages.
    todo = [_children(env, root, 1)]
    while todo:
        child, level, depth = next(todo[-1], ("", 0, 0))
        if not child:
            todo.pop()
            continue
        if child in seen or child not in env.found_docs:
            continue
        seen.add(child)
        part = parts.get(child) if depth == 1 else None
        here = level + 1 if part else level
        opens = part.name if part and part.first == child else None
        yield Entry(child, here, opens)
        below = here + bool(env.titles.get(child))
        todo.append(_children(env, child, below, depth + 1))


def _children(
    env: BuildEnvironment, docname: str, level: int, depth: int = 1
) -> Iterator[tuple[str, int, int]]:
    return ((c, level, depth) for c in env.toctree_includes.get(docname, ()))


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


def kept(entries: Iterable[Entry], without: Container[str]) -> Iterator[Entry]:
    """Leave out pages; a part is opened by the first of its pages that stays."""
    waiting: Entry | None = None
    for entry in entries:
        if waiting and (entry.part or entry.level < waiting.level):
            waiting = None
        if entry.docname in without:
            waiting = entry if entry.part else waiting
            continue
        opens = entry.part or (waiting.part if waiting else None)
        waiting = None
        yield dc.replace(entry, part=opens)


def deselected(register: Register, chosen: Container[str]) -> set[str]:
    """Return the pages that only serve findings which are not chosen."""
    serves: dict[str, bool] = {}
    for finding in register.findings.values():
        name = finding.place.docname
        serves[name] = serves.get(name, False) or finding.id in chosen
    for phase in register.phases.values():
        name, members = phase.place.docname, register.members(phase.id)
        mine = any(member.id in chosen for member in members)
        serves[name] = serves.get(name, False) or mine
    return {name for name, needed in serves.items() if not needed}
