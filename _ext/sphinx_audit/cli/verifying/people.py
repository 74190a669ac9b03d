"""The diagnostics for people, a line each as compilers write them, and a summary."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from ...model.problem import Level
from ..reports.people import STYLES, counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...verify.telling import Diagnostic
    from ..screen import Screen
    from .outcome import Outcome


def as_text(found: Outcome, on: Screen) -> Iterator[str]:
    for one in found.results.diagnostics:
        yield line(one, found, on)
    for (depth, reason, install), those in found.not_run.items():
        plans = counted(len(those), "plan")
        remedy = f"; {install}" if install else ""
        said = f"level {depth} not run for {plans}: {reason}{remedy}"
        yield on.paint(on.clean(said), "yellow")
    yield summary(found, on)


def line(one: Diagnostic, found: Outcome, on: Screen) -> str:
    path = os.path.relpath(found.file(one.path))
    place = on.clean(f"{path}:{one.line}:{one.column}:")
    level = on.paint(f"{one.level}:", STYLES[one.level])
    code = on.paint(on.clean(f"[{one.code}] ({one.tool})"), "dim")
    return f"{place} {level} {on.clean(one.message)} {code}"


def summary(found: Outcome, on: Screen) -> str:
    """Return how many plans came how far, and how many diagnostics there are."""
    reports = found.results.reports
    whole = sum(r.reached is found.asked for r in reports)
    levels = Counter(d.level for d in found.results.diagnostics)
    told = [counted(levels[v], str(v)) for v in Level if levels[v]]
    lost = sum(map(len, found.not_run.values()))
    told += [f"{lost} not run"] if lost else []
    said = f"{whole} of {counted(len(reports), 'plan')} passed level {found.asked}"
    worst = next((v for v in Level if levels[v]), None)
    style = "green" if whole == len(reports) else "red"
    if style == "green" and worst is Level.WARNING:
        style = "yellow"
    return on.paint("; ".join([said, ", ".join(told) or "nothing wrong"]), style)
