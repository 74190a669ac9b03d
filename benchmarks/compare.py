"""Builds of one register by several tools, side by side, from nothing and edited."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from builds import build, same
from environments import WORK
from registers import Project, id_of
from rows import Row

if TYPE_CHECKING:
    from pathlib import Path

    from builds import Cost
    from registers import Layout, Tool

COLD, UNCHANGED = "from nothing", "nothing changed"
STEPS = {
    COLD: "",
    UNCHANGED: "",
    "prose of one edited": "prose",
    "status of one edited": "status",
    "title of one edited": "title",
}


def runs_of(count: int) -> int:
    """Small builds are short, and noise is large in them."""
    return 3 if count <= 300 else 2 if count <= 1000 else 1


def compare(layout: Layout, count: int, tools: tuple[Tool, ...]) -> list[Row]:
    """Return for each step and tool the least of some runs."""
    name, total = f"{layout.name}-{count}", runs_of(count)
    found: dict[tuple[str, Tool], list[Cost]] = {}
    right: dict[tuple[str, Tool], bool | None] = {}
    for number in range(total):
        folder = WORK / "work" / name
        shutil.rmtree(folder, ignore_errors=True)
        projects = {t: Project(folder / t / "source", t, layout, count) for t in tools}
        for project in projects.values():
            project.write()
        for step, what in STEPS.items():
            for tool, project in projects.items():
                said = f"{name}: {step}, {tool}, run {number + 1} of {total}"
                print(said, file=sys.stderr)
                if what:
                    project.edit(what)
                again = 3 if step == UNCHANGED else 1  # so short that noise is large
                costs = [build(project.root, tool) for _ in range(again)]
                found.setdefault((step, tool), []).extend(costs)
                if what and number == total - 1:
                    right[step, tool] = is_right(project, tool, what)
    shutil.rmtree(folder)
    return [row(s, t, costs, right.get((s, t))) for (s, t), costs in found.items()]


def row(step: str, tool: Tool, costs: list[Cost], right: bool | None) -> Row:
    best = min(costs, key=lambda cost: cost.cpu)
    return Row(
        step=step,
        tool=tool,
        cpu=best.cpu,
        memory=min(cost.memory for cost in costs),
        read=best.read,
        written=best.written,
        size=best.size,
        right=right,
    )


def is_right(project: Project, tool: Tool, what: str) -> bool | None:
    """Tell whether the views follow the edit; plain Sphinx has no views.

    Ours equals a fresh build byte for byte; sphinx-needs writes random ids, so that
    the row of the edited finding in its register is looked at.
    """
    site = project.root.parent / "out"
    if tool == "ours":
        build(project.root, tool, "fresh", jobs=2)
        equal = same(site, project.root.parent / "fresh")
        for left in ("fresh", "fresh-doctrees"):
            shutil.rmtree(project.root.parent / left)
        return equal
    if tool == "needs" and what in {"status", "title"}:
        return project.changes[what] in table_row(site, id_of(project.edited))
    return None


def table_row(site: Path, id_: str) -> str:
    """Return the row of a finding in the register of sphinx-needs."""
    rows = (site / "register.html").read_text("utf-8").split("<tr")
    return next(text for text in rows if f"#{id_}" in text)
