"""Admonitions and what else is set apart, and the containers that only group."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels

from ..classes import classes
from ..registry import writes
from ..source import block, call, content, string, text
from . import audit, code, design

if TYPE_CHECKING:
    from ..translator import Translator

KINDS = (
    "note", "warning", "danger", "tip", "important", "hint", "caution", "attention",
    "error", "seealso",
)  # fmt: skip


@writes(*KINDS, "Admonition", "todo_node")
def admonition(book: Translator, node: nodes.Element) -> str:
    """Write an admonition; a plain one looks like the kind its class names."""
    if _goes_on(node.previous_sibling(), node):
        return ""  # stands in the box of the first
    name = type(node).__name__
    names = ["problem"] if "audit-problem" in node.get("classes", ()) else []
    names += [name.removesuffix("_node"), *node.get("classes", ())]
    kind = next((n for n in names if n in KINDS or n in {"problem", "todo"}), "note")
    title, rest = titled(book, node)
    if title is None and name in admonitionlabels:
        title = text(str(admonitionlabels[name]))
    inside = book.labels.anchor(node) + book.render(rest)
    if more := _further(node):
        others = (book.labels.anchor(n) + book.render(titled(book, n)[1]) for n in more)
        inside = call("list", *map(content, [inside, *others]))
    return block(call("note", string(kind), content(title), content(inside)))


def _goes_on(first: nodes.Node | None, node: nodes.Node | None) -> bool:
    """Say whether a problem stands right behind another of the same name."""
    both = [x for x in (first, node) if isinstance(x, nodes.Admonition)]
    named = [x for x in both if isinstance(x, nodes.Element) and len(x)]
    alike = len({x[0].astext() for x in named}) == 1
    return (
        alike and len(named) == 2 and all("audit-problem" in classes(x) for x in named)
    )


def _further(node: nodes.Element) -> list[nodes.Element]:
    """Return the problems that directly follow on one."""
    around = list(node.parent.children)
    behind = pairwise(around[around.index(node) :])
    return [x for _, x in takewhile(lambda two: _goes_on(*two), behind)
            if isinstance(x, nodes.Element)]  # fmt: skip


def titled(
    book: Translator, node: nodes.Element
) -> tuple[str | None, list[nodes.Node]]:
    """Split off the title of *node*."""
    rest = list(node.children)
    if rest and isinstance(rest[0], nodes.title):
        return book.render(rest[0].children), rest[1:]
    return None, rest


@writes("topic", "sidebar", "legend_block")
def topic(book: Translator, node: nodes.Element) -> str:
    if "contents" in node.get("classes", ()):
        return ""  # the book has contents of its own
    title, rest = titled(book, node)
    inside = book.labels.anchor(node) + book.render(rest)
    return block(call("aside", content(title), content(inside)))


@writes("versionmodified")
def versionmodified(book: Translator, node: nodes.Element) -> str:
    return block(call("changed", content(book.render(node.children))))


@writes("container")
def container(book: Translator, node: nodes.Element) -> str:
    if "audit-alternative" in classes(node):
        return ""  # says in words what the drawing before it shows
    if node.get("literal_block"):
        return code.captioned(book, node)
    special = audit.container(book, node) or design.container(book, node)
    return special or block(book.labels.anchor(node) + book.render(node.children))
