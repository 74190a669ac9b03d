"""Where code of a page stands in its file: the line a parser tells is not the code's.

It is that of a fence or a directive, whose options may follow, and in an included or
nested text it is another again.  So the code itself is looked for, near that line
first, each line of it behind nothing but quotes, list marks and blanks.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BEFORE = re.compile(
    r"(?:[ \t>]|(?:[-*+•‣⁃:]|(?:\d{1,9}|#|[A-Za-z])[.)]|\(\w+\))(?=[ \t]))*"
)
"""What containers put in front of a line."""

MOST = 5_000_000
"""Lines that are compared for a block: a page of one line, again and again, is none."""

TAB = 8
"""To how many columns reStructuredText expands a tab."""


class Anchor(NamedTuple):
    """The first line of code in a file, from 0, and what stands before each line."""

    line: int
    columns: tuple[int, ...]


def lines_of(text: str) -> list[str]:
    """Return the lines of a file as editors count them."""
    return re.split(r"\r\n|\r|\n", text)


class File:
    """A file whose code blocks are asked for in the order of the page."""

    def __init__(self, text: str) -> None:
        self.lines = [line.rstrip() for line in lines_of(text)]
        self.taken: set[int] = set()
        """Lines of blocks that were found: the next of the same text is another one."""

    def find(self, code: Sequence[str], hint: int) -> Anchor | None:
        """Return where *code* stands, at best behind line *hint*, from 0."""
        wanted = [line.rstrip() for line in code]
        if not any(wanted):
            return None
        again, tries = None, MOST // len(wanted)
        for match in (behind_marks, in_a_cell):
            for line in islice(self.nearest(max(0, hint), len(wanted)), tries):
                columns = match(self.lines, wanted, line)
                if columns is None:
                    continue
                if line not in self.taken:
                    self.taken.add(line)
                    return Anchor(line, columns)
                again = again or Anchor(line, columns)
        return again

    def nearest(self, hint: int, height: int) -> Iterator[int]:
        last = len(self.lines) - height
        yield from range(hint, last + 1)
        yield from range(min(hint - 1, last), -1, -1)


def behind_marks(
    lines: Sequence[str], code: Sequence[str], first: int
) -> tuple[int, ...] | None:
    """Return the width of what stands before each line, if the code is there."""
    found = []
    for number, wanted in enumerate(code):
        width = before(lines[first + number], wanted)
        if width is None:
            return None
        found.append(width)
    return tuple(found)


def before(line: str, wanted: str) -> int | None:
    if line.endswith(wanted):
        prefix = line[: len(line) - len(wanted)]
        return len(prefix) if BEFORE.fullmatch(prefix) else None
    if "\t" in line:
        return before_tabs(line, wanted.expandtabs(TAB))
    return None


def before_tabs(line: str, wanted: str) -> int | None:
    """Return what makes the first word exact where tabs have become blanks.

    It is less than nothing if there are more blanks than characters in the file.
    """
    wide = line.expandtabs(TAB)
    if not wide.endswith(wanted):
        return None
    columns, indent = len(wide) - len(wanted), len(wanted) - len(wanted.lstrip())
    word = blanks(line, columns + indent)
    if blanks(line, columns) is None or word is None:
        return None
    return word - indent


def blanks(line: str, columns: int) -> int | None:
    """Return how many characters of *line* make so many columns, if they are marks."""
    for width in range(len(line) + 1):
        if len(line[:width].expandtabs(TAB)) >= columns:
            return width if BEFORE.fullmatch(line[:width]) else None
    return None


def in_a_cell(
    lines: Sequence[str], code: Sequence[str], first: int
) -> tuple[int, ...] | None:
    """Return the same for code in a table drawn with lines, where all begin alike."""
    if "|" not in lines[first] or not code[0]:
        return None
    column = lines[first].find(code[0], lines[first].index("|"))
    for number, wanted in enumerate(code):
        line = lines[first + number]
        behind = line[column + len(wanted) :]
        if column < 0 or line[column : column + len(wanted)] != wanted:
            if wanted or line[column:].partition("|")[0].strip():
                return None
        elif behind.partition("|")[0].strip():
            return None
    return (column,) * len(code)
