"""Characters that no font has: which, and where the first of each stands."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..report import Fault, warn
from . import typeset
from .fonts import usual
from .source import string

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .builder import HandbookTypstBuilder

_USUAL = re.compile("[\n -~\xa0-\xff–—‘’“”•…→☐☑☒✓✕○◐⊘�]+")
_WEIGHT = re.compile(r'font-weight="(normal|bold|[1-9]00)"')
NAMED = 8  # characters that one warning names
SETTINGS = "conf.py"
"""The place of text that comes from the configuration."""


def missing(said: Mapping[str, str], builder: HandbookTypstBuilder) -> str:
    """Warn of each page with characters that no font has, and return all of those.

    *said*: what each page, or `SETTINGS`, puts into the PDF.
    """
    unusual = {name: set(_USUAL.sub("", string(words))) for name, words in said.items()}
    every = "".join(sorted(set().union(*unusual.values())))
    lacking = _lacking(every, builder.fonts) if every else ""
    first: dict[str, list[str]] = defaultdict(list)
    for letter in lacking:
        first[next(name for name in unusual if letter in unusual[name])].append(letter)
    for name, letters in first.items():
        _warn(name, letters, builder)
    return lacking


def drawable(svg: str, fonts: typeset.FontSet) -> tuple[str, str]:
    """Return a drawing without letters that no font has, and those letters.

    With them, Typst would grant the whole book no standard.
    """
    unusual = "".join(sorted(set(_USUAL.sub("", svg))))
    lacking = _lacking(unusual, fonts) if unusual else ""
    if unusual and fonts.added:
        svg = _weighted(svg)
    shown = svg.replace("\ufeff", "").translate(
        dict.fromkeys(map(ord, lacking), "\ufffd")
    )
    return shown, lacking


@lru_cache(maxsize=256)  # many drawings have the same marks
def _lacking(letters: str, fonts: typeset.FontSet) -> str:
    """Return what no font has.

    What a private character looks like only its own font knows: from the fonts that
    come along it would be any sign, and PDF/A-3a has no place for it.
    """
    private = "".join(x for x in letters if unicodedata.category(x) == "Co")
    found = typeset.missing(letters, fonts)
    if private:
        lent = set(private).difference(
            typeset.missing(private, typeset.FontSet(usual()))
        )
        return "".join(sorted(lent.union(found)))
    return found


def _weighted(svg: str) -> str:
    """State the weights of a drawing as axes, too.

    In a drawing Typst sets a variable font that it looks up at its thinnest.
    """
    if "font-weight:" in svg:
        return svg  # a style sheet decides, and the axis would overrule it
    svg = _WEIGHT.sub(lambda m: f"{m[0]} {_axis(m[1])}", svg)
    return svg.replace("<svg ", f"<svg {_axis('normal')} ", 1)


def _axis(weight: str) -> str:
    number = {"normal": "400", "bold": "700"}.get(weight, weight)
    return f"font-variation-settings='\"wght\" {number}'"


def named(letters: Sequence[str], elsewhere: Mapping[str, int] | None = None) -> str:
    """Name letters by themselves and by their numbers, not all of very many.

    *elsewhere*: the lines of those that do not stand where the warning points.
    """
    lines = elsewhere or {}
    some = ", ".join(
        f"{letter} (U+{ord(letter):04X})"
        + (f" in line {lines[letter]}" if letter in lines else "")
        for letter in letters[:NAMED]
    )
    more = len(letters) - NAMED
    return f"{some} and {more} more" if more > 0 else some


def _warn(name: str, letters: list[str], builder: HandbookTypstBuilder) -> None:
    is_page = name != SETTINGS
    path = Path(builder.env.doc2path(name) if is_page else builder.confdir / SETTINGS)
    lines = _lines(letters, path)
    at = line_of(letters, path)
    message = "no font has %s, numbers are shown; add a font in audit_handbook_fonts"
    told = sorted(letters, key=lambda letter: (lines.get(letter, sys.maxsize), letter))
    elsewhere = {letter: line for letter, line in lines.items() if line != at.line}
    warn(Fault.GLYPH, message, named(told, elsewhere), at=at)


def _lines(letters: Sequence[str], path: Path) -> dict[str, int]:
    """Return the first line of each letter; one of an included file has none."""
    found: dict[str, int] = {}
    lines = path.read_text("utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        for letter in set(letters).intersection(line).difference(found):
            found[letter] = number
    return found


def line_of(letters: Sequence[str], path: Path) -> nodes.Element:
    """Return the first line of a file with one of *letters*."""
    place = nodes.Element()
    place.source = str(path)
    place.line = min(_lines(letters, path).values(), default=None)
    return place
