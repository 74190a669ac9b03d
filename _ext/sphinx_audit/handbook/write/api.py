"""Descriptions of programming interfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..registry import writes
from ..source import block, call, content, text

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator


@writes("desc")
def desc(book: Translator, node: nodes.Element) -> str:
    return block(book.render(node.children))


@writes("desc_signature")
def signature(book: Translator, node: nodes.Element) -> str:
    inside = book.labels.anchor(node) + book.render(node.children)
    return block(call("signature", content(inside)))


@writes("desc_signature_line")
def signature_line(book: Translator, node: nodes.Element) -> str:
    above = node.parent.index(node) > 0
    return ("#linebreak();" if above else "") + book.render(node.children)


@writes("desc_content")
def desc_content(book: Translator, node: nodes.Element) -> str:
    inside = book.render(node.children)
    return block(f"#pad(left: 14pt)[{inside}];") if inside else ""


@writes("desc_name", "desc_addname", "desc_annotation", "desc_type",
        "desc_parameter", "desc_type_parameter")  # fmt: skip
def words(book: Translator, node: nodes.Element) -> str:
    return book.render(node.children)


@writes("desc_returns")
def returns(book: Translator, node: nodes.Element) -> str:
    return text(" → ") + book.render(node.children)


@writes("desc_parameterlist", "desc_type_parameter_list")
def parameters(book: Translator, node: nodes.Element) -> str:
    types = "type" in type(node).__name__
    opening = str(node.get("open_paren", "[" if types else "("))
    closing = str(node.get("close_paren", "]" if types else ")"))
    return text(opening) + _listed(book, node) + text(closing)


def _listed(book: Translator, node: nodes.Element) -> str:
    """Put a comma before each parameter but the first."""
    source = ""
    for child in node.children:
        optional = type(child).__name__ == "desc_optional"
        source += ("" if optional or not source else text(", ")) + book.render([child])
    return source


@writes("desc_optional")
def optional(book: Translator, node: nodes.Element) -> str:
    comma = ", " if node.parent.index(node) > 0 else ""
    return text(f"[{comma}") + _listed(book, node) + text("]")
