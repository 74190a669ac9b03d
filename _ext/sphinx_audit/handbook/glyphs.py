"""Characters that no font has: which, and where the first of each stands."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..report import Fault, warn
from . import typeset
from .source import string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .builder import HandbookTypstBuilder

_USUAL = re.compile("[\n -~\xa0-\xff–—‘’“”•…→☐☑☒✓✕○◐⊘�]+")
NAMED = 8  # characters that one warning names
SETTINGS = "conf.py"
"""The place of text that comes from the configuration."""


def missing(said: Mapping[str, str], builder: HandbookTypstBuilder) -> str:
    """Warn of each page with characters that no font has, and return all of those.

    *said*: what each page, or `SETTINGS`, puts into the PDF.
    """
    unusual = {name: set(_USUAL.sub("", string(words))) for name, words in said.items()}
    every = "".join(sorted(set().union(*unusual.values())))
    lacking = typeset.missing(every, builder.fonts) if every else ""
    first: dict[str, list[str]] = defaultdict(list)
    for letter in lacking:
        first[next(name for name in unusual if letter in unusual[name])].append(letter)
    for name, letters in first.items():
        _warn(name, letters, builder)
    return lacking


def _warn(name: str, letters: list[str], builder: HandbookTypstBuilder) -> None:
    named = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in letters[:NAMED])
    more = f" and {len(letters) - NAMED} more" if len(letters) > NAMED else ""
    message = "no font has %s%s, numbers are shown; add a font in audit_handbook_fonts"
    warn(Fault.GLYPH, message, named, more, at=_place(name, letters, builder))


def _place(
    name: str, letters: list[str], builder: HandbookTypstBuilder
) -> nodes.Element:
    """Return the first line with one of *letters*; an included file has none."""
    is_page = name != SETTINGS
    path = Path(builder.env.doc2path(name) if is_page else builder.confdir / SETTINGS)
    lines = path.read_text("utf-8", errors="replace").splitlines()
    found = (at for at, line in enumerate(lines, 1) if any(x in line for x in letters))
    place = nodes.Element()
    place.source, place.line = str(path), next(found, None)
    return place
