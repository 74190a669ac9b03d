"""Forms of ids that a template prescribes: `[BF/BL/SI-XXX]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..said import Shape
from .inline import LONG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .saying import Notes

FORM = re.compile(
    r"(?<![\w/|-])(?P<kinds>[A-Z]{1,8}(?:\s*[/|]\s*[A-Z]{1,8})+)"
    r"-(?:X{2,}|N{2,}|n{2,}|x{2,}|#{2,})(?![\w-])"
)


def read_forms(lines: Sequence[str], notes: Notes) -> None:
    """State which kinds of ids a form allows, wherever it stands."""
    for number, line in enumerate(lines, start=1):
        if "/" not in line and "|" not in line:
            continue
        if "-" in line and (match := FORM.search(line[:LONG])):
            kinds = ", ".join(re.findall("[A-Z]+", match["kinds"]))
            notes.say("", "form", match[0], number, Shape.CODE, kinds)
