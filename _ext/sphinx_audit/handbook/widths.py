"""How wide the columns of a table become, and how large its text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from docutils import nodes

from .classes import classes

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOM = 92  # characters of a table's text between the margins
GAP = 3  # what a column's padding takes, in characters
SHORT = 16  # a column no wider than this never breaks


def columns(table: nodes.Element, specs: Sequence[nodes.Element]) -> list[str]:
    """Return a Typst width for each column."""
    if "colwidths-given" in table.get("classes", ()):
        return [f"{spec.get('colwidth', 1)}fr" for spec in specs]
    wide, word = _measure(table, len(specs))
    if sum(wide) + GAP * len(wide) <= ROOM:
        return _even(wide)
    short = [w if w <= SHORT else 0 for w in wide]
    if sum(w + GAP for w in short if w) > 0.6 * ROOM:
        return [
            f"{max(min(w, 40), t) + GAP}fr" for w, t in zip(wide, word, strict=True)
        ]
    return [
        "auto" if s else f"{max(min(w, 70) ** 0.75, min(t, 22)):.0f}fr"
        for s, w, t in zip(short, wide, word, strict=True)
    ]


def _even(wide: Sequence[int]) -> list[str]:
    # Everything fits: a table of some width fills the line, a narrow one stays narrow.
    if sum(wide) + GAP * len(wide) < 0.55 * ROOM:
        return ["auto"] * len(wide)
    return [f"{w + GAP}fr" for w in wide]


def size(table: nodes.Element, count: int) -> float:
    """Return the size of the text in points."""
    _, word = _measure(table, count)
    needed = sum(min(w, 22) + GAP for w in word)
    steps = [(0.0, 8.6), (0.9 * ROOM, 8.0), (1.05 * ROOM, 7.4), (1.25 * ROOM, 6.8)]
    for (_, here), (limit, _) in pairwise(steps):
        if needed <= limit:
            return here
    return steps[-1][1]


def _drawn(entry: nodes.Node) -> int:
    """Return what is drawn beside the text and never breaks, in characters."""
    names = {name for node in entry.findall(nodes.inline) for name in classes(node)}
    return 11 if "audit-progress" in names else 2 if "audit-badge" in names else 0


def _measure(table: nodes.Element, count: int) -> tuple[list[int], list[int]]:
    """Return the longest line and the longest word of each column, in characters."""
    wide, word = [3] * count, [3] * count
    for row in table.findall(nodes.row):
        for at, entry in enumerate(row.children[:count]):
            if isinstance(entry, nodes.Element) and entry.get("morecols"):
                break
            lines = entry.astext().split("\n")
            extra = _drawn(entry)
            wide[at] = max(wide[at], *(len(line) + extra for line in lines))
            words = [len(w) for line in lines for w in line.split()]
            words.append(len(lines[0]) + extra if extra else 0)
            word[at] = max(word[at], *words, 0)
    return wide, word
