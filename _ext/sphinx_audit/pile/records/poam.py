"""Rows of FedRAMP's plan of action and milestones, version 2.1 and before."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from .columns import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .notes import Records


def read_row(
    line: int,
    header: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[str],
    records: Records,
) -> str:
    """State a row as any other, and what follows from the rules of the sheet."""
    from .sheets import read_row as plain_row  # noqa: PLC0415 - it calls this one

    cells = [
        american(cell)
        if n < len(columns) and columns[n] in {"detected", "due"}
        else cell
        for n, cell in enumerate(cells)
    ]
    about = plain_row(line, header, columns, cells, records)
    if about:
        names = [folded(cell) for cell in header]
        row = dict(zip(names, cells, strict=False))
        status(about, row, line, records)
        rating = row.get("adjusted risk rating") or row.get("original risk rating", "")
        if rating and records.value("priority", rating):
            records.say(about, "priority", rating, line)
    return about


def status(about: str, row: dict[str, str], line: int, records: Records) -> None:
    """State the status: an approved deviation stays open, a false positive does not."""
    if row.get("false positive", "").strip().lower() in {"yes", "approved"}:
        records.exactly(about, "status", "False Positive", "false-positive", line)
        records.say(about, "reason", row.get("deviation rationale"), line)
    elif "closed" in records.part.lower():
        records.exactly(about, "status", f"sheet {records.part}", "implemented", line)
    else:
        records.exactly(about, "status", "Open", "open", line)


def american(text: str) -> str:
    """Return a date of the United States as ISO has it."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text.strip())
    if not match:
        return text
    try:
        return dt.date(int(match[3]), int(match[1]), int(match[2])).isoformat()
    except ValueError:
        return text
