"""Lists of every kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..classes import elements, only
from ..direction import directed
from ..registry import writes
from ..source import array, block, call, content, string, text
from . import audit

if TYPE_CHECKING:
    from ..translator import Translator

NUMBERS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}
BOXES = {True: "☑", False: "☐", None: "•"}


def items(node: nodes.Element) -> list[nodes.Element]:
    return only(node, nodes.list_item)


def bodies(book: Translator, node: nodes.Element) -> list[str]:
    return [
        content(book.labels.anchor(item) + book.render(item.children))
        for item in items(node)
    ]


def spacing(node: nodes.Element) -> str | None:
    """Give long items air; short ones stay together."""
    long = any(len(i.astext()) > 150 or len(i.children) > 1 for i in items(node))
    return "0.95em" if long else None


@writes("bullet_list")
def bullet_list(book: Translator, node: nodes.Element) -> str:
    classes = node.get("classes", ())
    if not items(node):
        return ""
    if "audit-items" in classes:
        marks = [audit.mark(item) for item in items(node)]
    elif "contains-task-list" in classes:
        marks = [BOXES[_checked(item)] for item in items(node)]
    else:
        return directed(node, call("list", *bodies(book, node), spacing=spacing(node)))
    return directed(
        node, call("marked", array(map(string, marks)), *bodies(book, node))
    )


def _checked(item: nodes.Element) -> bool | None:
    """Read the HTML of MyST's checkbox; ``None`` where an item has none."""
    own = [box for box in item.findall(nodes.raw) if _list_item_of(box) is item]
    html = next((box.astext() for box in own if "checkbox" in box.astext()), None)
    if html is None:
        return None
    return re.search(r"\schecked(?=[\s=/>])", html) is not None


def _list_item_of(node: nodes.Element) -> nodes.Element | None:
    above = node.parent
    while above is not None and not isinstance(above, nodes.list_item):
        above = above.parent
    return above


@writes("enumerated_list")
def enumerated_list(book: Translator, node: nodes.Element) -> str:
    if not items(node):
        return ""
    before = "(" if "(" in node.get("prefix", "") else ""
    after = ")" if ")" in node.get("suffix", "") else "."
    number = f"{before}{NUMBERS.get(node.get('enumtype', ''), '1')}{after}"
    return directed(
        node,
        call(
            "enum",
            *bodies(book, node),
            start=str(int(node.get("start", 1))),
            numbering=string(number),
            spacing=spacing(node),
        ),
    )


@writes("definition_list", "option_list", "docinfo")
def definition_list(book: Translator, node: nodes.Element) -> str:
    pairs = [_definition(book, item) for item in node.children]
    return block(call("definitions", *pairs)) if pairs else ""


def _definition(book: Translator, item: nodes.Node) -> str:
    if not isinstance(item, (nodes.definition_list_item, nodes.option_list_item)):
        return f"({content(text(type(item).__name__))}, {content(book.render([item]))})"
    heads = [c for c in item.children if not _is_meaning(c)]
    terms = [_term(book, head) for head in heads if isinstance(head, nodes.Element)]
    meaning = book.render([c for c in item.children if _is_meaning(c)])
    between = [
        "" if isinstance(h, nodes.classifier) else "#linebreak();" for h in heads
    ]
    head = "".join(x for pair in zip(between, terms, strict=True) for x in pair)
    return f"({content(head.removeprefix('#linebreak();'))}, {content(meaning)})"


def _is_meaning(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.definition, nodes.description))


def _term(book: Translator, head: nodes.Element) -> str:
    if isinstance(head, nodes.option_group):
        names = ", ".join(option.astext() for option in head.children)
        return call("mono-text", content(text(names)))
    inside = book.render(head.children)
    if isinstance(head, nodes.classifier):
        return call("classifier", content(inside))
    return book.labels.anchor(head) + inside


@writes("definition", "description")
def definition(book: Translator, node: nodes.Element) -> str:
    return block(book.render(node.children))


@writes("author", "authors", "date", "address", "contact", "copyright", "organization",
        "revision", "status", "version", "field")  # fmt: skip
def bare(book: Translator, node: nodes.Element) -> str:
    return block(book.render(node.children))


@writes("field_list")
def field_list(book: Translator, node: nodes.Element) -> str:
    if "audit-facts" in node.get("classes", ()):
        return audit.facts(book, node)
    pairs = [
        (book.render(name.children), book.render(body.children))
        for name, body in field_pairs(node)
    ]
    entries = [f"({content(name)}, {content(body)})" for name, body in pairs]
    return block(call("fields", *entries)) if entries else ""


def field_pairs(node: nodes.Element) -> list[tuple[nodes.Element, nodes.Element]]:
    fields = [elements(field) for field in only(node, nodes.field)]
    return [(name, body) for name, body in fields]


@writes("line_block")
def line_block(book: Translator, node: nodes.Element) -> str:
    rows = [f"({depth}, {content(words)})" for depth, words in _lines(book, node, 0)]
    return block(call("lines", *rows))


def _lines(book: Translator, node: nodes.Element, depth: int) -> list[tuple[int, str]]:
    rows: list[tuple[int, str]] = []
    for child in node.children:
        if isinstance(child, nodes.line_block):
            rows += _lines(book, child, depth + 1)
        else:
            rows.append((depth, book.render([child])))
    return rows


@writes("hlist")
def hlist(book: Translator, node: nodes.Element) -> str:
    columns = [content(book.render([child])) for child in node.children]
    return block(call("columns-of", str(len(columns)), *columns)) if columns else ""
