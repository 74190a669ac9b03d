"""The text of plans, digested section by section, as authors wrote it.

Views are not in it yet, so that no other page changes it; what directives of ours state
is digested apart, fact by fact and item by item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..model.fingerprint import TITLE, digest
from ..placeholders import checklist_head, finding_card, signoff_card

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element, Node

    from ..model.fingerprint import Entries, Texts

APART = (
    finding_card,
    checklist_head,
    signoff_card,
    nodes.section,
    nodes.comment,
    nodes.system_message,
)
"""What is digested elsewhere, or is no text of the author's."""

TOLD = ("refuri", "reftarget", "refname", "uri", "code", "kind", "target", "query")
"""Attributes that an author wrote: where links lead, sources of pictures, queries."""

BEGINNING = "(beginning)"


def texts_of(document: nodes.document) -> Texts:
    """Return the sections of each plan on a page, by their headings."""
    found: Texts = {}
    homes = list(plans(document))
    taken = {id(home) for _, home in homes}
    for id_, home in homes:
        if id_ not in found:
            found[id_] = sections(home, taken)
    return found


def plans(document: nodes.document) -> Iterator[tuple[str, Element]]:
    """Yield the findings of a page with the sections that hold their plans."""
    for card in document.findall(finding_card):
        home = card.parent
        while home.parent is not None and not isinstance(home, nodes.section):
            home = home.parent
        yield card["finding"], home


def sections(home: Element, taken: set[int]) -> Entries:
    """Return the digest of each section's own text; *taken* are other plans."""
    found: Entries = {TITLE: digest(heading(home))}
    todo = [home]
    while todo:
        section = todo.pop(0)
        inner = [s for s in own_sections(section) if id(s) not in taken]
        name = BEGINNING if section is home else heading(section)
        if name in found:
            again = sum(k == name or k.startswith(f"{name} (") for k in found)
            name = f"{name} ({again + 1})"
        found[name] = digest(" ".join(own_words(section)))
        todo = [*inner, *todo]
    return found


def heading(section: Element) -> str:
    titles = (c for c in section.children if isinstance(c, nodes.title))
    title = next(titles, None)
    return "" if title is None else " ".join(source(title).split())


def own_sections(section: Node) -> Iterator[Element]:
    for child in section.children:
        if isinstance(child, nodes.section):
            yield child
        elif isinstance(child, nodes.Element):
            yield from own_sections(child)


def own_words(section: Element) -> Iterator[str]:
    """Yield what an author wrote in a section, without its heading."""
    for child in section.children:
        if not isinstance(child, nodes.title):
            yield from words(child)


def words(node: Node) -> Iterator[str]:
    """Yield what an author wrote in *node*, without inner sections."""
    if isinstance(node, nodes.Text):
        yield node.astext()
        return
    if not isinstance(node, nodes.Element) or isinstance(node, APART):
        return
    if "audit-problem" in node["classes"]:
        return
    if isinstance(node, nodes.TextElement) and node.rawsource:
        yield source(node)
        return
    for name in TOLD:
        if value := node.get(name):
            yield str(sorted(value.items()) if isinstance(value, dict) else value)
    item = "audit-item" in node["classes"]
    for child in node.children[1 if item else 0 :]:
        yield from words(child)


def source(node: Element) -> str:
    """Return a text as it is written, also where another language is shown."""
    return node.rawsource or node.astext()
