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


def records(
    book: Translator,
    table: nodes.Element,
    heads: list[nodes.Element],
    rows: list[nodes.Element],
    *,
    narrow: bool,
) -> str:
    """Write each row as fields with the names of the columns, else their numbers."""
    message = (
        "a table of %s columns has no room here; each of its rows is shown as a "
        "list with the names of the columns"
    )
    warn(Fault.WIDE_TABLE, message, len(elements(rows[0])), at=near(table))
    names = [entry.astext() for head in heads for entry in elements(head)]
    if len(heads) > 1 or any(len(elements(row)) != len(names) for row in rows):
        names, rows = [], [*heads, *rows]
    options = {"narrow": "true" if narrow else None}
    made = (call("record", *_fields(book, row, names), **options) for row in rows)
    return "".join(map(block, made))


def _fields(book: Translator, row: nodes.Element, names: list[str]) -> list[str]:
    cells = elements(row)
    told = names or [str(n + 1) for n in range(len(cells))]
    return [
        f"({content(text(name))}, {content(book.render(cell.children))})"
        for name, cell in zip(told, cells, strict=True)
    ]
