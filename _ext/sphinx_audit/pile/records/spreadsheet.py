"""Excel files: looked at before they are opened, and read a row at a time."""

from __future__ import annotations

import datetime as dt
import zipfile
from typing import TYPE_CHECKING

from ..decoding import LARGEST, too_large
from . import sheets
from .notes import told

if TYPE_CHECKING:
    from pathlib import Path

    from .notes import Records

UNPACKED = 100 * 1024 * 1024
"""Bytes that all parts may have when unpacked: a reader holds the texts in memory."""
PARTS = 2_000
ROWS, COLUMNS = 100_000, 256
"""What is read of a sheet; a cell far off costs a reader all those before it."""

DECLARED = tuple(
    mark.encode(codec)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for codec in ("utf-8", "utf-16-le", "utf-16-be")
)
"""What no sheet has, and what makes an XML parser build endless texts."""


class Unusable(ValueError):  # noqa: N818 - becomes a line of the report
    """The file is not opened; the message says why."""


def read(path: Path, records: Records) -> None:
    """State what the sheets of a file say; raises Unusable, OSError."""
    guard(path)
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise Unusable(
            "to read spreadsheets needs openpyxl: pip install 'sphinx-audit[xlsx]'"
        ) from error
    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise Unusable(f"no spreadsheet that can be read: {error}") from error
    try:
        for sheet in book.worksheets:
            records.part = sheet.title
            read_sheet(sheet, records)
    finally:
        records.part = ""
        book.close()


def read_sheet(sheet: object, records: Records) -> None:
    rows = []
    try:
        sheet.reset_dimensions()  # type: ignore[attr-defined]  # may be a lie
        found = sheet.iter_rows(  # type: ignore[attr-defined]
            max_row=ROWS + 1, max_col=COLUMNS + 1, values_only=True
        )
        for number, cells in enumerate(found, start=1):
            if number > ROWS:
                records.left(number, f"rows beyond {ROWS:,}")
                break
            if len(cells) > COLUMNS and cells[COLUMNS] is not None:
                records.left(number, f"cells beyond column {COLUMNS}")
            texts = [said(cell) for cell in cells[:COLUMNS]]
            if any(texts):
                rows.append((number, texts))
    except Exception as error:  # openpyxl raises whatever its parsers raise
        text = f"the sheet cannot be read: {error}"
        records.trouble(len(rows) + 1, text, "unreadable")
        return
    if rows:
        sheets.read_rows(rows, records)


def said(cell: object) -> str:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return told(cell)


def guard(path: Path) -> None:
    """Refuse what would unpack to too much, or hides entities; raises Unusable."""
    if path.stat().st_size > LARGEST:
        raise Unusable(too_large(path.stat().st_size))
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if len(parts) > PARTS:
                raise Unusable(f"{len(parts):,} parts are too many for a spreadsheet")
            size = sum(part.file_size for part in parts)
            if size > UNPACKED:
                big = f"{size / 1024**2:,.0f} MB"
                limit = UNPACKED // 1024**2
                raise Unusable(f"it unpacks to {big}, {limit} MB are the limit")
            for part in parts:
                if declares(packed.read(part)):
                    raise Unusable(f"{part.filename} declares XML entities")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unusable(f"no spreadsheet: {error}") from error
    except zlib_error() as error:
        raise Unusable(f"no spreadsheet: {error}") from error


def zlib_error() -> type[Exception]:
    import zlib  # noqa: PLC0415

    return zlib.error


def declares(data: bytes) -> bool:
    upper = data.upper() if len(data) < 1_000_000 else data
    return any(mark in upper for mark in DECLARED)
