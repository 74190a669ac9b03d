"""The problems for people: page by page, the known ones apart."""

from __future__ import annotations

import os
from itertools import groupby
from typing import TYPE_CHECKING

from ...model.problem import Level
from ...model.verdict import Cover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model.verdict import Judged
    from ..screen import Screen
    from .report import Report

STYLES = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def as_text(report: Report, on: Screen) -> Iterator[str]:
    """Yield the lines: a heading for each file, its problems, and a summary."""
    for file, group in groupby(report.judged, key=report.file):
        yield on.paint(on.clean(os.path.relpath(file)), "bold")
        problems = list(group)
        wide = max(len(one.code) for one in problems)
        for one in problems:
            yield line(one, wide, report, on)
        yield ""
    for entry in report.gone:
        said = f"gone from the baseline: {entry.message} [{entry.code}]"
        yield on.paint(on.clean(said), "dim")
    if report.gone:
        yield ""
    yield summary(report, on)


def line(one: Judged, wide: int, report: Report, on: Screen) -> str:
    place = str(report.line(one)).rjust(5)
    message = on.clean(one.problem.message)
    level = str(one.level).ljust(7)
    if one.cover is None:
        painted = on.paint(level, STYLES[one.level])
        return f"{place}  {painted}  {on.paint(one.code.ljust(wide), 'dim')}  {message}"
    why = f": {on.clean(one.why)}" if one.why else ""
    known = "known" if one.cover is Cover.BASELINE else "suppressed"
    text = f"{place}  {level}  {one.code.ljust(wide)}  {message} ({known}{why})"
    return on.paint(text, "dim")


def summary(report: Report, on: Screen) -> str:
    """Return counts by level, and apart what is known."""
    levels = [level for level in Level if level is not Level.OFF]
    counts = {level: sum(j.level is level for j in report.new) for level in levels}
    said = ", ".join(counted(n, str(level)) for level, n in counts.items() if n)
    parts = [said or "no problem"]
    if known := report.count(Cover.BASELINE):
        parts.append(f"{known} known in the baseline")
    if suppressed := report.count(Cover.SUPPRESSED):
        parts.append(f"{suppressed} suppressed")
    if report.gone:
        parts.append(f"{len(report.gone)} gone from the baseline")
    since = f" since {report.since}" if report.since else ""
    worst = next((level for level, n in counts.items() if n), None)
    style = STYLES[worst] if worst else "green"
    as_of = f", as of {report.today}" if report.today else ""
    return on.paint(on.clean(f"{'; '.join(parts)}{since}{as_of}"), style)


def counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
