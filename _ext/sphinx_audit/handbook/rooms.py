"""In which room of a book a diagram can be read best: part of a page, or several."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, NamedTuple

from ..draw import fit
from . import strips
from .wanted import PAPERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..draw.drawing import Drawing
    from .strips import Strip

PIXEL = 0.75  # points
LARGEST = 0.72
"""Share of a drawing's own size at which its labels are as large as the text."""
READABLE = 6  # points


MARGINS = (142, 212)
"""Points of a standing page beside and above its drawing, with a heading."""
LYING_MARGINS = (68.5, 152.5)
THIRD = 0.405
"""Share of a page's room below which a drawing interrupts no text."""


class Room(NamedTuple):
    """Space for a drawing in CSS pixels, and the points from which its text will do."""

    box: fit.Box
    enough: float
    lying: bool = False


class Rooms(NamedTuple):
    """What a page has for a drawing: a part of it, all, or all when it lies."""

    part: Room
    page: Room
    lying: Room


@functools.cache
def rooms_on(*papers: str) -> Rooms:
    """Return the rooms that a page of each of *papers* has."""
    width = min(PAPERS[name][0] for name in papers)
    height = min(PAPERS[name][1] for name in papers)
    page = _less((width, height), MARGINS)
    return Rooms(
        Room(page._replace(height=THIRD * page.height), 6.5),
        Room(page, READABLE),
        Room(_less((height, width), LYING_MARGINS), READABLE, lying=True),
    )


def _less(sides: tuple[float, float], margins: tuple[float, float]) -> fit.Box:
    width, height = (side - m for side, m in zip(sides, margins, strict=True))
    return fit.Box(width / PIXEL, height / PIXEL)


COLUMNS = range(2, 6)
"""Into how many columns a tall chart may be cut."""
PAGES = range(2, 7)
"""Over how many pages a large one may go on."""


class Fitted(NamedTuple):
    """A drawing in its room: whole, or cut into strips."""

    drawing: Drawing
    room: Room
    strips: list[Strip]
    pages: bool = False
    """Whether each strip has a page."""

    @property
    def scale(self) -> float:
        width, height = strips.size(self.drawing, self.strips)
        width = self.drawing.width if self.pages else width
        return min(LARGEST, self.room.box.width / width, self.room.box.height / height)

    @property
    def points(self) -> float:
        """The size of its labels."""
        return fit.LABEL * PIXEL * self.scale


@functools.lru_cache(maxsize=256)
def fitted(source: str, rooms: Rooms, *, turn: bool, alone: bool) -> Fitted:
    """Return the drawing for the first room whose text will do, else for the best.

    *turn*: it may be laid out anew and cut; *alone*: it may have pages of its own.
    Raises DrawingError.
    """
    tried = []
    for room in rooms if alone else rooms[:2]:
        tried.append(_in_columns(source, room, 1, turn=turn))
        if tried[-1].points >= room.enough:
            return tried[-1]
    if turn and tried[0].drawing.kind == "flowchart":
        tried += [_in_columns(source, rooms.page, n, turn=turn) for n in COLUMNS]
        if alone and max(f.points for f in tried) < READABLE:
            tried += _over_pages(source, rooms)
    # A page of its own, lying, must be worth the trouble of turning the book.
    return max(tried, key=lambda f: f.points / (1.15 if f.room.lying else 1))


def _in_columns(source: str, room: Room, count: int, *, turn: bool) -> Fitted:
    """Return the drawing that reads best in a number of columns."""
    width, height = (side / LARGEST for side in room.box)
    gaps = (count - 1) * strips.BETWEEN
    box = fit.Box((width - gaps) / count, height * count)
    drawing = fit.best(source, box, turn=turn)
    return Fitted(drawing, room, strips.plan(drawing, count))


def _over_pages(source: str, rooms: Rooms) -> Iterator[Fitted]:
    """Yield the drawing cut for more and more pages, until its text can be read."""
    for count in PAGES:
        for room in rooms[1:]:
            width, height = (side / LARGEST for side in room.box)
            drawing = fit.best(source, fit.Box(width, height * count))
            cut = Fitted(drawing, room, strips.plan(drawing, count), pages=True)
            yield cut
            if cut.points >= READABLE:
                return
