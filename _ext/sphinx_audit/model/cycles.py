"""Cycles in graphs of ids: a way round each knot, and the edges that close it."""

from collections.abc import Collection, Iterable

from .graph import Edge, Graph, components, depth_first


def cycles(edges: Iterable[Edge]) -> list[list[str]]:
    """Give one whole way round for each knot of cycles, beginning at its first id.

    The last id leads back to the first, which is not repeated.
    """
    graph = Graph.of(edges)
    knots = (
        part
        for part in components(graph)
        if len(part) > 1 or part[0] in graph.after[part[0]]
    )
    return sorted(_round(part[0], graph, set(part)) for part in knots)


def _round(first: str, graph: Graph, part: Collection[str]) -> list[str]:
    """Find the shortest way from an id back to itself."""
    came: dict[str, str] = {}
    level = [first]
    while first not in came:
        following: list[str] = []
        for id_ in level:
            for other in graph.after[id_]:
                if other in part and other not in came:
                    came[other] = id_
                    following.append(other)
        level = following
    way = [came[first]]
    while way[-1] != first:
        way.append(came[way[-1]])
    return way[::-1]


def back_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Name edges without which there would be no cycle."""
    graph = Graph.of(edges)
    seen: dict[str, int] = {}
    open_: set[str] = set()
    found: list[Edge] = []
    for root in graph.after:
        if root in seen:
            continue
        for id_, arrived in depth_first(root, graph.after, seen):
            if arrived:
                seen[id_] = len(seen)
                open_.add(id_)
                found += [(id_, end) for end in graph.after[id_] if end in open_]
            else:
                open_.discard(id_)
    return sorted(found)
