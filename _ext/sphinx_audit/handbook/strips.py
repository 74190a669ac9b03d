"""A tall picture cut between its nodes, the parts side by side as columns of a page."""

from __future__ import annotations

import copy
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from ..draw import printed, svg

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..draw.drawing import Drawing
    from ..draw.printed import NodeBox

BETWEEN = 40  # columns, in units of the picture
LETTER = (16, 6)  # what a line of text takes above and below its base


class Strip(NamedTuple):
    """A part of a picture, and where its left side comes to stand."""

    top: float
    bottom: float
    left: float


def plan(drawing: Drawing, count: int) -> list[Strip]:
    """Cut a picture into at most *count* parts, through no node and no word."""
    free = list(_gaps(drawing.svg))
    ideal = (drawing.height * place / count for place in range(1, count))
    cuts = {min(free, key=lambda y: abs(y - wish)) for wish in ideal if free}
    bounds = [0, *sorted(cuts), drawing.height]
    return [
        Strip(top, bottom, place * (drawing.width + BETWEEN))
        for place, (top, bottom) in enumerate(pairwise(bounds))
    ]


def size(drawing: Drawing, strips: Sequence[Strip]) -> tuple[float, float]:
    """Return width and height of the parts side by side."""
    tallest = max(strip.bottom - strip.top for strip in strips)
    return strips[-1].left + drawing.width, tallest


def _gaps(picture: str) -> Iterator[float]:
    """Yield the middle of each height at which there is neither node nor text."""
    nodes = [(box.y, box.y + box.height) for box in printed.boxes(picture)]
    root = svg.parsed(picture)
    lines = [(y - LETTER[0], y + LETTER[1]) for _, y in _words(root)]
    end = None
    for top, bottom in sorted([*nodes, *lines, *_rims(root, nodes)]):
        if end is not None and top > end:
            yield (end + top) / 2
        end = bottom if end is None else max(end, bottom)


def _rims(
    root: Element, nodes: Sequence[tuple[float, float]]
) -> Iterator[tuple[float, float]]:
    """Yield what lies between a frame and the first and the last of its nodes."""
    for group in svg.groups(root, "pele-cluster"):
        for frame in group.iter("rect"):
            top, high = (float(frame.get(side, "0")) for side in ("y", "height"))
            foot = top + high
            inside = [(y, end) for y, end in nodes if top <= y < foot]
            yield top, min((y for y, _ in inside), default=foot)
            yield max((end for _, end in inside), default=top), foot


def _words(root: Element) -> Iterator[tuple[Element, float]]:
    """Yield the texts outside of nodes, such as labels of edges, with their places."""
    inside = {t for g in svg.groups(root, "pele-node") for t in g.iter("text")}
    for text in root.iter("text"):
        if text not in inside:
            yield text, float(text.get("y", "0"))


def joined(picture: str, drawing: Drawing, strips: Sequence[Strip]) -> str:
    """Return the parts of a picture as one."""
    root = svg.parsed(picture)
    width, height = (f"{side:g}" for side in size(drawing, strips))
    sheet = Element(
        "svg",
        root.attrib | {"viewBox": f"0 0 {width} {height}"}
        | {"width": width, "height": height},
    )  # fmt: skip
    for strip in strips:
        wide, high = f"{drawing.width:g}", f"{strip.bottom - strip.top:g}"
        place = {"x": f"{strip.left:g}", "y": "0", "width": wide, "height": high}
        view = {"viewBox": f"0 {strip.top:g} {wide} {high}"}
        part = SubElement(sheet, "svg", place | view)
        part.extend(_part(root, strip))
    return svg.written(sheet)


def _part(root: Element, strip: Strip) -> list[Element]:
    """Return what a strip shows; words outside would be found in the PDF's text."""
    part = copy.deepcopy(root)
    ids = {b.id for b in printed.boxes(svg.written(part)) if not _has(strip, b.y)}
    part.attrib.pop("xmlns", None)
    gone = {g for g in svg.groups(part, "pele-node") if g.get("data-id", "") in ids}
    gone |= {text for text, y in _words(part) if not _has(strip, y)}
    for parent in list(part.iter()):
        for child in list(parent):
            if child in gone:
                parent.remove(child)
    return [child for child in part if child.tag not in {"title", "desc"}]


def _has(strip: Strip, y: float) -> bool:
    return strip.top <= y < strip.bottom


def boxes(picture: str, strips: Sequence[Strip]) -> Iterator[NodeBox]:
    """Yield where the nodes of a picture lie in its parts side by side."""
    for box in printed.boxes(picture):
        for strip in strips:
            if _has(strip, box.y):
                yield box._replace(x=box.x + strip.left, y=box.y - strip.top)
