"""A box between those on its left and those on its right, drawn without the engine.

Each plan has such a picture, and its layout is known beforehand.  It looks like the
engine's drawings in a page.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from html import escape
from typing import NamedTuple

from .flowchart import Node
from .mermaid import theme
from .page import FONTS, Ends, is_safe
from .wrapping import SIZE, measured, wrapped

LINE = 24
"""Height of a line, in CSS pixels, like everything here."""
PADDING = 8
GAP = 46
"""Between columns: room for an arrow."""
SPACE = 14
"""Between boxes of a column."""
MARGIN = 8
HEAD = 8
"""Length of an arrow's head."""

Heights = tuple[float, float]
"""Where an arrow begins and where it ends."""


class Columns(NamedTuple):
    """What stands left of a box, the box, and what stands right of it."""

    left: Sequence[Node]
    centre: Node
    right: Sequence[Node]


class Picture(NamedTuple):
    """Inline SVG for a page, in colours that the page names."""

    svg: str
    width: float
    height: float


class Placed(NamedTuple):
    """A box with the lines of its text, and where its centre is."""

    node: Node
    lines: Sequence[str]
    x: float
    y: float
    width: float
    height: float


def picture(
    columns: Columns,
    *,
    prefix: str,
    hrefs: Mapping[str, str],
    back: Collection[Ends],
    title: str,
    descr: str,
) -> Picture:
    """Draw the boxes and an arrow from each to the next column.

    *prefix* begins every id and must be unique on the page.  *back* names the arrows
    that close a circle by their ends.
    """
    left, (centre,), right = placed(columns)
    outer = [*left, centre, *right]
    ink, line = colour("fg"), colour("line")
    width = max(b.x + b.width / 2 for b in outer) + MARGIN
    height = max(b.y + b.height / 2 for b in outer) + MARGIN
    head = (
        f'<svg class="pele pele-flowchart" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" style="color:{ink};direction:ltr;'
        f'font-size:{SIZE}px;font-family:{FONTS}" fill="{ink}" '
        'role="graphics-document document" aria-roledescription="flowchart" '
        f'aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc" '
        'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{prefix}-title">{escape(title)}</title>'
        f'<desc id="{prefix}-desc">{escape(descr)}</desc>'
    )
    parts = [
        head,
        f'<g class="pele-edges" fill="none" stroke="{line}" stroke-linecap="round">',
        *(arrow(b, centre, (b.y, y), back) for b, y in ports(left, centre)),
        *(arrow(centre, b, (y, b.y), back) for b, y in ports(right, centre)),
        f'</g><g class="pele-nodes" text-anchor="middle" stroke="{colour("border")}">',
        *(box(b, hrefs.get(b.node.id, "")) for b in outer),
        "</g></svg>",
    ]
    return Picture("".join(parts), width, height)


# -- where things stand


def placed(columns: Columns) -> Iterator[list[Placed]]:
    """Yield the columns that hold boxes, one beside the other, each in the middle."""
    lines = [[(n, wrapped(n.lines)) for n in c] for c in listed(columns)]
    heights = [sum(tall(ls) + SPACE for _, ls in c) - SPACE for c in lines]
    x = float(MARGIN)
    for column, height in zip(lines, heights, strict=True):
        width = max((wide(ls) for _, ls in column), default=0)
        y = MARGIN + (max(heights) - height) / 2
        found = []
        for node, text in column:
            own = tall(text)
            at = round(x + width / 2, 2), round(y + own / 2, 2)
            found.append(Placed(node, text, *at, width, own))
            y += own + SPACE
        yield found
        x += width + GAP if column else 0


def listed(columns: Columns) -> tuple[Sequence[Node], ...]:
    return columns.left, [columns.centre], columns.right


def wide(lines: Sequence[str]) -> float:
    return round(max(measured(line) for line in lines) + 2 * PADDING, 2)


def tall(lines: Sequence[str]) -> float:
    return len(lines) * LINE + 2 * PADDING


def ports(boxes: Sequence[Placed], centre: Placed) -> Iterator[tuple[Placed, float]]:
    """Yield where on the centre's side each arrow ends, so that none hides another."""
    step = min(16, centre.height / (len(boxes) + 1))
    for n, placed_ in enumerate(boxes):
        yield placed_, centre.y + (n - (len(boxes) - 1) / 2) * step


# -- how they look


@cache
def colour(name: str) -> str:
    """Return a colour that a page may change."""
    return f"var(--audit-{name},{theme()[name]})"


def arrow(start: Placed, end: Placed, ends: Heights, back: Collection[Ends]) -> str:
    x1, x2 = start.x + start.width / 2, end.x - end.width / 2
    y1, y2 = ends
    middle, tip = (x1 + x2) / 2, x2 - HEAD
    closes = (start.node.id, end.node.id) in back
    return (
        f'<g class="pele-edge{" audit-back" if closes else ""}" '
        f'data-from="{escape(start.node.id)}" data-to="{escape(end.node.id)}">'
        f'<path d="M{x1:g},{y1:g}C{middle:g},{y1:g} {middle:g},{y2:g} {tip:g},{y2:g}"/>'
        f'<path class="pele-marker" d="M{x2:g},{y2:g}L{tip:g},{y2 + 3.4:g}'
        f'L{tip:g},{y2 - 3.4:g}Z" fill="{colour("line")}" stroke="none"/></g>'
    )


def box(placed_: Placed, href: str) -> str:
    node, width, height = placed_.node, placed_.width, placed_.height
    first = (1 - len(placed_.lines)) / 2 * LINE + SIZE * 0.35
    text = "".join(
        f'<tspan x="0" y="{first + n * LINE:g}">{escape(line, quote=False)}</tspan>'
        for n, line in enumerate(placed_.lines)
    )
    drawn = (
        f'<rect x="{-width / 2:g}" y="{-height / 2:g}" width="{width:g}" '
        f'height="{height:g}" rx="4" fill="{colour("surface")}"/>'
        f'<text class="pele-label" stroke="none">{text}</text>'
    )
    if href and is_safe(href):
        drawn = f'<a href="{escape(href)}">{drawn}</a>'
    return (
        f'<g class="pele-node pele-shape-rect {node.css}" '
        f'data-id="{escape(node.id)}" '
        f'transform="translate({placed_.x:g},{placed_.y:g})">{drawn}</g>'
    )
