"""Tables: column widths from what the cells hold, header rows that repeat."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from docutils import nodes

from ..classes import classes, elements, only
from ..numbers import figure_number
from ..registry import writes
from ..source import array, block, call, content, string
from ..widths import lines_of
from .lying import free, head_of
from .records import records

if TYPE_CHECKING:
    from ..translator import Translator
    from ..widths import Shape

LOW = 14  # lines of a row that no page breaks, of a head, and of a table
FEW = 6  # rows of a table that no page breaks
WORDS = (
    nodes.Text, nodes.Inline, nodes.Invisible,
    nodes.entry, nodes.paragraph, nodes.line_block, nodes.line,
)  # fmt: skip


@writes("table")
def table(book: Translator, node: nodes.Element) -> str:
    *titles, group = only(node, nodes.title, nodes.tgroup)
    title = titles[0] if titles else None
    parts = only(group, nodes.colspec, nodes.thead, nodes.tbody)
    heads = _rows(parts, nodes.thead)
    rows = _rows(parts, nodes.tbody)
    count = len(_specs(group))
    check_spans(heads, count)
    check_spans(rows, count)
    shape = book.tables.shape(node, alone=free(node))
    if shape.listed and rows:
        above = book.labels.anchor(node) + _caption(book, node, title)
        return block(above + records(book, node, heads, rows, narrow=shape.share < 1))
    label = book.labels.take(node)
    columns = _columns(node, _specs(group), shape)
    heights = _heights(rows, columns, shape.share)
    broken = sum(_heights(heads, columns, shape.share)) > LOW
    sure = shape.share == 1 and not broken
    with book.labels.shown_twice(label):
        head = [cell for row in heads for cell in _cells(book, row, set())]
    stubs = {i for i, spec in enumerate(_specs(group)) if spec.get("stub")}
    cells = [cell for row in rows for cell in _cells(book, row, stubs)]
    source = call(
        "ruled",
        *cells,
        columns=array(columns),
        size=f"{shape.size}pt",
        cut=str(shape.cut) if shape.cut else None,
        whole="true" if sure and max(heights, default=0) <= LOW else None,
        kept="true" if sure and len(rows) <= FEW and sum(heights) <= LOW else None,
        caption=content(book.render(title.children)) if title else None,
        number=figure_number(book, node, "table"),
        head=array(head) if head else None,
        rows=str(len(heads)) if head else None,
        repeat=None if all(map(_low, heads)) else "false",
        broken="true" if broken else None,
    )
    source = (call("anchor", string(label)) if label else "") + source
    if shape.lying:
        above = content(head_of(book, node))
        source = call("lying-table", content(source), head=above)
    return block(source)


def _caption(
    book: Translator, table: nodes.Element, title: nodes.Element | None
) -> str:
    if title is None:
        return ""
    number = figure_number(book, table, "table") or "none"
    return block(call("caption-line", number, content(book.render(title.children))))


def _low(head: nodes.Element) -> bool:
    """Say whether a head leaves room on every page for the rows below it."""
    plain = all(isinstance(x, nodes.paragraph) for e in elements(head) for x in e)
    return plain and len(head.astext()) < 400


def _heights(
    rows: list[nodes.Element], columns: list[str], share: float
) -> list[float]:
    """Estimate how many lines each row takes; without end if something is in it."""
    cells = (
        (row, at, x) for row in rows for at, x in enumerate(only(row, nodes.entry))
    )
    found = dict.fromkeys(map(id, rows), 1.0)
    for row, at, entry in cells:
        lines = lines_of(entry.astext(), at, columns, share) + len(entry.children) - 1
        height = inf if any(entry.findall(_tall)) else lines
        found[id(row)] = max(found[id(row)], height)
    return list(found.values())


def _tall(node: nodes.Node) -> bool:
    """Say whether the height of a node is not that of its words."""
    return isinstance(node, nodes.image) or not isinstance(node, WORDS)


def check_spans(rows: list[nodes.Element], count: int) -> None:
    """Raise ValueError for a cell that leaves the table: Typst would refuse it."""
    taken: set[tuple[int, int]] = set()
    at = 0
    for entry in (entry for row in rows for entry in only(row, nodes.entry)):
        while divmod(at, count) in taken:
            at += 1
        row, column = divmod(at, count)
        high, wide = int(entry.get("morerows", 0)), int(entry.get("morecols", 0))
        own = {(row + y, column + x) for y in range(high + 1) for x in range(wide + 1)}
        if column + wide >= count or row + high >= len(rows) or own & taken:
            raise ValueError("a cell leaves its table")
        taken |= own


def _columns(
    table: nodes.Element, specs: list[nodes.Element], shape: Shape
) -> list[str]:
    if "colwidths-given" in classes(table) or len(shape.columns) != len(specs):
        return [f"{spec.get('colwidth', 1)}fr" for spec in specs]
    return shape.columns


def _specs(group: nodes.Element) -> list[nodes.Element]:
    return [child for child in elements(group) if isinstance(child, nodes.colspec)]


def _rows(parts: list[nodes.Element], kind: type[nodes.Element]) -> list[nodes.Element]:
    found = [part for part in parts if isinstance(part, kind)]
    return [row for part in found for row in only(part, nodes.row)]


def _cells(book: Translator, row: nodes.Element, stubs: set[int]) -> list[str]:
    cells = []
    for at, entry in enumerate(only(row, nodes.entry)):
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
