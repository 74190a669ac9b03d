"""What is known of the text of a plan: its sections, filled or not."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .finding import Place

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


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """Words of a template that nobody replaced."""

    words: str
    place: Place


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of a finding's plan; the plan itself has no title."""

    finding: str
    title: str
    place: Place
    filled: bool
    placeholders: tuple[Placeholder, ...] = ()


def same_heading(title: str, asked: str) -> bool:
    """Tell whether a heading is the one asked for: numbers, case and tails apart."""
    said, wanted = bare(title), bare(asked)
    return said == wanted or said.startswith(f"{wanted} ")


def bare(title: str) -> str:
    words = re.findall(r"\w+", NUMBER.sub("", title).casefold())
    return " ".join(words)
