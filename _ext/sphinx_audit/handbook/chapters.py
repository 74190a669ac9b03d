"""Which pages stand in a book, in reading order, and what opens where."""

from __future__ import annotations

import dataclasses as dc
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.addnodes import toctree

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Set

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


def pages(
    env: BuildEnvironment, root: str, without: Set[str] = frozenset()
) -> Iterator[Entry]:
    """Yield the pages below *root*, each once, parts and levels from the captions.

    What stands below a page that is left out takes its place.
    """
    parts = _parts(env, without) if root == env.config.root_doc else {}
    seen, opened = {root}, set[Part]()
    if root not in without and not _bare(env, root):
        yield Entry(root, 1)
    # No recursion: a contents tree may be as deep as there are pages.
    todo = [_children(env, root, 1)]
    while todo:
        child, level, part = next(todo[-1], ("", 0, None))
        if not child:
            todo.pop()
            continue
        if child in seen or child not in env.found_docs:
            continue
        seen.add(child)
        if len(todo) == 1 and (part := parts.get(child)):
            level += 1
        if child not in without:
            yield Entry(
                child, level, part.name if part and part not in opened else None
            )
            opened |= {part} if part else set()
            level += bool(env.titles.get(child))
        todo.append(_children(env, child, level, part))


def _bare(env: BuildEnvironment, root: str) -> bool:
    """Say whether the first page only lists the others, as the contents do."""
    if root != env.config.root_doc or not env.toctree_includes.get(root):
        return False
    match _shown(env.get_doctree(root)):
        case [nodes.section() as top]:
            return all(isinstance(x, nodes.title) or _is_tree(x) for x in _shown(top))
    return False


def _shown(node: nodes.Element) -> list[nodes.Node]:
    return [x for x in node.children if not isinstance(x, nodes.Invisible)]


def _is_tree(node: nodes.Node) -> bool:
    return isinstance(node, nodes.compound) and "toctree-wrapper" in node["classes"]


def _children(
    env: BuildEnvironment, docname: str, level: int, part: Part | None = None
) -> Iterator[tuple[str, int, Part | None]]:
    return ((c, level, part) for c in env.toctree_includes.get(docname, ()))


class Part(NamedTuple):
    name: str
    number: int


def _parts(env: BuildEnvironment, without: Set[str]) -> dict[str, Part]:
    """Return the part of each page that a captioned contents tree of the root lists.

    A caption over one page is no part: the page says what there is.
    """
    trees = env.get_doctree(env.config.root_doc).findall(toctree)
    return {
        docname: Part(tree["caption"], number)
        for number, tree in enumerate(trees)
        if tree.get("caption") and len({*tree["includefiles"]} - without) > 1
        for docname in tree["includefiles"]
    }


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


def matching(docnames: Iterable[str], patterns: Iterable[str]) -> set[str]:
    patterns = tuple(patterns)
    return {name for name in docnames if any(fnmatchcase(name, p) for p in patterns)}
