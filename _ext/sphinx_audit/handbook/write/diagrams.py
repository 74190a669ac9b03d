"""Mermaid diagrams as vector pictures whose nodes are links."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sphinx.locale import get_translation

from ...draw import fit, printed
from ...draw.drawing import DrawingError
from ...read.diagram import name_of, source_of
from ...report import Fault, warn
from .. import strips
from ..registry import writes
from ..source import array, block, call, content, string, text
from .code import listing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docutils import nodes

    from ...draw.drawing import Drawing
    from ...draw.printed import NodeBox
    from ..strips import Strip
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


COLUMNS = range(2, 6)
"""Into how many columns a tall chart may be cut."""


class Fitted(NamedTuple):
    """A drawing in its room: whole, or cut into strips."""

    drawing: Drawing
    room: Room
    strips: list[Strip]

    @property
    def scale(self) -> float:
        width, height = strips.size(self.drawing, self.strips)
        return min(LARGEST, self.room.box.width / width, self.room.box.height / height)

    @property
    def points(self) -> float:
        """The size of its labels."""
        return fit.LABEL * PIXEL * self.scale


@writes("mermaid")
def mermaid(book: Translator, node: nodes.Element) -> str:
    source = str(node.get("code", ""))
    turn = node.get("audit_fit") != "as-authored"
    try:
        fitted = _fitted(source, turn=turn)
    except DrawingError as error:
        return _failed(book, node, error)
    picture = _picture(book, node, fitted)
    return block(call("lying", content(picture)) if fitted.room.lying else picture)


def _fitted(source: str, *, turn: bool) -> Fitted:
    """Return the drawing for the first room whose text will do, else for the best."""
    tried = []
    for room in ROOMS:
        fitted = _in_columns(source, room, 1, turn=turn)
        if fitted.points >= room.enough:
            return fitted
        tried.append(fitted)
    if turn and tried[0].drawing.kind == "flowchart":
        tried += [_in_columns(source, ROOMS[1], n, turn=turn) for n in COLUMNS]
    # A page of its own, lying, must be worth the trouble of turning the book.
    return max(tried, key=lambda f: f.points / (1.15 if f.room.lying else 1))


def _in_columns(source: str, room: Room, count: int, *, turn: bool) -> Fitted:
    """Return the drawing that reads best in a number of columns."""
    width, height = (side / LARGEST for side in room.box)
    gaps = (count - 1) * strips.BETWEEN
    box = fit.Box((width - gaps) / count, height * count)
    drawing = fit.best(source, box, turn=turn)
    return Fitted(drawing, room, strips.plan(drawing, count))


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


def _picture(book: Translator, node: nodes.Element, fitted: Fitted) -> str:
    drawing, parts = fitted.drawing, fitted.strips
    svg = printed.for_print(
        drawing,
        critical=_edges(node, "audit_critical"),
        back=_edges(node, "audit_back"),
    )
    scale = PIXEL * fitted.scale
    width, height = strips.size(drawing, parts)
    shown = strips.joined(svg, drawing, parts) if len(parts) > 1 else svg
    return book.labels.anchor(node) + call(
        "drawing",
        "book",
        string(book.builder.pictures.drawn(shown, node)),
        f"{width * scale:.2f}pt",
        f"{height * scale:.2f}pt",
        alt=string(name_of(node)),
        boxes=array(_links(node, strips.boxes(svg, parts), scale)),
    )


def _edges(node: nodes.Element, name: str) -> list[tuple[str, str]]:
    given: list[list[str]] = node.get(name, [])
    return [(start, end) for start, end in given]


def _links(node: nodes.Element, boxes: Iterable[NodeBox], scale: float) -> list[str]:
    places: dict[str, tuple[str, str]] = node.get("audit_links", {})
    return [
        f"({string('#'.join(map(str, places[box.id])))}, "
        + ", ".join(f"{side * scale:.2f}pt" for side in box[1:])
        + ")"
        for box in boxes
        if box.id in places
    ]
