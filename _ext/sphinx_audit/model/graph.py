"""Graphs of ids: walking them, their knots, what is redundant in them.

An edge leads from what is needed to what needs it. Nothing here recurses, so depth has
no limit, and no answer depends on the order of the edges.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

Edge = tuple[str, str]
Neighbours = Mapping[str, list[str]]


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Edges by both of their ends, each list sorted and without doubles."""

    after: Neighbours
    before: Neighbours

    @classmethod
    def of(cls, edges: Iterable[Edge], nodes: Iterable[str] = ()) -> "Graph":
        pairs = sorted(set(edges))
        ids = sorted({*nodes, *(id_ for pair in pairs for id_ in pair)})
        after: dict[str, list[str]] = {id_: [] for id_ in ids}
        before: dict[str, list[str]] = {id_: [] for id_ in ids}
        for start, end in pairs:
            after[start].append(end)
            before[end].append(start)
        return cls(after=after, before=before)


def reduced(
    nodes: Iterable[str], edges: Iterable[Edge], keep: Collection[Edge] = ()
) -> list[Edge]:
    """Drop every edge that a longer way replaces, except those to `keep`.

    Edges inside a cycle stay. Bit i of a number stands for component i.
    """
    graph = Graph.of(edges, nodes)
    parts = components(graph)
    number = {id_: place for place, part in enumerate(parts) for id_ in part}
    kept = set(keep)
    reach = [0] * len(parts)
    left: list[Edge] = []
    for place, part in enumerate(parts):
        into = [(start, end) for end in part for start in graph.before[end]]
        needed = {number[start] for start, _ in into} - {place}
        redundant: set[int] = set()
        seen = 0
        for other in sorted(needed, reverse=True):
            if seen >> other & 1:
                redundant.add(other)
            seen |= reach[other] | 1 << other
        reach[place] = seen
        left += [
            edge for edge in into if number[edge[0]] not in redundant or edge in kept
        ]
    return sorted(left)


def components(graph: Graph) -> list[list[str]]:
    """Give the strongly connected components, what is needed first (Tarjan)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    waiting: list[str] = []
    open_: set[str] = set()
    found: list[list[str]] = []
    for root in graph.after:
        if root in index:
            continue
        for id_, arrived in depth_first(root, graph.before, index):
            if arrived:
                index[id_] = low[id_] = len(index)
                waiting.append(id_)
                open_.add(id_)
                continue
            ends = (other for other in graph.before[id_] if other in open_)
            low[id_] = min([low[id_], *(low[other] for other in ends)])
            if low[id_] == index[id_]:
                part = [waiting.pop()]
                while part[-1] != id_:
                    part.append(waiting.pop())
                open_.difference_update(part)
                found.append(sorted(part))
    return found


def depth_first(
    root: str, towards: Neighbours, seen: Mapping[str, int]
) -> Iterator[tuple[str, bool]]:
    """Go depth first; yield each node when reached (true) and when left (false).

    The caller notes reached nodes in `seen`.
    """
    yield root, True
    stack = [(root, iter(towards[root]))]
    while stack:
        id_, rest = stack[-1]
        fresh = next((other for other in rest if other not in seen), None)
        if fresh is None:
            stack.pop()
            yield id_, False
        else:
            yield fresh, True
            stack.append((fresh, iter(towards[fresh])))
