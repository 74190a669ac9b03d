"""CPU of building the handbook of this repository: ``make bench``.

Each figure is user and system time of one ``sphinx-build``, children included, the
least of three runs.  ``benchmarks/RESULTS.md`` is what it last wrote.
"""

from __future__ import annotations

import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "RESULTS.md"
PLAN = "phase_2a_foundation/SI-001.md"
RUNS = 3


class Row(NamedTuple):
    """A measurement: what, seconds of CPU, and what is allowed."""

    what: str
    cpu: float
    bound: str


def build(work: Path, builder: str) -> float:
    """Build and return the CPU it took, in seconds."""
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
        env=os.environ | {"SOURCE_DATE_EPOCH": "1750636800"},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copy(work: Path) -> None:
    for name in ("conf.py", "pyproject.toml", "source", "_templates"):
        place = ROOT / name
        (shutil.copytree if place.is_dir() else shutil.copy)(place, work / name)


def edit(work: Path, number: int) -> None:
    plan = work / "source" / PLAN
    plan.write_text(
        f"{plan.read_text('utf-8')}\nOne more sentence: {number}.\n", "utf-8"
    )


def measure(work: Path, number: int) -> Iterator[Row]:
    """Yield one run of every figure, in a folder of its own."""
    copy(work)
    yield Row("web site from nothing", build(work, "html"), "12 s")
    yield Row("web site, nothing changed", build(work, "html"), "")
    yield Row("PDFs, after the web site", build(work, "handbook"), "8 s")
    yield Row("PDFs, nothing changed", build(work, "handbook"), "")
    edit(work, number)
    yield Row("web site after one edited plan", build(work, "html"), "3 s")
    yield Row("PDFs after one edited plan", build(work, "handbook"), "")


def least(run: Callable[[int], list[Row]]) -> list[Row]:
    runs = []
    for number in range(RUNS):
        print(f"run {number + 1} of {RUNS} …", file=sys.stderr)
        runs.append(run(number))
    return [min(same, key=lambda row: row.cpu) for same in zip(*runs, strict=True)]


def in_folder(number: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        return list(measure(Path(folder), number))


def report(rows: list[Row]) -> str:
    names = ("sphinx", "myst-parser", "furo", "mermaid-render", "typst")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    lines = [
        "# Measurements",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} cores; {versions}.",
        "",
        f"The handbook of this repository, the least of {RUNS} runs: `make bench`.",
        "",
        "| what | CPU seconds | bound |",
        "|---|---|---|",
        *(f"| {r.what} | {r.cpu:.1f} | {r.bound or '–'} |" for r in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = report(least(in_folder))
    RESULTS.write_text(text, "utf-8")
    print(text)
