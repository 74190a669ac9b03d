"""Numbers of figures, tables and listings, as every other builder prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .source import string

if TYPE_CHECKING:
    from docutils import nodes

    from .translator import Translator


def figure_number(book: Translator, node: nodes.Element, kind: str) -> str | None:
    """Return "Table 1.2" as a Typst string, ``None`` where there is no number."""
    numbers = book.builder.env.toc_fignumbers.get(book.docname, {}).get(kind, {})
    number = next((numbers[name] for name in node["ids"] if name in numbers), None)
    pattern = book.config.numfig_format.get(kind)
    if number is None or not pattern:
        return None
    return string(pattern.replace("%s", ".".join(map(str, number))))
