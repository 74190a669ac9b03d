"""Tables of data: rows of cells, one finding a row."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from ...exchange.phases import PHASE_FACTS
from ...exchange.table import EFFORT, meant
from ...model.words import names
from . import poam
from .columns import SKIPPED, effort_in_days, facts, is_poam
from .findings import read_phase
from .lined import Lined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .notes import Records

Row = tuple[int, list[str]]

BEFORE = 30
"""Rows above the header in which a title and remarks may stand."""


def read_csv(text: str, records: Records) -> None:
    """State what a CSV says; a cell may hold lines."""
    first = text.partition("\n")[0]
    between = max(",;\t|", key=first.count)
    try:
        found = list(numbered(csv.reader(io.StringIO(text), delimiter=between)))
    except csv.Error as error:
        records.refuse(f"no CSV: {error}")
        return
    read_rows(found, records)


def numbered(reader: Iterable[list[str]]) -> Iterator[Row]:
    """Yield rows with the line on which each begins."""
    start = 1
    for cells in reader:
        yield start, [meant(cell.strip()) for cell in cells]
        start = getattr(reader, "line_num", start) + 1


def read_rows(rows: Sequence[Row], records: Records) -> None:
    """State what a table says: its header is the first row that names an id."""
    if rows and tuple(filter(None, rows[0][1])) == PHASE_FACTS:
        read_phases(rows[1:], records)
        return
    at = next((n for n, row in enumerate(rows[:BEFORE]) if is_header(row, records)), -1)
    above = rows if at < 0 else rows[:at]
    for line, cells in above:
        if words := "; ".join(c for c in cells if c):
            records.left(line, words)
    if at < 0:
        text = (
            "no row names a column of ids; say in a profile what it is called "
            "([fields] id = [...])"
        )
        records.trouble(rows[0][0] if rows else 1, text, "no_id")
        return
    line, header = rows[at]
    columns = facts(header, records.profile)
    reader = poam.read_row if is_poam(header) else read_row
    for line, cells in rows[at + 1 :]:
        if any(cells):
            reader(line, header, columns, cells, records)


def read_phases(rows: Sequence[Row], records: Records) -> None:
    """State what our own export says of phases."""
    for line, cells in rows:
        phase = Lined(zip(PHASE_FACTS, cells, strict=False))
        phase.line = line
        for name in ("after", "gate"):
            phase[name] = [*names(str(phase.get(name, "")))]
        read_phase(phase, records)


def is_header(row: Row, records: Records) -> bool:
    cells = row[1]
    found = [f for f in facts(cells, records.profile) if f and f != SKIPPED]
    return "id" in found and len(found) > 1


def read_row(
    line: int,
    header: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[str],
    records: Records,
) -> str:
    """State what a row says of its finding; return its id, if it has one."""
    id_ = cells[columns.index("id")] if columns.index("id") < len(cells) else ""
    if not id_ or placeholder(id_):
        words = "; ".join(c for c in cells if c)
        text = f"a row with {'a placeholder for an' if id_ else 'no'} id: {words}"
        records.trouble(line, text, "skipped" if id_ else "no_id")
        return ""
    about = records.new(id_, line)
    row = dict(zip(columns, cells, strict=False))
    if SKIPPED in columns:
        records.ours(about, line)
    effort_in_days(about, row, line, records)
    for number, words in enumerate(cells):
        fact = columns[number] if number < len(columns) else ""
        name = header[number] if number < len(header) else ""
        if not words or fact in {"id", SKIPPED, *EFFORT}:
            continue
        if fact:
            records.say(about, fact, words, line)
        else:
            records.also(about, name or f"Column {number + 1}", words, line)
    return about


def placeholder(id_: str) -> bool:
    """Tell whether a template left it: `[ID]`, `XX-nnn`, `...`."""
    return bool(
        re.fullmatch(
            r"\W*(?:\[.*\]|<.*>|[xn]+-?[xn]*|\.\.\.|tbd)?\W*", id_, re.IGNORECASE
        )
    )
