"""What is known of the text of a plan: its sections, filled or not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

LEFT = re.compile(
    r"\[\s*[XYZN]+\s*(?:[-–]\s*[XYZN]+\s*)?(?:hours?|days?|weeks?)\s*\]"
    r"|\b(?:TBD|TBA|TODO|FIXME|XXX)\b"
    r"|\b[Ll]orem ipsum\b"
    r"|\[\s*(?:[Ii]nsert|[Dd]escribe|[Ff]ill in|[Yy]our|[Pp]laceholder)\b"
    r"[^\]\n]{0,60}\]"
    r"|\?{3,}"
)
"""What a template leaves for its user to replace."""

NUMBER = re.compile(r"^\W*(?:\d+(?:\.\d+)*[.):]?\s+)?")


class Section(NamedTuple):
    """A section of a finding's plan; the plan itself has no title.

    A register has thousands: tuples are read again in a third of the time of objects.
    """

    finding: str
    title: str
    line: int
    path: str
    """The file, if it is not the page's own, as in a place."""
    filled: bool
    left: tuple[tuple[str, int], ...] = ()
    """Words of a template that nobody replaced, with their lines."""


def same_heading(title: str, asked: str) -> bool:
    """Tell whether a heading is the one asked for: numbers, case and tails apart."""
    said, wanted = bare(title), bare(asked)
    return said == wanted or said.startswith(f"{wanted} ")


@lru_cache(maxsize=1024)  # plans share their headings
def bare(title: str) -> str:
    words = re.findall(r"\w+", NUMBER.sub("", title).casefold())
    return " ".join(words)
