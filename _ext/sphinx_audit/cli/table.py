"""Tables for people, as wide as the screen allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .screen import cut, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .screen import Screen

GAP = "  "
LEAST = 4
"""Columns below which no cell is cut."""


class Cell(NamedTuple):
    """A text and how it is painted."""

    text: str
    style: str = ""


def table(
    heads: Sequence[str], rows: Sequence[Sequence[Cell]], screen: Screen
) -> list[str]:
    """Return the lines of a table; its first column, of ids, is never cut."""
    clean = [[c._replace(text=screen.clean(c.text)) for c in row] for row in rows]
    columns = [[h, *(row[n].text for row in clean)] for n, h in enumerate(heads)]
    widths = [max(map(width_of, column)) for column in columns]
    if screen.width:
        widths = fitted(widths, screen.width - len(GAP) * (len(heads) - 1))
    head = line([Cell(h, "bold") for h in heads], widths, screen)
    return [head, *(line(row, widths, screen) for row in clean)]


def fitted(widths: list[int], room: int) -> list[int]:
    """Return widths that fit, taking from the widest column after the first."""
    found = list(widths)
    while sum(found) > room:
        widest = max(range(1, len(found)), key=found.__getitem__)
        if found[widest] <= LEAST:
            break
        found[widest] -= 1
    return found


def line(row: Sequence[Cell], widths: Sequence[int], screen: Screen) -> str:
    mark = "…" if screen.utf8 else "~"
    parts = []
    for cell, width in zip(row, widths, strict=True):
        text = cut(cell.text, width, mark)
        parts.append(screen.paint(text, cell.style) + " " * (width - width_of(text)))
    return GAP.join(parts).rstrip()
