"""Graphs of ids: order, cycles, what is redundant, the longest way, the neighbours.

An edge leads from what is needed to what needs it. Nothing here recurses, so depth has
no limit, and no answer depends on the order of the edges.
"""

import heapq
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
        for id_, arrived in _walk(root, graph.before, index):
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


def _walk(
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
        for id_, arrived in _walk(root, graph.after, seen):
            if arrived:
                seen[id_] = len(seen)
                open_.add(id_)
                found += [(id_, end) for end in graph.after[id_] if end in open_]
            else:
                open_.discard(id_)
    return sorted(found)


def topological(nodes: Iterable[str], edges: Iterable[Edge]) -> list[str]:
    """Order ids so that what is needed comes first, and ids otherwise as given."""
    given = list(dict.fromkeys(nodes))
    pairs = set(edges)
    graph = Graph.of(pairs.difference(back_edges(pairs)), given)
    ranked = dict.fromkeys([*given, *graph.after])
    rank = {id_: place for place, id_ in enumerate(ranked)}
    missing = {id_: len(needs) for id_, needs in graph.before.items()}
    free = [(rank[id_], id_) for id_, count in missing.items() if not count]
    heapq.heapify(free)
    order: list[str] = []
    while free:
        _, id_ = heapq.heappop(free)
        order.append(id_)
        for other in graph.after[id_]:
            missing[other] -= 1
            if not missing[other]:
                heapq.heappush(free, (rank[other], other))
    return order


def critical_path(weights: Mapping[str, float], edges: Iterable[Edge]) -> list[str]:
    """Give the heaviest chain of what is left to do; `weights` names exactly that.

    Of equal chains the one of more ids wins, then the one of smaller ids. An edge that
    closes a cycle is passed over.
    """
    inside = {(a, b) for a, b in edges if a in weights and b in weights}
    inside.difference_update(back_edges(inside))
    graph = Graph.of(inside, weights)
    best: dict[str, tuple[float, int]] = {}
    came: dict[str, str] = {}
    for id_ in topological(sorted(weights), inside):
        needs = graph.before[id_]
        if needs:  # sorted, and max takes the first of equals
            came[id_] = max(needs, key=best.__getitem__)
        before = best[came[id_]] if needs else (0.0, 0)
        best[id_] = (before[0] + weights[id_], before[1] + 1)
    if not best:
        return []
    way = [max(sorted(best), key=best.__getitem__)]
    while way[-1] in came:
        way.append(came[way[-1]])
    return way[::-1]


def around(
    edges: Graph | Iterable[Edge], centre: str, limit: int = 24
) -> tuple[list[str], int]:
    """Give an id with its direct neighbours, `limit` ids at most, and the number left.

    What it needs comes first, then itself, then what needs it; both sides get a fair
    share of the room. Give a `Graph` when asking for many ids.
    """
    graph = edges if isinstance(edges, Graph) else Graph.of(edges)
    needs = [id_ for id_ in graph.before.get(centre, []) if id_ != centre]
    apart = {centre, *needs}
    users = [id_ for id_ in graph.after.get(centre, []) if id_ not in apart]
    room = max(limit - 1, 0)
    some = min(len(needs), max(room - len(users), (room + 1) // 2))
    shown = [*needs[:some], centre, *users[: room - some]]
    return shown, len(needs) + len(users) + 1 - len(shown)
