"""The problems as workflow commands, which GitHub shows at the lines of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.problem import Level

if TYPE_CHECKING:
    from .report import Report

COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def as_github(report: Report) -> str:
    """Return a line for each problem that is not known."""
    lines = (
        f"::{COMMANDS[one.level]} file={escaped(report.uri(one), True)},"
        f"line={report.line(one)},title={one.code}::{escaped(one.problem.message)}\n"
        for one in report.new
    )
    return "".join(lines)


def escaped(text: str, of_property: bool = False) -> str:
    marks = {"%": "%25", "\r": "%0D", "\n": "%0A"}
    if of_property:
        marks |= {":": "%3A", ",": "%2C"}
    return "".join(marks.get(c, c) for c in text)
