"""Tables: column widths from what the cells hold, header rows that repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from ..classes import classes
from ..numbers import figure_number
from ..registry import writes
from ..source import array, block, call, content, string
from ..widths import columns, size

if TYPE_CHECKING:
    from ..translator import Translator
    from ..widths import Extent


@writes("table")
def table(book: Translator, node: nodes.Element) -> str:
    group = next(c for c in node.children if isinstance(c, nodes.tgroup))
    title = next((c for c in node.children if isinstance(c, nodes.title)), None)
    label = book.labels.take(node)
    extent = book.tables.extent(node)
    heads = [row for part in group.findall(nodes.thead) for row in _rows(part)]
    rows = [row for part in group.findall(nodes.tbody) for row in _rows(part)]
    with book.labels.shown_twice(label):
        head = [cell for row in heads for cell in _cells(book, row, set())]
    stubs = {i for i, spec in enumerate(_specs(group)) if spec.get("stub")}
    cells = [cell for row in rows for cell in _cells(book, row, stubs)]
    source = call(
        "ruled",
        *cells,
        columns=array(_columns(node, _specs(group), extent)),
        size=f"{size(extent)}pt",
        caption=content(book.render(title.children)) if title else None,
        number=figure_number(book, node, "table"),
        head=array(head) if head else None,
        rows=str(len(heads)) if head else None,
    )
    return block((call("anchor", string(label)) if label else "") + source)


def _columns(
    table: nodes.Element, specs: list[nodes.Element], extent: Extent
) -> list[str]:
    if "colwidths-given" in classes(table) or len(extent.lines) != len(specs):
        return [f"{spec.get('colwidth', 1)}fr" for spec in specs]
    return columns(extent)


def _specs(group: nodes.Element) -> list[nodes.Element]:
    return [child for child in group.children if isinstance(child, nodes.colspec)]


def _rows(part: nodes.Element) -> list[nodes.Element]:
    return [child for child in part.children if isinstance(child, nodes.row)]


def _cells(book: Translator, row: nodes.Element, stubs: set[int]) -> list[str]:
    cells = []
    for at, entry in enumerate(row.children):
        if not isinstance(entry, nodes.Element):
            continue
        inside = book.labels.anchor(entry) + book.render(entry.children)
        inside = call("strong", content(inside)) if at in stubs else inside
        options = _options(entry)
        cell = f"table.cell({options})" if options else ""
        cells.append(f"{cell}{content(inside)}")
    return cells


def _options(entry: nodes.Element) -> str:
    options = []
    if more := entry.get("morecols"):
        options.append(f"colspan: {more + 1}")
    if more := entry.get("morerows"):
        options.append(f"rowspan: {more + 1}")
    for side in ("left", "center", "right"):
        if f"text-{side}" in entry.get("classes", ()):
            options.append(f"align: {side}")
    return ", ".join(options)


@writes("tgroup", "thead", "tbody", "row", "entry")
def part(book: Translator, node: nodes.Element) -> str:
    return block(book.render(node.children))
