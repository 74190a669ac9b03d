"""Images and figures."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from docutils import nodes

from ..numbers import figure_number
from ..registry import writes
from ..source import block, call, content, string, text
from ..spoken import spoken
from .lying import low

if TYPE_CHECKING:
    from ..translator import Translator

SIDES = ("left", "center", "right")
UNITS = {
    "px": 0.75,
    "": 0.75,
    "pt": 1,
    "pc": 12,
    "cm": 28.3465,
    "mm": 2.83465,
    "in": 72,
}


def length(value: object) -> str | None:
    """Return a docutils length as Typst writes it, ``None`` for one it has not."""
    match = re.fullmatch(r"([\d.]+)\s*(px|pt|pc|cm|mm|in|em|%|)", str(value or ""))
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    if unit in UNITS:
        return f"{number * UNITS[unit]:g}pt"
    return f"{number:g}{unit}"


@writes("image")
def image(book: Translator, node: nodes.Element) -> str:
    alone = _stands_alone(node)
    path = book.builder.pictures.path(node)
    alt = str(node.get("alt") or PurePosixPath(str(node["uri"])).stem)
    if path is None:
        words = text(f"[{alt}]")
        return block(words) if alone else words
    height = length(node.get("height"))
    options = {
        "alt": spoken(alt, node),
        "width": length(node.get("width")),
        "height": height,
    }
    if not alone:
        if height and height.endswith("%"):
            del options["height"]
        return call("small-picture", string(path), **options)
    side = node.get("align")
    options["at"] = side if side in SIDES else None
    options["most"] = low(node)
    return block(call("picture", string(path), **options))


def _stands_alone(node: nodes.Element) -> bool:
    around = node.parent
    if isinstance(around, nodes.reference):
        node, around = around, around.parent
    if isinstance(around, nodes.paragraph):
        return len(around.children) == 1
    return not isinstance(around, nodes.TextElement)


@writes("figure")
def figure(book: Translator, node: nodes.Element) -> str:
    parts = [child for child in node.children if isinstance(child, nodes.Element)]
    caption = next((c for c in parts if isinstance(c, nodes.caption)), None)
    legend = next((c for c in parts if isinstance(c, nodes.legend)), None)
    rest = [part for part in parts if part not in (caption, legend)]
    side = node.get("align")
    pictured = any(isinstance(n, nodes.image) for n in node.findall())
    source = call(
        "plate"
        if pictured
        else "worded",  # a screen reader asks a figure for its words
        content(book.render(rest)),
        number=figure_number(book, node, "figure"),
        caption=content(book.render(caption.children)) if caption else None,
        legend=content(book.render(legend.children)) if legend else None,
        at=side if side in SIDES else None,
        most=low(node) if pictured else None,
    )
    return block(book.labels.anchor(node) + source)


@writes("legend")
def legend(book: Translator, node: nodes.Element) -> str:
    return block(book.render(node.children))
