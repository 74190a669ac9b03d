"""Footnotes at the foot of their page, and citations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..registry import writes
from ..source import block, call, content, string, text

if TYPE_CHECKING:
    from ..translator import Translator


@writes("footnote_reference")
def footnote_reference(book: Translator, node: nodes.Element) -> str:
    name = str(node.get("refid", ""))
    note = book.footnotes.get(name)
    if note is None or book.labels.standing:
        return call("super", content(text(node.astext())))
    label = f"footnote-{book.labels.key(name)}"
    if name in book.noted:
        return call("footnote", f"label({string(label)})")
    book.noted |= dict.fromkeys(note["ids"])
    book.labels.of |= {book.labels.key(name): label for name in note["ids"]}
    with book.labels.shown_twice(label):
        rest = [c for c in note.children if not isinstance(c, nodes.label)]
        words = book.render(rest)
    return f"#[#footnote[#h(0.35em);{words}]#label({string(label)})];"


@writes("footnote")
def footnote(book: Translator, node: nodes.Element) -> str:
    """Show a note here only if nothing in the text refers to it."""
    referred = any(
        ref.get("refid") in node["ids"] and _in_text(ref)
        for ref in book.document.findall(nodes.footnote_reference)
    )
    return "" if referred else citation(book, node)


def _in_text(ref: nodes.Element) -> bool:
    above = ref.parent
    while above is not None and not isinstance(above, (nodes.title, nodes.thead)):
        above = above.parent
    return above is None


@writes("citation")
def citation(book: Translator, node: nodes.Element) -> str:
    anchor = book.labels.anchor(node)
    name = next((c.astext() for c in node.children if isinstance(c, nodes.label)), "")
    rest = [c for c in node.children if not isinstance(c, nodes.label)]
    entry = f"({content(anchor + text(f'[{name}]'))}, {content(book.render(rest))})"
    return block(call("fields", entry))


@writes("citation_reference", "label")
def citation_reference(book: Translator, node: nodes.Element) -> str:
    return text(f"[{node.astext()}]")
