"""Tables with more columns than a page has room for: each row on its own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...report import Fault, warn
from ..classes import elements
from ..places import near
from ..source import block, call, content, text

if TYPE_CHECKING:
    from docutils import nodes

    from ..translator import Translator

MOST = 60
"""Columns, each of which has room for a letter on a page that lies."""


def records(
    book: Translator,
    table: nodes.Element,
    heads: list[nodes.Element],
    rows: list[nodes.Element],
) -> str:
    """Write each row as fields with the names of the columns."""
    message = (
        "a table of %s columns has no room on a page; each of its rows is shown as a "
        "list with the names of the columns"
    )
    warn(Fault.WIDE_TABLE, message, len(elements(rows[0])), at=near(table))
    names = [entry.astext() for entry in elements(heads[0])] if heads else []
    return "".join(block(call("fields", *_fields(book, row, names))) for row in rows)


def _fields(book: Translator, row: nodes.Element, names: list[str]) -> list[str]:
    cells = elements(row)
    told = (
        names if len(names) == len(cells) else [str(n + 1) for n in range(len(cells))]
    )
    return [
        f"({content(text(name))}, {content(book.render(cell.children))})"
        for name, cell in zip(told, cells, strict=True)
    ]
