"""The results as JSON, which ``--merge`` reads, and as commands of GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...verify.results import written
from ..reports.github import COMMANDS, escaped

if TYPE_CHECKING:
    from .outcome import Outcome


def as_json(found: Outcome) -> str:
    return written(found.results)


def as_github(found: Outcome) -> str:
    """Return a line for each diagnostic."""
    lines = (
        f"::{COMMANDS[one.level]} file={escaped(found.uri(one.path), True)},"
        f"line={one.line},col={one.column},title={escaped(one.code, True)}"
        f"::{escaped(one.message)}\n"
        for one in found.results.diagnostics
    )
    return "".join(lines)
