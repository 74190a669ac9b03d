"""Builds of one register by several tools, side by side, from nothing and edited."""

from __future__ import annotations

import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from builds import build, same
from environments import WORK
from registers import Project, id_of
from rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from builds import Cost
    from registers import Layout, Tool

COLD, UNCHANGED = "from nothing", "nothing changed"
STEPS = {
    COLD: "",
    UNCHANGED: "",
    "prose of one edited": "prose",
    "prose of one edited, two jobs": "prose",
    "status of one edited": "status",
    "title of one edited": "title",
}
JOBS = {"prose of one edited, two jobs": 2}

AGAIN = 3
"""How often an edit is made in each run: what takes seconds has much noise."""


def runs_of(layout: Layout, count: int) -> int:
    """Small builds are short and have much noise; large ones in a tree take minutes."""
    return 3 if count <= 300 else 2 if count <= 1000 and not layout.listed else 1


def compare(layout: Layout, count: int, tools: tuple[Tool, ...]) -> list[Row]:
    """Return for each step and tool the least of some runs."""
    name, total = f"{layout.name}-{count}", runs_of(layout, count)
    found: dict[tuple[str, Tool], list[Cost]] = {}
    right: dict[tuple[str, Tool], bool | None] = {}
    for number in range(total):
        folder = WORK / "work" / name
        shutil.rmtree(folder, ignore_errors=True)
        projects = {t: Project(folder / t / "source", t, layout, count) for t in tools}
        for project in projects.values():
            project.write()
        for step, what in STEPS.items():
            for some in batched(projects.values()):
                said = f"{name}: {step}, {', '.join(p.tool for p in some)}"
                print(f"{said}, run {number + 1} of {total}", file=sys.stderr)
                for project, costs in zip(some, at_once(some, step), strict=True):
                    found.setdefault((step, project.tool), []).extend(costs)
            for tool, project in projects.items():
                if what and number == total - 1:
                    right[step, tool] = is_right(project, tool, what)
    shutil.rmtree(folder)
    return [row(s, t, costs, right.get((s, t))) for (s, t), costs in found.items()]


def batched(projects: Iterable[Project]) -> Iterator[list[Project]]:
    """Yield the projects that are built at once: two, where there are two cores."""
    left, size = list(projects), min(2, os.cpu_count() or 1)
    while left:
        yield left[:size]
        del left[:size]


def at_once(projects: Sequence[Project], step: str) -> list[list[Cost]]:
    """Build projects side by side: both meet the same noise of the machine."""

    def costs(project: Project) -> list[Cost]:
        found = []
        for _ in range(1 if step == COLD else AGAIN):
            if what := STEPS[step]:
                project.edit(what)
            jobs = JOBS.get(step, 1)
            found.append(build(project.root, project.tool, jobs=jobs))
        return found

    with ThreadPoolExecutor(len(projects)) as pool:
        return list(pool.map(costs, projects))


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
