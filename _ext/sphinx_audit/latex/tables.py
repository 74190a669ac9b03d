"""Tables in LaTeX: columns by their words, and a page break where they are tall.

Sphinx leaves widths to `tabulary`, whose tables are cut off at the end of a page, and
gives each column of a longer table the same room.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from ..handbook.classes import elements
from ..handbook.widths import GAP, Extent, measured, shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONG = 16  # a longer word may break in a narrow column
ROOM = 78  # characters of a line between the margins
TALL = 30  # lines that are left of a page below a heading
SMALL = r"\setlength\tabcolsep{3pt}"
SIZES = ((1.0, ""), (0.85, SMALL + r"\footnotesize"),
         (0.72, SMALL + r"\scriptsize"))  # fmt: skip
OPEN = ("borderless", "booktabs")  # styles of tables without lines between columns
NARROW = r"\auditnarrow\setlength\tabcolsep{2pt}"
KEPT_WHOLE = (nodes.Admonition, nodes.entry, nodes.footnote,
              nodes.figure, nodes.sidebar, nodes.topic)  # fmt: skip


class Tables(SphinxPostTransform):
    """Tells Sphinx's writer what it cannot see: how long the words are."""

    default_priority = 900  # after all views
    builders = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for table in list(self.document.findall(nodes.table)):
            if not shaped(table):
                shape(table, ruled=ruled(table, self.config.latex_table_style))


def shaped(table: nodes.table) -> bool:
    """Tell whether its author shaped it, or it lies in the cell of another."""
    told = isinstance(table.previous_sibling(), addnodes.tabular_col_spec)
    return told or any(isinstance(above, nodes.entry) for above in above_(table))


def ruled(table: nodes.table, usual: Sequence[str]) -> bool:
    """Tell whether lines stand between columns, as Sphinx's writer decides it."""
    own = [style for style in ("standard", *OPEN) if style in table["classes"]]
    return own[0] == "standard" if own else not set(OPEN) & set(usual)


def shape(table: nodes.table, *, ruled: bool = False) -> None:
    extent = breaking(measured([table]))
    scale, size = next(
        (fit for fit in SIZES if needed(extent) * fit[0] <= ROOM), SIZES[-1]
    )
    given = "colwidths-given" in table["classes"]
    widths = [float(c["colwidth"]) for c in table.findall(nodes.colspec)]
    spans = spanning(table) or len(extent.lines) != len(widths)
    if not given and not spans:
        widths = shares(extent, ROOM / scale)
    if height(table, widths, ROOM / scale) > TALL and may_break(table):
        table["classes"].append("longtable")
    elif sum(widths if spans else extent.lines) + GAP * len(widths) <= ROOM:
        return  # Sphinx sets it as narrow as it is
    if not given:
        if sum(widths) > ROOM / scale:
            size += NARROW
        around(table, spec(widths, ROOM / scale, "|" if ruled else ""), size)


def spanning(table: nodes.table) -> bool:
    """Tell whether some cell is none of one column: then widths are as drawn."""
    cells = table.findall(nodes.entry)
    return any(cell.get("morecols") or cell.get("morerows") for cell in cells)


def breaking(extent: Extent) -> Extent:
    """Return an extent whose longer words may break."""
    return extent._replace(words=tuple(min(word, LONG) for word in extent.words))


def above_(node: nodes.Element) -> Iterator[nodes.Element]:
    while (parent := node.parent) is not None:
        yield parent
        node = parent


def may_break(table: nodes.table) -> bool:
    """Tell whether nothing around a table keeps it on one page."""
    return not any(isinstance(above, KEPT_WHOLE) for above in above_(table))


def needed(extent: Extent) -> float:
    """Return the characters of a line in which no word of a table breaks."""
    return sum(word + GAP for word in extent.words)


def height(table: nodes.table, widths: Sequence[float], room: float) -> int:
    """Estimate the lines that a table takes."""
    unit = room / sum(widths)
    return sum(
        max((lines(entry, width * unit) for entry, width in
             zip(elements(row), widths, strict=False)), default=1)
        for row in table.findall(nodes.row)
    )  # fmt: skip


def lines(entry: nodes.Element, width: float) -> int:
    return sum(ceil((len(line) or 1) / width) for line in entry.astext().split("\n"))


def spec(widths: Sequence[float], room: float, between: str) -> str:
    """Return the columns for the writer, in parts of the line."""
    whole = round(10 * max(room, sum(widths)))
    parts = (rf"\AuditX{{{round(10 * w)}}}{{{whole}}}" for w in widths)
    return between + "".join(part + between for part in parts)


def around(table: nodes.table, columns: str, size: str) -> None:
    at = table.parent.index(table)
    told = [addnodes.tabular_col_spec(spec=columns)]
    if not size:
        table.parent[at:at] = told
        return
    begin, end = (
        nodes.raw("", f"{text}\n", format="latex")
        for text in (rf"\begingroup{size}", r"\endgroup")
    )
    table.parent[at : at + 1] = [begin, *told, table, end]
