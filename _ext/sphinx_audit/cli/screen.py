"""Standard output as it is: its width, its colours, the characters it can show."""

from __future__ import annotations

import dataclasses as dc
import os
import re
import shutil
import sys
import unicodedata
from io import StringIO, TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "cyan": "36",
    "alarm": "1;31",
}

UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""What could steer a terminal: a plan's text is not ours."""

ASCII = str.maketrans("✓◐○✕⊘–—…·’‘“”", "x~o!----|''\"\"")


@dc.dataclass(frozen=True, kw_only=True)
class Screen:
    """What people read; *width* 0 is that of a file, which has no end."""

    out: TextIO
    width: int
    colour: bool
    utf8: bool

    def show(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.out.write(f"{line}\n")

    def plain(self) -> Screen:
        """Return what a file is: without colours, in UTF-8."""
        return dc.replace(self, width=0, colour=False, utf8=True)

    def clean(self, text: str) -> str:
        """Return *text* on one line, without anything the screen cannot show."""
        text = UNSAFE.sub(" ", text).strip()
        if self.utf8:
            return text
        return text.translate(ASCII).encode("ascii", "replace").decode("ascii")

    def paint(self, text: str, style: str) -> str:
        if not self.colour or not style:
            return text
        return f"\x1b[{STYLES[style]}m{text}\x1b[0m"


def screen() -> Screen:
    """Return standard output, which may be closed."""
    out = sys.stdout or StringIO()
    if isinstance(out, TextIOWrapper):
        out.reconfigure(errors="backslashreplace")  # half of a surrogate pair
    encoding = (getattr(out, "encoding", None) or "utf-8").lower().replace("-", "")
    return Screen(
        out=out,
        width=shutil.get_terminal_size((0, 0)).columns,
        colour=coloured(out),
        utf8=encoding.startswith("utf"),
    )


def coloured(stream: TextIO) -> bool:
    """Tell whether to use colours: on a terminal that has them, unless NO_COLOR."""
    return (
        stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )


def width_of(text: str) -> int:
    """Return how many columns *text* takes."""
    if text.isascii():
        return len(text)
    return sum(columns_of(c) for c in text)


def columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int, mark: str) -> str:
    """Return *text* in at most *width* columns, with *mark* where something is cut."""
    if width_of(text) <= width:
        return text
    kept, used = "", 0
    for character in text:
        used += columns_of(character)
        if used > width - len(mark):
            break
        kept += character
    return kept.rstrip() + mark
