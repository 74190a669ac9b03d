"""Formulas: LaTeX to MathML by a library, MathML to Typst by us."""

from __future__ import annotations

import functools
import re
from xml.etree import ElementTree as ET

from latex2mathml.converter import convert

from .mathml import NotConvertedError, inside

__all__ = ["NotConvertedError", "formula"]


@functools.lru_cache(maxsize=4096)
def formula(latex: str) -> str:
    """Return *latex* as Typst writes it between dollar signs.

    Raises NotConvertedError.
    """
    try:
        mathml = convert(_rows(latex))
        # The names are bare without the namespace.
        root = ET.fromstring(re.sub(' xmlns="[^"]*"', "", mathml, count=1))
    except Exception as error:  # the library raises what its parser happens to meet
        raise NotConvertedError(
            f"it cannot be parsed ({type(error).__name__})"
        ) from None
    written = inside(root)
    if not written.strip():
        raise NotConvertedError("it is empty")
    return written


def _rows(latex: str) -> str:
    r"""Wrap lines as Sphinx does; take numbers away, for those are Sphinx's, too."""
    bare = re.sub(
        r"\\(begin|end){(align|alignat|equation|gather|multline)}",
        r"\\\1{\2*}",
        latex.strip().replace("{aligned}", "{split}"),
    )
    alone = "\\begin" not in bare and re.search(r"\\\\|(?<!\\)&", bare)
    return f"\\begin{{split}}{bare}\\end{{split}}" if alone else bare
