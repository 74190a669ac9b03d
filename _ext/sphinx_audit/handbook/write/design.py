"""The components of sphinx-design; tabs and drop-downs stand open on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes

from ..beside import columns, component
from ..registry import writes
from ..source import block, call, content, string, text
from .links import address, target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..translator import Translator

HUES = {
    "primary": "blue", "secondary": "grey", "success": "green", "info": "blue",
    "warning": "amber", "danger": "red", "light": "grey", "muted": "grey",
    "dark": "grey", "white": "grey", "black": "grey",
}  # fmt: skip
_COLOUR = re.compile(rf"sd-(bg|outline|text)-({'|'.join(HUES)})\b")
PARTS = ("card-body", "card-overlay", "card-header", "card-footer")
ICON_COLOUR = "#1b2430"


def container(book: Translator, node: nodes.Element) -> str | None:
    """Write a component, ``None`` for a container that is none of ours to know."""
    match component(node):
        case "grid-row":
            return _grid(book, node)
        case "card":
            return _card(book, node)
        case "tab-item":
            return _titled(book, node, "tab")
        case "dropdown":
            return _titled(book, node, "folded")
    return None


def _grid(book: Translator, node: nodes.Element) -> str:
    cells = [content(book.render([child])) for child in node.children]
    count = columns(node)
    # A frame around each cell makes cards of a row equally high.
    framed = "true" if _holds_cards(node) else None
    return block(call("columns-of", str(count), *cells, framed=framed)) if cells else ""


def _holds_cards(row: nodes.Element) -> bool:
    cells = ([component(child) for child in cell.children] for cell in row.children)
    return all(cell == ["card"] for cell in cells)


def _framed(card: nodes.Element) -> bool:
    """Say whether the grid draws the frame of a card."""
    cell = card.parent
    return component(cell) == "grid-item" and _holds_cards(cell.parent)


def _card(book: Translator, node: nodes.Element) -> str:
    parts: dict[str, list[nodes.Node]] = {}
    for child in node.children:
        name = component(child) if component(child) in PARTS else "rest"
        parts.setdefault("link" if _stretched(child) else name, []).append(child)
    inside = [x for name in ("card-body", "card-overlay") for x in parts.get(name, [])]
    children = [x for part in inside for x in part.children]
    titles = [x for x in children if component(x) == "card-title"]
    body = book.render(
        [*parts.get("rest", []), *(x for x in children if x not in titles)]
    )
    return block(
        call(
            "card",
            content(book.labels.anchor(node) + body),
            title=_slot(book, titles),
            head=_slot(book, parts.get("card-header", [])),
            foot=_slot(book, parts.get("card-footer", [])),
            link_to=_link(book, parts.get("link", [])),
            framed="false" if _framed(node) else None,
        )
    )


def _slot(book: Translator, parts: Sequence[nodes.Node]) -> str | None:
    inside = [child for part in parts for child in part.children]
    return content(book.render(inside)) if inside else None


def _stretched(node: nodes.Node) -> bool:
    return any("sd-stretched-link" in r.get("classes", ()) for r in _references(node))


def _references(node: nodes.Node) -> list[nodes.Element]:
    found = node.findall(nodes.reference) if isinstance(node, nodes.Element) else ()
    return list(found)


def _link(book: Translator, parts: Sequence[nodes.Node]) -> str | None:
    for reference in (ref for part in parts for ref in _references(part)):
        if key := target(book, reference):
            return f"it => go(book, {string(key)}, it)"
        if (uri := str(reference.get("refuri", ""))).startswith(("http:", "https:")):
            return f"it => out({string(address(uri))}, it)"
    return None


def _titled(book: Translator, node: nodes.Element, function: str) -> str:
    rest = list(node.children)
    title = rest.pop(0) if rest and _is_title(rest[0], node) else None
    anchor = book.labels.anchor(node)
    name = "Details"
    if isinstance(title, nodes.Element):
        anchor += book.labels.anchor(title)
        name = book.render(title.children)
    inside = content(anchor + book.render(rest))
    return block(call(function, content(name), inside))


def _is_title(first: nodes.Node, node: nodes.Element) -> bool:
    return bool(node.get("has_title")) or isinstance(first, nodes.rubric)


@writes("sd_badge")
def badge(book: Translator, node: nodes.Element) -> str:
    style = _COLOUR.search(" ".join(node.get("classes", ())))
    hue = HUES[style[2]] if style else "grey"
    filled = "true" if style and style[1] == "bg" else None
    inside = content(book.render(node.children))
    return call("badge", string(hue), inside, filled=filled)


@writes("sd_icon")
def icon(book: Translator, node: nodes.Element) -> str:
    svg = str(node.get("svg") or "")
    if "<svg" not in svg:
        return ""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    svg = svg.replace("currentColor", ICON_COLOUR)
    svg = re.sub(r'(width|height)="[\d.]+r?em"', r'\1="16"', svg)
    behind = node.next_node(descend=False, siblings=True)
    is_close = isinstance(behind, nodes.Text) and behind[:1].isalnum()
    return call("icon", string(svg)) + ("#h(0.35em);" if is_close else "")


@writes("fontawesome")
def named_icon(book: Translator, node: nodes.Element) -> str:
    """Name an icon of which only a web font has the picture."""
    name = str(node.get("icon") or "")
    return call("icon-name", content(text(name))) if name else ""


@writes("sd_tab_label", "dropdown_title")
def label(book: Translator, node: nodes.Element) -> str:
    return block(call("rubric", content(book.render(node.children))))


@writes("dropdown_main")
def dropdown(book: Translator, node: nodes.Element) -> str:
    return _titled(book, node, "folded")
