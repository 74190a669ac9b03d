"""Mermaid diagrams as vector pictures whose nodes are links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.locale import get_translation

from ...draw import printed
from ...draw.drawing import DrawingError
from ...read.diagram import name_of, source_of
from ...report import Fault, warn
from .. import strips
from ..registry import writes
from ..rooms import PIXEL
from ..source import array, block, call, content, string, text
from ..spoken import spoken
from .code import listing
from .lying import diagram, head_of, low

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from docutils import nodes

    from ...draw.printed import NodeBox
    from ..rooms import Fitted
    from ..strips import Strip
    from ..translator import Translator

_ = get_translation("audit")


@writes("mermaid")
def mermaid(book: Translator, node: nodes.Element) -> str:
    try:
        found = diagram(book, node)
    except DrawingError as error:
        return _failed(book, node, error)
    pictures = list(_pictures(book, node, found))
    if not found.room.lying:
        return block("\n\n".join(pictures))
    head = content(head_of(book, node))
    return block(call("lying", array(map(content, pictures)), head=head))


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


def _pictures(book: Translator, node: nodes.Element, found: Fitted) -> Iterator[str]:
    """Yield the drawing in one piece, or one piece for each page."""
    svg = printed.for_print(
        found.drawing,
        critical=_edges(node, "audit_critical"),
        back=_edges(node, "audit_back"),
    )
    parts = [found.strips]
    if found.pages:
        parts = [[strip._replace(left=0)] for strip in found.strips]
    for at, part in enumerate(parts, 1):
        name = name_of(node)
        if len(parts) > 1:
            name = _("{0}, part {1} of {2}").format(name, at, len(parts))
        anchor = book.labels.anchor(node) if at == 1 else ""
        yield anchor + _picture(book, node, svg, found, part, name)


def _picture(
    book: Translator,
    node: nodes.Element,
    svg: str,
    found: Fitted,
    part: list[Strip],
    name: str,
) -> str:
    scale = PIXEL * found.scale
    width, height = strips.size(found.drawing, part)
    whole = not found.pages and len(part) == 1
    shown = svg if whole else strips.joined(svg, found.drawing, part)
    return call(
        "drawing",
        "book",
        string(book.builder.pictures.drawn(shown, node)),
        f"{width * scale:.2f}pt",
        f"{height * scale:.2f}pt",
        alt=spoken(name, node),
        boxes=array(_links(node, strips.boxes(svg, part), scale)),
        most="100%" if found.room.lying else low(node),
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
