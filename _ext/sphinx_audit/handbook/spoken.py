"""Words that a PDF holds besides its pages: of each archives take 32,767 bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..report import Fault, warn
from .places import near
from .source import string

if TYPE_CHECKING:
    from docutils import nodes

MOST = 32_767
LONGEST = 8000
"""Characters; some take four bytes."""


def clipped(words: str) -> str:
    """Return *words*, of too many the first: one more costs a book its standards."""
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def spoken(words: str, node: nodes.Element) -> str:
    """Write what is read out for a picture; warn of words that are left out."""
    if len(words) > LONGEST:
        message = "of the %s characters that stand for a picture, %s can be read out"
        warn(Fault.IMAGE, message, f"{len(words):,}", f"{LONGEST:,}", at=near(node))
    return string(clipped(words))


def check_title(node: nodes.Element) -> None:
    """Warn of a title that is too long for bookmarks: Typst would not say which."""
    words = node.astext()
    code = "ascii" if words.isascii() else "utf-16"
    if len(words.encode(code, "replace")) > MOST:
        message = "a title of %s characters costs the PDF its standards; shorten it"
        warn(Fault.PDF_STANDARD, message, f"{len(words):,}", at=near(node))
