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
    words = " ".join(node.astext().split())
    return block(call("signature", content(book.labels.anchor(node) + text(words))))


@writes("desc_content")
def desc_content(book: Translator, node: nodes.Element) -> str:
    inside = book.render(node.children)
    return block(f"#pad(left: 14pt)[{inside}];") if inside else ""


@writes("desc_name", "desc_addname", "desc_parameterlist", "desc_annotation",
        "desc_type", "desc_returns", "desc_signature_line", "desc_parameter",
        "desc_optional", "desc_type_parameter_list", "desc_type_parameter")  # fmt: skip
def words(book: Translator, node: nodes.Element) -> str:
    return text(node.astext())
