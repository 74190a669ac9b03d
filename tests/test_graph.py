"""Laws of graphs: order, cycles, reduction, the critical path."""

from __future__ import annotations

import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from sphinx_audit.model.cycles import back_edges, cycles
from sphinx_audit.model.graph import Edge, Graph, components, reduced
from sphinx_audit.model.ways import critical_path, topological

IDS = st.sampled_from("abcdefghij")
EDGES = st.lists(st.tuples(IDS, IDS), max_size=25)
ACYCLIC = EDGES.map(lambda edges: [(min(e), max(e)) for e in edges if e[0] != e[1]])
DEEP = 5000


def reach(edges: list[Edge]) -> set[Edge]:
    graph = Graph.of(edges)
    found = set()
    for start in graph.after:
        waiting = [start]
        while waiting:
            for end in graph.after[waiting.pop()]:
                if (start, end) not in found:
                    found.add((start, end))
                    waiting.append(end)
    return found


def chain(length: int) -> list[Edge]:
    return list(itertools.pairwise(f"n{place:05}" for place in range(length)))


@given(EDGES, st.data())
def test_a_reduced_graph_reaches_the_same_and_keeps_what_it_must(
    edges: list[Edge], data: st.DataObject
) -> None:
    keep = data.draw(st.lists(st.sampled_from(edges))) if edges else []
    left = reduced("abcdefghij", edges, keep)
    assert set(keep) <= set(left) <= set(edges)
    assert reach(left) == reach(edges)


@given(ACYCLIC)
def test_nothing_redundant_is_left_in_a_graph_without_cycles(edges: list[Edge]) -> None:
    left = reduced((), edges)
    for edge in left:
        assert edge not in reach([other for other in left if other != edge])


@given(EDGES)
def test_a_cycle_is_a_closed_way_and_every_knot_gives_one(edges: list[Edge]) -> None:
    found = cycles(edges)
    for way in found:
        steps = set(itertools.pairwise([*way, way[0]]))
        assert steps <= set(edges)
        assert way[0] == min(way)
        assert len(set(way)) == len(way)
    around_itself = {start for start, end in reach(edges) if start == end}
    knots = [part for part in components(Graph.of(edges)) if part[0] in around_itself]
    assert len(found) == len(knots)


@given(EDGES)
def test_without_back_edges_there_is_no_cycle(edges: list[Edge]) -> None:
    back = back_edges(edges)
    assert set(back) <= set(edges)
    assert not cycles(edge for edge in edges if edge not in back)
    assert bool(back) == bool(cycles(edges))


@given(EDGES)
def test_the_order_of_edges_never_matters(edges: list[Edge]) -> None:
    other = list(edges)
    random.Random(1).shuffle(other)
    weights = dict.fromkeys("abcdefghij", 1.0)
    assert back_edges(edges) == back_edges(other)
    assert reduced((), edges) == reduced((), other)
    assert critical_path(weights, edges) == critical_path(weights, other)
    assert topological("jihgf", edges) == topological("jihgf", other)


@given(ACYCLIC)
def test_what_is_needed_comes_first(edges: list[Edge]) -> None:
    order = topological((), edges)
    assert all(order.index(start) < order.index(end) for start, end in edges)


def test_ids_stay_as_given_where_nothing_orders_them() -> None:
    assert topological(["c", "a", "b"], [("b", "a")]) == ["c", "b", "a"]


@given(ACYCLIC, st.dictionaries(IDS, st.integers(0, 5)))
def test_the_critical_path_is_the_heaviest_chain(
    edges: list[Edge], weights: dict[str, float]
) -> None:
    way = critical_path(weights, edges)
    assert set(itertools.pairwise(way)) <= set(edges)
    heaviest: dict[str, float] = {}
    for id_ in sorted(weights):  # edges lead upwards in the alphabet
        needs = [heaviest[a] for a, b in edges if b == id_ and a in weights]
        heaviest[id_] = weights[id_] + max(needs, default=0)
    assert sum(weights[id_] for id_ in way) == max(heaviest.values(), default=0)


def test_what_is_done_is_not_on_the_critical_path() -> None:
    edges = [("a", "b"), ("b", "c"), ("c", "d")]
    assert critical_path({"a": 9, "c": 3, "d": 2}, edges) == ["a"]
    assert critical_path({}, edges) == []


@given(EDGES)
def test_cycles_do_not_stop_the_critical_path(edges: list[Edge]) -> None:
    way = critical_path(dict.fromkeys("abcdefghij", 1), edges)
    assert set(itertools.pairwise(way)) <= set(edges)
    assert way


def test_depth_and_hubs_are_no_matter() -> None:
    line = chain(DEEP)
    ids = [line[0][0], *(end for _, end in line)]
    assert reduced(ids, line) == line
    assert critical_path(dict.fromkeys(ids, 1), line) == ids
    assert cycles([*line, (ids[-1], ids[0])]) == [ids]
    assert back_edges([*line, (ids[-1], ids[0])]) == [(ids[-1], ids[0])]
    hub = [(ids[0], id_) for id_ in ids[1:]]
    assert reduced(ids, line + hub) == line
