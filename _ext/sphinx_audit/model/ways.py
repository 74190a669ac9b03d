"""Ways through graphs of ids: the order of the work, the longest chain."""

import heapq
from collections.abc import Iterable, Mapping

from .cycles import back_edges
from .graph import Edge, Graph


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
