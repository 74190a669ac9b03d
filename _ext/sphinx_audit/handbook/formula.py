"""Formulas: LaTeX to MathML by a library, MathML to Typst by us."""

from __future__ import annotations

import functools
import re
from itertools import accumulate, pairwise
from unicodedata import normalize
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

from .mathml import NotConvertedError, inside

__all__ = ["NotConvertedError", "formula"]


LONGEST = 4000
"""Characters; more have no room on a page, for lines of a formula do not break."""
DEEPEST = 100
"""Brackets within each other; Typst's parser takes some 250 in a page."""
STROKE = "\u29f8"
_UNPAIRED = re.compile(r"\\(begin|end)\{alignat(?:ed)?\*?\}(?:\s*\{\d+\})?")
"""What says how many pairs of columns there are, which can be counted."""


@functools.lru_cache(maxsize=4096)
def formula(latex: str) -> str:
    """Return *latex* as Typst writes it between dollar signs.

    Raises NotConvertedError.
    """
    if len(latex) > LONGEST:
        raise NotConvertedError(
            f"it has {len(latex):,} characters, and {LONGEST:,} fit on a page"
        )
    try:
        mathml = convert(_rows(latex))
        # The names are bare without the namespace.
        root = ET.fromstring(re.sub(' xmlns="[^"]*"', "", mathml, count=1))
        _strike(root)
        written = inside(root)
    except NotConvertedError:
        raise
    except RecursionError:
        raise NotConvertedError("it is nested too deep") from None
    except Exception as error:  # the library raises what its parser happens to meet
        raise NotConvertedError(
            f"it cannot be parsed ({type(error).__name__})"
        ) from None
    if written.count("(") > DEEPEST and _depth(written) > DEEPEST:
        raise NotConvertedError("it is nested too deep")
    if not written.strip():
        raise NotConvertedError("it is empty")
    return written


def _depth(source: str) -> int:
    """Return how deep brackets stand in each other, those in strings too."""
    steps = ((sign == "(") - (sign == ")") for sign in source)
    return max(accumulate(steps), default=0)


def _strike(root: ET.Element) -> None:
    """Put the stroke of a ``\\not`` on the sign behind it."""
    for parent in list(root.iter()):
        for stroke, behind in pairwise(list(parent)):
            if stroke.get("width") != "0" or "".join(stroke.itertext()) != STROKE:
                continue
            signs = [e for e in behind.iter() if e.text and e.tag in {"mo", "mi"}]
            if len(signs) == 1 and len(signs[0].text or "") == 1:
                signs[0].text = normalize("NFC", f"{signs[0].text}\u0338")
                parent.remove(stroke)


def _rows(latex: str) -> str:
    r"""Wrap lines as Sphinx does; take numbers away, for those are Sphinx's, too."""
    bare = re.sub(
        r"\\(begin|end){(align|equation|gather|multline)}",
        r"\\\1{\2*}",
        _UNPAIRED.sub(r"\\\1{align*}", latex.strip()).replace("{aligned}", "{split}"),
    )
    alone = "\\begin" not in bare and re.search(r"\\\\|(?<!\\)&", bare)
    return f"\\begin{{split}}{bare}\\end{{split}}" if alone else bare
