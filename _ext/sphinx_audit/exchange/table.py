"""Findings as CSV: every fact as an author would write it, safe in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses as dc
import io
import re
from typing import TYPE_CHECKING

from ..model import Finding
from .codec import days, key, plain, slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Register

ELSEWHERE = {"place", "anchor", "effort"}

STATED = {key(f.name): f.name for f in dc.fields(Finding) if f.name not in ELSEWHERE}
"""Facts by the heads of their columns."""

EFFORT = ("effort-low", "effort-high")
"""Columns of an estimate, in days."""

COMPUTED = ("state", "docname", "line")
"""Columns that nobody states: what follows from the facts, and their place."""

HEADS = (*STATED, *EFFORT, *COMPUTED)

FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""What makes a spreadsheet compute a cell instead of showing it."""

BREAK = re.compile(r"[\r\n]+")
"""What no fact has, and not all who read tables take for a part of a cell."""


def as_csv(findings: Iterable[Finding], register: Register) -> str:
    """Return a table with one line a finding."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(HEADS)
    for finding in findings:
        cells = (BREAK.sub(" ", cell) for cell in row(finding, register))
        lines.writerow(map(harmless, cells))
    return text.getvalue()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def meant(cell: str) -> str:
    """Return a cell without the apostrophe that made it harmless."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def row(finding: Finding, register: Register) -> list[str]:
    effort = finding.effort
    return [
        *(value(getattr(finding, name)) for name in STATED.values()),
        f"{days(effort.low)}" if effort else "",
        f"{days(effort.high)}" if effort else "",
        slug(register.state(finding)),
        finding.place.docname,
        str(finding.place.line),
    ]


def value(fact: object) -> str:
    """Return a fact as the text an author would write."""
    if fact is None:
        return ""
    return ", ".join(map(str, fact)) if isinstance(fact, tuple) else str(plain(fact))
