"""Where pages go: a folder for each phase, and names that every file system knows."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOOSE = "findings"
OTHER = "imported"
PATTERNS = "patterns"
PICTURES = f"{OTHER}/pictures"

RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d|index)", re.IGNORECASE)
"""Names that Windows does not allow, and the one that a folder's page has."""


def phase_folder(id_: str, title: str) -> str:
    """Return the name of a phase's folder: `phase_2a_foundation`."""
    words = [w for w in slug(title).split("_") if w]
    return "_".join(["phase", slug(id_) or "x", *words[:4]])


def file_name(id_: str) -> str:
    """Return the name of the page of an id, without its suffix."""
    name = re.sub(r"[^\w.+-]", "-", id_).strip("._")[:100] or "page"
    return f"{name}_" if RESERVED.fullmatch(name.partition(".")[0]) else name


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", ascii_of(text).lower()).strip("_")


def ascii_of(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return plain.encode("ascii", "ignore").decode("ascii")


def free(name: str, taken: set[str]) -> str:
    """Return *name*, or one with a number that no other page has in any case."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found.casefold())
    return found


def shown_names(files: Sequence[str]) -> dict[str, str]:
    """Return how pages call each file: as below the folder that holds them all."""
    folders = [os.path.dirname(os.path.abspath(f)) for f in files]  # noqa: PTH100, PTH120
    try:
        base = os.path.commonpath(folders) if folders else ""
    except ValueError:  # on two drives
        return {f: PurePosixPath(f.replace("\\", "/")).name for f in files}
    return {f: os.path.relpath(f, base).replace(os.sep, "/") for f in files}


def names(files: Iterable[str], shown: dict[str, str]) -> dict[str, str]:
    """Return the name of the page that carries what no finding owns of each file."""
    taken: set[str] = set()
    return {
        f: free(file_name(re.sub(r"\.\w+$", "", shown[f]).replace("/", "-")), taken)
        for f in files
    }
