"""A file of data to what it says, whichever of the known kinds it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..decoding import LARGEST, NotText, decode, too_large
from ..said import Document, Place, Trouble
from . import findings, needs, oscal, sarif, sheets, spreadsheet
from .lined import NoJson, load
from .notes import Records

if TYPE_CHECKING:
    from pathlib import Path

    from ..profile import Profile

TABLES = frozenset({".csv", ".tsv"})

KINDS = (findings, needs, sarif, oscal)
"""The kinds of JSON, each with `is_it` and `read`."""


class Refused(ValueError):  # noqa: N818 - becomes a line of the report
    """The file cannot be used; the message says why."""


def read_records(path: Path, profile: Profile) -> Document:
    """Return what a file of data says; what cannot be read is a trouble."""
    name = path.as_posix()
    records = Records(name, profile)
    try:
        if path.suffix.lower() == ".xlsx":
            spreadsheet.read(path, records)
        else:
            read_text(path, records)
    except (NotText, NoJson, Refused, spreadsheet.Unusable) as reason:
        records.refuse(str(reason))
    except OSError as error:
        records.refuse(error.strerror or "it cannot be read")
    except RecursionError:
        records.refuse("it is nested too deeply")
    if not records.statements and not records.troubles:
        records.refuse(NOTHING)
    return records.document()


NOTHING = "no finding is in it: no record has an id"


def read_text(path: Path, records: Records) -> None:
    size = path.stat().st_size
    if size > LARGEST:
        raise NotText(too_large(size))
    decoded = decode(path.read_bytes())
    records.mended += [
        Trouble(Place(records.file, m.line), m.text, m.code) for m in decoded.mended
    ]
    if not any(line.strip() for line in decoded.lines):
        raise Refused("the file is empty")
    if path.suffix.lower() in TABLES:
        sheets.read_csv("\n".join(decoded.lines), records)
        return
    data = load("\n".join(decoded.lines))
    for kind in KINDS:
        if kind.is_it(data):
            kind.read(data, records)
            return
    raise Refused(
        "this JSON is neither a findings.json, nor a needs.json, nor SARIF, nor an "
        "OSCAL plan of action and milestones"
    )
