"""What building the handbook of this repository takes, site and PDFs."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from environments import ROOT, surroundings
from rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = "phase_2a_foundation/SI-001.md"
FILES = ("conf.py", "pyproject.toml", "audit-baseline.json", "audit-verified.json")
RUNS = 3


class Spent(NamedTuple):
    """Seconds of CPU, user and system, and on the clock."""

    cpu: float
    wall: float


def build(work: Path, builder: str) -> Spent:
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            sys.executable,
            *("-m", "sphinx", "--quiet", "--builder", builder, "--jobs", "2"),
            *("--fail-on-warning", "--nitpicky", "--conf-dir", str(work)),
            *("--doctree-dir", str(work / "doctrees")),
            *(str(work / "source"), str(work / builder)),
        ],
        check=True,
        env=surroundings("ours"),
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(cpu, wall)


def copy(work: Path) -> None:
    for name in (*FILES, "source", "_templates"):
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, work / name)


def edit(work: Path, number: int) -> None:
    plan = work / "source" / PLAN
    plan.write_text(
        f"{plan.read_text('utf-8')}\nOne more sentence: {number}.\n", "utf-8"
    )


def run(work: Path, number: int) -> Iterator[tuple[str, Spent]]:
    """Yield one run of every figure, in a folder of its own."""
    copy(work)
    yield "web site from nothing", build(work, "html")
    yield "web site, nothing changed", build(work, "html")
    yield "PDFs, after the web site", build(work, "handbook")
    yield "PDFs, nothing changed", build(work, "handbook")
    edit(work, number)
    yield "web site after one edited plan", build(work, "html")
    edit(work, number + RUNS)
    yield "PDFs after one edited plan", build(work, "handbook")


def handbook() -> list[Row]:
    found: dict[str, list[Spent]] = {}
    for number in range(RUNS):
        print(f"handbook: run {number + 1} of {RUNS}", file=sys.stderr)
        with tempfile.TemporaryDirectory() as folder:
            for step, spent in run(Path(folder), number):
                found.setdefault(step, []).append(spent)
    return [
        Row(step=step, tool="ours", cpu=min(cpu), wall=min(wall))
        for step, (cpu, wall) in (
            (s, zip(*all_, strict=True)) for s, all_ in found.items()
        )
    ]
