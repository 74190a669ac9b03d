"""The project's own file with the schema as it stands before any plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..levels import Options


class Baseline(NamedTuple):
    """SQL, and the file it is from."""

    text: str = ""
    name: str = ""


class BaselineError(Exception):
    """The schema cannot be made; the message says where, and why."""


def read(options: Options) -> Baseline:
    """Return the baseline, empty without one; raises OSError."""
    if not options.baseline:
        return Baseline()
    path = options.root / options.baseline
    return Baseline(path.read_text("utf-8", "replace"), options.baseline)
