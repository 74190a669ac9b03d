"""The register as a spreadsheet: a sheet of findings, a sheet of phases."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from .codec import FormatError
from .phases import PHASE_FACTS
from .table import EFFORT, FORMULA, HEADS, STATED, row, value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from ..model import Finding, Register
    from .document import Audit

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold."""

LONGEST = 32_767
"""Characters that a cell holds; what is longer would be cut without a word."""

WIDEST = 60
EPOCH = dt.date(1900, 3, 1)
"""The first day on which all spreadsheets agree."""
NEVER = dt.datetime(1980, 1, 1)
"""When the file says it was made: nothing in it depends on the run."""


def as_xlsx(audit: Audit) -> bytes:
    """Return the register; raises FormatError where a cell cannot hold a fact."""
    book = Workbook()
    book.properties.creator = "sphinx-audit"
    book.properties.title = ILLEGAL.sub("\ufffd", audit.project)
    book.properties.created = book.properties.modified = NEVER
    register = audit.register
    findings = book.active or book.create_sheet()
    findings.title = "Findings"
    fill(findings, HEADS, ([*cells(f, register)] for f in register.findings.values()))
    fill(
        book.create_sheet("Phases"),
        PHASE_FACTS,
        ([getattr(p, n) for n in PHASE_FACTS] for p in register.phases.values()),
    )
    whole = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED)).save()
    return undated(whole)


def cells(finding: Finding, register: Register) -> Iterator[object]:
    """Yield the facts of a finding: estimates as numbers, dates as dates."""
    for name, text in zip(HEADS, row(finding, register), strict=True):
        fact = getattr(finding, STATED[name]) if name in STATED else None
        if isinstance(fact, dt.date):
            yield fact
        elif text and name in (*EFFORT, "line"):
            yield float(text)
        else:
            yield text


def fill(
    sheet: Worksheet, heads: Sequence[str], rows: Iterator[Sequence[object]]
) -> None:
    widths = [len(name) for name in heads]
    for number, facts in enumerate([heads, *map(list, rows)], start=1):
        for column, fact in enumerate(facts, start=1):
            put(sheet.cell(number, column), fact)
            widths[column - 1] = max(widths[column - 1], len(value(fact)))
    for column, width in enumerate(widths, start=1):
        letter = get_column_letter(column)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = min(width, WIDEST) + 2
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions


def put(cell: Cell | MergedCell, fact: object) -> None:
    """Set a cell; a text is a text whatever it begins with, also when it is edited."""
    if isinstance(fact, dt.date) and fact >= EPOCH:
        cell.value, cell.number_format = fact, "yyyy-mm-dd"
    elif isinstance(fact, int | float):
        cell.value = fact
    elif text := ILLEGAL.sub("\ufffd", value(fact)):
        if len(text) > LONGEST:
            most = f"a cell of a spreadsheet holds {LONGEST:,} characters"
            raise FormatError(f"{most}, not the {len(text):,} of {text[:40]!r}…")
        cell.value = text
        cell.data_type = "s"
        if FORMULA.match(text):
            cell.number_format = "@"


def undated(archive: io.BytesIO) -> bytes:
    """Return an archive whose entries carry no time."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(archive) as old,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)  # of 1980, when time began
            new.writestr(entry, old.read(name), zipfile.ZIP_DEFLATED)
    return whole.getvalue()
