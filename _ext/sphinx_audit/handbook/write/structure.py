"""Sections, titles, paragraphs, and what a page carries without showing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..classes import classes
from ..direction import directed
from ..registry import writes
from ..source import block, call, content, starts_rtl, string, text
from ..spoken import check_title
from .lying import goes_along

if TYPE_CHECKING:
    from ..translator import Translator


@writes(
    "comment",
    "substitution_definition",
    "pending",
    "meta",
    "system_message",
    "toctree",
    "index",
    "highlightlang",
    "tabular_col_spec",
    "sphinxvideo",
    "decoration",
    "header",
    "footer",
    "viewcode_anchor",
    "autosummary_toc",
    "sd_tab_input",
    "colspec",
)
def nothing(book: Translator, node: nodes.Element) -> str:
    return ""


@writes(
    "compound",
    "glossary",
    "acks",
    "only",
    "start_of_file",
    "pending_xref",
    "pending_xref_condition",
    "compact_paragraph",
    "definition_list_item",
    "aside_main",
    "autosummary_table",
    "hlistcol",
    "document",
    # Written by what holds them; these are for when they stand elsewhere.
    "attribution",
    "field_body",
    "field_name",
    "line",
    "list_item",
    "option",
    "option_argument",
    "option_group",
    "option_list_item",
    "option_string",
    "production",
)
def transparent(book: Translator, node: nodes.Element) -> str:
    inline = isinstance(node, nodes.Inline)
    inside = book.render(node.children)
    return inside if inline else block(inside)


@writes("section")
def section(book: Translator, node: nodes.Element) -> str:
    book.depth += 1
    try:
        return block(book.render(node.children))
    finally:
        book.depth -= 1


@writes("title")
def title(book: Translator, node: nodes.Element) -> str:
    section = node.parent
    if not isinstance(section, nodes.section):
        return block(call("rubric", content(book.render(node.children))))
    if goes_along(book, node):
        return ""
    check_title(node)
    label = book.labels.take(section)
    with book.labels.shown_twice(label):  # in the contents too
        # A heading without words is an error to a screen reader.
        name = book.render(node.children) if node.astext().strip() else text("–")
        inside = _number(book, section) + name
    # A large book's contents name only pages and findings.
    short = book.depth > 1 and not any(n.startswith("finding-") for n in section["ids"])
    outlined = ", outlined: book.sections, bookmarked: true" if short else ""
    heading = f"#heading(depth: {book.depth}{outlined})[{inside}]"
    heading += f"#label({string(label)})" if label else ""
    turned = "#set text(dir: rtl);" if starts_rtl(node.astext()) else ""
    return block(f"#[{turned}{heading}];")


def _number(book: Translator, section: nodes.section) -> str:
    numbers = book.builder.env.toc_secnumbers.get(book.docname, {})
    keys = [f"#{name}" for name in section["ids"]]
    if book.depth == 1:
        keys.append("")
    number = next((numbers[key] for key in keys if numbers.get(key)), None)
    if number is None:
        return ""
    return text(".".join(map(str, number)) + " ") + "#h(0.45em);"


@writes("subtitle")
def subtitle(book: Translator, node: nodes.Element) -> str:
    return block(call("lead", content(book.render(node.children))))


@writes("rubric")
def rubric(book: Translator, node: nodes.Element) -> str:
    if goes_along(book, node):
        return ""
    anchor = book.labels.anchor(node)
    return block(call("rubric", content(anchor + book.render(node.children))))


@writes("paragraph", "PassthroughTextElement", "term", "caption")
def paragraph(book: Translator, node: nodes.Element) -> str:
    if "todo-source" in classes(node):
        book.shorten_paths(node)
    inside = book.labels.anchor(node) + book.render(node.children)
    if not inside:
        return ""
    if "audit-badges" in classes(node):
        return block(call("badges", content(inside)))
    return directed(node, inside)


@writes("centered")
def centered(book: Translator, node: nodes.Element) -> str:
    return block(f"#align(center)[{book.render(node.children)}];")


@writes("transition")
def transition(book: Translator, node: nodes.Element) -> str:
    # MyST draws one before the footnotes, which stand at the foot of their pages.
    return "" if "footnotes" in classes(node) else block("#transition();")


@writes("block_quote", "epigraph", "pull_quote")
def block_quote(book: Translator, node: nodes.Element) -> str:
    rest = [c for c in node.children if not isinstance(c, nodes.attribution)]
    by = [c for c in node.children if isinstance(c, nodes.attribution)]
    if not by and all(isinstance(c, nodes.Sequential) for c in rest):
        return block(book.render(rest))  # reST indents a list by a quote
    named = content(book.render(by[0].children)) if by else None
    return block(call("quoted", content(book.render(rest)), by=named))


@writes("raw")
def raw(book: Translator, node: nodes.Element) -> str:
    """Of raw HTML, keep the line break and MyST's strike-through."""
    if "html" not in str(node.get("format", "")).split():
        return ""
    html = node.astext().strip().lower()
    if html.startswith("<br"):
        return "#linebreak();"
    if html not in {"<s>", "</s>"}:
        return ""
    near = [child.astext().strip().lower() for child in node.parent.children]
    paired = near.count("<s>") == near.count("</s>")
    return {"<s>": "#strike[", "</s>": "];"}[html] if paired else ""
