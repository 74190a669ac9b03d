"""Mermaid diagrams as vector pictures whose nodes are links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ...draw import fit, printed
from ...draw.mermaid import DrawingError
from ...model import Place
from ...report import Fault, warn
from ..registry import writes
from ..source import array, block, call, content, string, text
from .code import listing

if TYPE_CHECKING:
    from docutils import nodes

    from ...draw.mermaid import Drawing
    from ..translator import Translator

_ = get_translation("audit")

PIXEL = 0.75  # points
PORTRAIT = fit.Box(604, 790)
LANDSCAPE = fit.Box(980, 580)
READABLE = 6.0
"""Points below which a label asks for a page of its own, lying."""


@writes("mermaid")
def mermaid(book: Translator, node: nodes.Element) -> str:
    source = str(node.get("code", ""))
    turn = node.get("audit_fit") != "as-authored"
    try:
        standing = fit.best(source, PORTRAIT, turn=turn)
        lying = _lying(source, standing, turn=turn)
    except DrawingError as error:
        return _failed(book, node, error)
    drawing, box = (lying, LANDSCAPE) if lying else (standing, PORTRAIT)
    picture = _picture(book, node, drawing, box)
    return block(call("lying", content(picture)) if lying else picture)


def _failed(book: Translator, node: nodes.Element, error: DrawingError) -> str:
    """Show the source as its author wrote it, and warn where the fault is."""
    before = int(node.get("audit_before", 0))
    line = (node.line or 0) + before + max(0, error.line - 1)
    at = (
        Place(docname=book.docname, line=line)
        if node.line and error.line
        else book.docname
    )
    message = "the diagram cannot be drawn, its source is shown: %s"
    warn(Fault.DIAGRAM, message, error.message, at=at)
    code = "\n".join(str(node.get("code", "")).split("\n")[before:])
    note = text(_("This diagram cannot be drawn, its source is shown."))
    inside = f"{text(error.message)}\n\n{listing(code)}"
    return block(call("note", string("problem"), content(note), content(inside)))


def _lying(source: str, standing: Drawing, *, turn: bool) -> Drawing | None:
    """Return the drawing for a landscape page if that makes a small text readable."""
    here = fit.points(standing, PORTRAIT)
    if here >= READABLE:
        return None
    drawing = fit.best(source, LANDSCAPE, turn=turn)
    return drawing if fit.points(drawing, LANDSCAPE) > 1.2 * here else None


def _picture(
    book: Translator, node: nodes.Element, drawing: Drawing, box: fit.Box
) -> str:
    svg = printed.for_print(
        drawing,
        critical=_edges(node, "audit_critical"),
        back=_edges(node, "audit_back"),
    )
    width, height = drawing.width * PIXEL, drawing.height * PIXEL
    scale = min(1, box.width / drawing.width, box.height / drawing.height)
    return book.labels.anchor(node) + call(
        "drawing",
        "book",
        string(book.builder.pictures.drawn(svg)),
        f"{width * scale:.2f}pt",
        f"{height * scale:.2f}pt",
        alt=string(_alternative(node, drawing)),
        boxes=array(_links(node, svg, PIXEL * scale)),
    )


def _edges(node: nodes.Element, name: str) -> list[tuple[str, str]]:
    given: list[list[str]] = node.get(name, [])
    return [(start, end) for start, end in given]


def _links(node: nodes.Element, svg: str, scale: float) -> list[str]:
    places: dict[str, tuple[str, str]] = node.get("audit_links", {})
    return [
        f"({string('#'.join(map(str, places[box.id])))}, "
        + ", ".join(f"{side * scale:.2f}pt" for side in box[1:])
        + ")"
        for box in printed.boxes(svg)
        if box.id in places
    ]


def _alternative(node: nodes.Element, drawing: Drawing) -> str:
    words = (node.get("audit_title"), node.get("audit_descr"), node.get("alt"))
    said = ". ".join(str(word) for word in words if word)
    return said or f"Diagram ({drawing.kind})"
