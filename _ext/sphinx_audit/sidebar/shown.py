"""What a page with a cut sidebar shows of others, to tell when it must be written."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from .cut import span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.environment import BuildEnvironment

    from .tree import Tree

    Shown = dict[str, tuple[object, ...]]


def shown(trees: Iterable[Tree], env: BuildEnvironment) -> Shown:
    """Return what each page shows of others around its text.

    That is its part of the trees, the pages before, after and above it, and which
    indices there are.  Section numbers must have been given.
    """
    near, cuts = neighbours(env), [cuts_of(tree, env) for tree in trees]
    indices = tuple(
        domain.name
        for domain in env.domains.sorted()
        if domain.indices and any(True for _ in domain.get_objects())
    )
    return {
        docname: (*(cut[docname] for cut in cuts), near.get(docname), indices)
        for docname in sorted(env.found_docs)
    }


def cuts_of(tree: Tree, env: BuildEnvironment) -> Shown:
    """Return where each page stands, and a digest of each list that it shows."""

    @cache  # neighbours have most of their lists in common
    def part(doc: str, n: int, positions: range) -> str:
        level = tree.levels[doc][n]
        entries = [level.entries[i] for i in positions]
        said = repr((level.caption, level.maxdepth, len(level.entries), entries))
        return blake2b(said.encode(), digest_size=16).hexdigest()

    def parts(page: str) -> Iterator[object]:
        places = {place.parent: place for place in tree.branch(page)}
        yield tuple(places.values())
        for doc in dict.fromkeys((tree.root, *places, page)):
            place = places.get(doc)
            for n, level in enumerate(tree.levels.get(doc, ())):
                here = place.position if place and place.level == n else -1
                yield part(doc, n, span(level, own=doc == page, position=here))

    return {docname: tuple(parts(docname)) for docname in env.found_docs}


def neighbours(env: BuildEnvironment) -> Shown:
    """Return the pages before, after and above each page, with their titles."""
    titles = {docname: str(title) for docname, title in env.titles.items()}
    relations = env.collect_relations()
    found: Shown = {}
    for docname, (_parent, before, after) in relations.items():
        near = [before, after, *above(docname, relations)]
        found[docname] = tuple((d, titles.get(d or "")) for d in near)
    return found


def above(docname: str, relations: dict[str, list[str | None]]) -> list[str]:
    found: list[str] = []
    parent = relations[docname][0]
    while parent and parent not in found:
        found.append(parent)
        parent = relations.get(parent, [None])[0]
    return found
