"""Mermaid diagrams as vector pictures whose nodes are links."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation

from ...draw import fit, printed
from ...draw.mermaid import DrawingError
from ...read.diagram import source_of
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
LARGEST = 0.72
"""Share of a drawing's own size at which its labels are as large as the text."""


class Room(NamedTuple):
    """Space for a drawing in CSS pixels, and the points from which its text will do."""

    box: fit.Box
    enough: float
    lying: bool = False


ROOMS = (
    Room(fit.Box(604, 340), 6.5),  # a third of a page
    Room(fit.Box(604, 840), 6),
    Room(fit.Box(1030, 620), 6, lying=True),
)


@writes("mermaid")
def mermaid(book: Translator, node: nodes.Element) -> str:
    source = str(node.get("code", ""))
    turn = node.get("audit_fit") != "as-authored"
    try:
        drawing, room = _fitted(source, turn=turn)
    except DrawingError as error:
        return _failed(book, node, error)
    picture = _picture(book, node, drawing, scale_in(drawing, room))
    return block(call("lying", content(picture)) if room.lying else picture)


def scale_in(drawing: Drawing, room: Room) -> float:
    width, height = room.box
    return min(LARGEST, width / drawing.width, height / drawing.height)


def _fitted(source: str, *, turn: bool) -> tuple[Drawing, Room]:
    """Return the drawing for the first room whose text will do, else for the best."""
    tried = []
    for room in ROOMS:
        width, height = room.box
        box = fit.Box(width / LARGEST, height / LARGEST)
        drawing = fit.best(source, box, turn=turn)
        size = fit.LABEL * PIXEL * scale_in(drawing, room)
        if size >= room.enough:
            return drawing, room
        tried.append((size, drawing, room))
    # A page of its own, lying, must be worth the trouble of turning the book.
    worth = [(s / 1.15 if room.lying else s, d, room) for s, d, room in tried]
    _, drawing, room = max(worth, key=itemgetter(0))
    return drawing, room


def _failed(book: Translator, node: nodes.Element, error: DrawingError) -> str:
    """Show the source as its author wrote it, and warn where the fault is."""
    source = source_of(node, error.line)
    message = "the diagram cannot be drawn, its source is shown: %s"
    warn(
        Fault.DIAGRAM,
        message,
        error.message,
        at=source if source.source else book.docname,
    )
    note = text(_("This diagram cannot be drawn, its source is shown."))
    inside = f"{text(error.message)}\n\n{listing(source.astext())}"
    return block(call("note", string("problem"), content(note), content(inside)))


def _picture(
    book: Translator, node: nodes.Element, drawing: Drawing, scale: float
) -> str:
    svg = printed.for_print(
        drawing,
        critical=_edges(node, "audit_critical"),
        back=_edges(node, "audit_back"),
    )
    width, height = drawing.width * PIXEL, drawing.height * PIXEL
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
