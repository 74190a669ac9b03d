"""How wide the columns of a table become, and how large its text.

As a browser does: no column narrower than its longest word, the rest shared out by
what the lines need. Tables of a page with the same head get the same columns.
A table that is too wide for its page lies on its side, its words are cut, or its
rows become lists.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from .beside import share
from .classes import classes, elements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOM = 99  # characters of a table's text between the margins
GAP = 2.4  # what a column's padding takes, in characters
SHORT = 16  # a line no longer than this does not break
WORD = 24  # a longer word breaks
LINE = 90  # more than this is a text, which breaks well
NARROW = 0.55  # share of the room from which a table fills the line
SIZES = (8.6, 8.0, 7.4, 6.8)
"""Points; in the first, a line has ROOM."""
FILLED = 0.96  # of a line, for no two letters are equally wide
LYING = 1.58  # times the room of a page that stands
PIECE = 14  # of a word that the line may break: paths, hashes
LEAST = 5  # letters of a word that stay together in any column
TIGHT = 1.4  # padding of a column that cuts words
LARGE = re.compile(r"[mwMW@%—…]|(?![IJ])[A-Z]")
SMALL = re.compile(r"[ijltf .,:;|'!()\[\]]")
BROAD = re.compile(
    "[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff00-\uff60]"
)


class Extent(NamedTuple):
    """The longest line and the longest word of each column, in characters."""

    lines: tuple[int, ...]
    words: tuple[int, ...]


class Shape(NamedTuple):
    """How a table is set: the widths of its columns, and the size of its text."""

    columns: list[str]
    size: float
    lying: bool = False
    """Whether it has a page on its side."""
    cut: int = 0
    """From how many letters its words must break wherever the column ends."""
    listed: bool = False
    """Whether no page has room for it, and each of its rows is a list."""
    share: float = 1
    """How much of a line there is for it."""


class Tables:
    """What the tables of a document need, those with one head together."""

    def __init__(self, document: nodes.Element) -> None:
        alike: dict[object, list[nodes.table]] = defaultdict(list)
        for table in document.findall(nodes.table):
            alike[_head(table)].append(table)
        self._of = {id(table): tables for tables in alike.values() for table in tables}

    def extent(self, table: nodes.Element) -> Extent:
        return measured(self._of.get(id(table), [table]))

    def shape(self, table: nodes.Element, *, alone: bool) -> Shape:
        return shape(self.extent(table), alone=alone, share=share(table))


def _head(table: nodes.table) -> object:
    """Return what a table shares with others of its kind: itself if it has no head."""
    heads = [entry.astext() for part in table.findall(nodes.thead) for entry in
             part.findall(nodes.entry)]  # fmt: skip
    return tuple(heads) or id(table)


def measured(tables: Sequence[nodes.Element]) -> Extent:
    lines: dict[int, int] = defaultdict(lambda: 3)
    words: dict[int, int] = defaultdict(lambda: 3)
    for at, entry in (cell for table in tables for cell in _cells(table)):
        drawn = _drawn(entry)
        for line in entry.astext().split("\n"):
            length = wide(line)
            lines[at] = max(lines[at], length + drawn)
            longest = max(map(wide, line.split()), default=0)
            words[at] = max(words[at], length + drawn if drawn else longest)
    count = max(lines, default=0) + 1
    return Extent(*(tuple(x[at] for at in range(count)) for x in (lines, words)))


def _cells(table: nodes.Element) -> Iterator[tuple[int, nodes.Element]]:
    """Yield the cells of one column with its number."""
    below: dict[int, int] = {}  # rows that a cell of the column still takes
    for row in (row for row in table.findall(nodes.row) if _table(row) is table):
        at, taken = 0, {column: left - 1 for column, left in below.items() if left}
        below = dict(taken)
        for entry in elements(row):
            while at in taken:
                at += 1
            end = at + 1 + int(entry.get("morecols", 0))
            if end == at + 1:
                yield at, entry
            below |= dict.fromkeys(range(at, end), int(entry.get("morerows", 0)))
            at = end


def _table(row: nodes.Element) -> nodes.Element | None:
    above = row.parent
    while above is not None and not isinstance(above, nodes.table):
        above = above.parent
    return above


def wide(words: str) -> int:
    """Return how many common letters are as wide as *words*."""
    much = len(LARGE.findall(words)) * 0.4 + len(BROAD.findall(words)) * 0.9
    return round(len(words) + much - len(SMALL.findall(words)) * 0.3)


def _drawn(entry: nodes.Element) -> int:
    """Return what is drawn beside the text and never breaks, in characters."""
    names = {name for node in entry.findall(nodes.inline) for name in classes(node)}
    return 11 if "audit-progress" in names else 1 if "audit-badge" in names else 0


def lines_of(words: str, at: int, columns: Sequence[str], share: float) -> float:
    """Estimate how many lines a cell takes, for a table with a *share* of a line."""
    parts = [float(width.removesuffix("fr")) for width in columns if width != "auto"]
    if len(parts) < len(columns):
        return 1
    return wide(words) / max(
        1, share * ROOM * parts[min(at, len(parts) - 1)] / sum(parts)
    )


def shape(extent: Extent, *, alone: bool = False, share: float = 1) -> Shape:
    """Return how a table reads best; *alone* it may have a page on its side.

    *share*: how much of a line there is for it, if it stands beside something.
    """
    for size in SIZES:
        if _needed(extent) <= (room := _room(size) * share) * FILLED:
            return Shape(columns(extent, room), size, share=share)
    for size in SIZES[1:] if alone else ():
        if _needed(extent) <= (room := _room(size) * LYING) * FILLED:
            return Shape(columns(extent, room), size, lying=True)
    room = _room(SIZES[-1]) * (LYING if alone else share)
    if sum(min(word, LEAST) + TIGHT for word in extent.words) > room * FILLED:
        return Shape([], SIZES[-1], cut=LEAST, listed=True, share=share)
    even = extent._replace(words=tuple(min(word, PIECE // 2) for word in extent.words))
    cut = max(LEAST, int(min(shares(even, room)) - GAP))
    made = columns(even, room)
    return Shape(made, SIZES[-1], lying=alone, cut=cut, share=share)


def _room(size: float) -> float:
    return ROOM * SIZES[0] / size


def _needed(extent: Extent) -> float:
    """Return the characters of a line in which no word of a table is cut."""
    whole = (word if word <= WORD else PIECE for word in extent.words)
    return sum(whole) + GAP * len(extent.words)


def columns(extent: Extent, room: float = ROOM) -> list[str]:
    """Return a Typst width for each column."""
    lines = extent.lines
    if sum(lines) < NARROW * min(room, ROOM) - GAP * len(lines):
        return ["auto"] * len(lines)
    return [f"{width:.1f}fr" for width in shares(extent, room)]


def shares(extent: Extent, whole: float) -> list[float]:
    """Return what each column takes of a line, in characters."""
    lines, words = extent
    room = whole - GAP * len(lines)
    least = [line if line <= SHORT else min(word, WORD) for line, word in
             zip(lines, words, strict=True)]  # fmt: skip
    if sum(least) > room:
        least = [min(word, WORD) for word in words]
    if sum(least) > room:
        least = [word if word <= WORD else PIECE for word in words]
    more = [max(0.0, _wished(line) - w) for line, w in zip(lines, least, strict=True)]
    share = min(1, max(0, room - sum(least)) / max(1, sum(more)))
    return [w + m * share + GAP for w, m in zip(least, more, strict=True)]


def _wished(line: int) -> float:
    """Return the room for a line, of a very long one only the root of the rest."""
    return line if line <= LINE else LINE * math.sqrt(line / LINE)
