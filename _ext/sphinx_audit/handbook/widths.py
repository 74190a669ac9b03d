"""How wide the columns of a table become, and how large its text.

As a browser does: no column narrower than its longest word, the rest shared out by
what the lines need. Tables of a page with the same head get the same columns.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes

from .classes import classes, elements

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 99  # characters of a table's text between the margins
GAP = 2  # what a column's padding takes, in characters
SHORT = 16  # a line no longer than this does not break
WORD = 24  # a longer word breaks
LINE = 90  # more than this is only a longer text
NARROW = 0.55  # share of the room from which a table fills the line
SIZES = ((0.9 * ROOM, 8.6), (1.05 * ROOM, 8.0), (1.25 * ROOM, 7.4))
SMALLEST = 6.8


class Extent(NamedTuple):
    """The longest line and the longest word of each column, in characters."""

    lines: tuple[int, ...]
    words: tuple[int, ...]


class Tables:
    """What the tables of a document need, those with one head together."""

    def __init__(self, document: nodes.Element) -> None:
        alike: dict[object, list[nodes.table]] = defaultdict(list)
        for table in document.findall(nodes.table):
            alike[_head(table)].append(table)
        self._of = {id(table): tables for tables in alike.values() for table in tables}

    def extent(self, table: nodes.Element) -> Extent:
        return measured(self._of.get(id(table), [table]))


def _head(table: nodes.table) -> object:
    """Return what a table shares with others of its kind: itself if it has no head."""
    heads = [entry.astext() for part in table.findall(nodes.thead) for entry in
             part.findall(nodes.entry)]  # fmt: skip
    return tuple(heads) or id(table)


def measured(tables: Sequence[nodes.Element]) -> Extent:
    lines: dict[int, int] = defaultdict(lambda: 3)
    words: dict[int, int] = defaultdict(lambda: 3)
    for row in (row for table in tables for row in table.findall(nodes.row)):
        for at, entry in enumerate(elements(row)):
            if entry.get("morecols"):
                break
            drawn = _drawn(entry)
            for line in entry.astext().split("\n"):
                lines[at] = max(lines[at], len(line) + drawn)
                longest = max(map(len, line.split()), default=0)
                words[at] = max(words[at], len(line) + drawn if drawn else longest)
    count = max(lines, default=0) + 1
    return Extent(*(tuple(x[at] for at in range(count)) for x in (lines, words)))


def _drawn(entry: nodes.Element) -> int:
    """Return what is drawn beside the text and never breaks, in characters."""
    names = {name for node in entry.findall(nodes.inline) for name in classes(node)}
    return 11 if "audit-progress" in names else 1 if "audit-badge" in names else 0


def columns(extent: Extent) -> list[str]:
    """Return a Typst width for each column."""
    lines = extent.lines
    if sum(lines) < NARROW * ROOM - GAP * len(lines):
        return ["auto"] * len(lines)
    return [f"{width:.1f}fr" for width in shares(extent, ROOM)]


def shares(extent: Extent, whole: float) -> list[float]:
    """Return what each column takes of a line, in characters."""
    lines, words = extent
    room = whole - GAP * len(lines)
    least = [line if line <= SHORT else min(word, WORD) for line, word in
             zip(lines, words, strict=True)]  # fmt: skip
    if sum(least) > room:
        least = [min(word, WORD) for word in words]
    more = [max(0, min(line, LINE) - w) for line, w in zip(lines, least, strict=True)]
    share = min(1, max(0, room - sum(least)) / max(1, sum(more)))
    return [w + m * share + GAP for w, m in zip(least, more, strict=True)]


def size(extent: Extent) -> float:
    """Return the size of the text in points."""
    needed = sum(min(word, WORD) + GAP for word in extent.words)
    return next((points for limit, points in SIZES if needed <= limit), SMALLEST)
