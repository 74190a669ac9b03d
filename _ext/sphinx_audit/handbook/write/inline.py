"""Text within a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..classes import classes
from ..registry import writes
from ..source import breakable, call, content, string, text
from . import audit

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator

WRAPPED = {
    "emphasis": "emph",
    "literal_emphasis": "emph",
    "title_reference": "emph",
    "manpage": "emph",
    "generated": "emph",
    "classifier": "emph",
    "strong": "strong",
    "literal_strong": "strong",
    "subscript": "sub",
    "superscript": "super",
}
CLASSED = {
    "guilabel": "control",
    "menuselection": "control",
    "kbd": "key",
    "strike": "strike",
    "sd-text-decoration-line-through": "strike",
}


@writes(*WRAPPED)
def wrapped(book: Translator, node: nodes.Element) -> str:
    names = (cls.__name__ for cls in type(node).__mro__)
    function = next(WRAPPED[name] for name in names if name in WRAPPED)
    return call(function, content(book.render(node.children)))


@writes("inline", "desc_inline", "sd_line_break")
def inline(book: Translator, node: nodes.Element) -> str:
    if type(node).__name__ == "sd_line_break":
        return "#linebreak();"
    if (ours := audit.inline(book, node)) is not None:
        return ours
    inside = book.render(node.children)
    function = next((CLASSED[name] for name in classes(node) if name in CLASSED), None)
    return call(function, content(inside)) if function else inside


@writes("literal")
def literal(book: Translator, node: nodes.Element) -> str:
    words = " ".join(node.astext().split("\n"))
    if "kbd" in node.get("classes", ()):
        return call("key", content(text(words)))
    return call("code", *map(string, breakable(words)))


@writes("abbreviation", "acronym")
def abbreviation(book: Translator, node: nodes.Element) -> str:
    """Spell an abbreviation out: paper has no pointer to rest on it."""
    inside = book.render(node.children)
    meaning = node.get("explanation")
    return inside + (text(f" ({meaning})") if meaning else "")


@writes("problematic", "substitution_reference")
def problematic(book: Translator, node: nodes.Element) -> str:
    return text(node.astext())
