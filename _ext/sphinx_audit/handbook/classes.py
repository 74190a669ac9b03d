"""The classes of a node, typed."""

from __future__ import annotations

from docutils import nodes


def classes(node: nodes.Node) -> list[str]:
    return list(node.get("classes", ())) if isinstance(node, nodes.Element) else []


def only(node: nodes.Element, *kinds: type[nodes.Node]) -> list[nodes.Element]:
    """Return the children; raise ValueError if one is of no kind we could write."""
    if not all(isinstance(child, kinds) for child in node.children):
        raise ValueError(f"{type(node).__name__} holds what it should not")
    return elements(node)


def elements(node: nodes.Element) -> list[nodes.Element]:
    return [child for child in node.children if isinstance(child, nodes.Element)]
