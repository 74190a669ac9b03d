"""EPUB archives that are the same for the same content: Sphinx zips file times."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders._epub_base import EpubBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    Time = tuple[int, int, int, int, int, int]

FIRST = "mimetype"
"""The entry that says what the archive is: at its start and not compressed."""

EARLIEST: Time = (1980, 1, 1, 0, 0, 0)
"""The first time that an archive can hold."""


def setup(app: Sphinx) -> None:
    app.connect("build-finished", rewrite)


def rewrite(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and isinstance(app.builder, EpubBuilder):
        path = Path(app.outdir, f"{app.config.epub_basename}.epub")
        if path.is_file():
            put_in_order(path, as_time(os.environ.get("SOURCE_DATE_EPOCH", "")))


def as_time(epoch: str) -> Time:
    """Return the time of all entries, in the same zone everywhere."""
    if not epoch.isdigit():
        return EARLIEST
    found = time.gmtime(int(epoch))
    return max(EARLIEST, found[:6])


def put_in_order(path: Path, when: Time) -> None:
    """Write an archive again, its entries by name and of one time."""
    new = path.with_suffix(".new")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(new, "w") as made:
        for name in sorted(old.namelist(), key=lambda name: (name != FIRST, name)):
            entry = zipfile.ZipInfo(name, when)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3  # as on Unix, also elsewhere
            if name != FIRST:
                entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, old.read(name))
    new.replace(path)
