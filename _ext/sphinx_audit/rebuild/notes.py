"""The notes beside the output: what was written is remembered where it lies.

An interrupted build, a deleted output folder and a second builder on the same
environment all leave notes that are true of the files they describe.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sphinx.application import Sphinx

MARKS_FILE = ".audit-marks.json"
ASIDE_FILE = ".audit-marks.old.json"
"""Where the notes lie while pages are being written: a killed build has no marks."""


class Notes(NamedTuple):
    """Digests of what each page showed when written, and the files that were made."""

    marks: dict[str, str]
    files: frozenset[str]


def read(app: Sphinx) -> Notes:
    if (found := read_file(Path(app.outdir, MARKS_FILE))) is not None:
        return found
    aside = read_file(Path(app.outdir, ASIDE_FILE))
    return Notes({}, aside.files if aside else frozenset())


def read_file(path: Path) -> Notes | None:
    try:
        found = json.loads(path.read_text("utf-8"))
        return Notes(dict(found["marks"]), frozenset(map(str, found["files"])))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def put_aside(app: Sphinx) -> None:
    if (path := Path(app.outdir, MARKS_FILE)).is_file():
        path.replace(Path(app.outdir, ASIDE_FILE))


def take_back(app: Sphinx) -> None:
    """Let the notes count again, as nothing was written that they do not tell."""
    if (path := Path(app.outdir, ASIDE_FILE)).is_file():
        path.replace(Path(app.outdir, MARKS_FILE))


def write(app: Sphinx, notes: Notes) -> None:
    found = {"marks": notes.marks, "files": sorted(notes.files)}
    path = Path(app.outdir, MARKS_FILE)  # outdir's own replace() is that of str
    new = path.with_suffix(".new")
    new.write_text(json.dumps(found, indent=0, sort_keys=True), "utf-8")
    new.replace(path)
    Path(app.outdir, ASIDE_FILE).unlink(missing_ok=True)


def drop(app: Sphinx) -> None:
    for name in (MARKS_FILE, ASIDE_FILE):
        Path(app.outdir, name).unlink(missing_ok=True)
