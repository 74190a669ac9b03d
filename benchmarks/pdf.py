"""Time and memory of PDFs, side by side with other routes: ``make bench-pdf``."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from pypdf import PdfReader

from environments import ROOT, WORK, install
from handbook import copy, edit
from pdf_books import LINES, write

TARGET = Path(__file__).parent / "PDF.md"
CHILD = Path(__file__).parent / "child.py"
SIMPLEPDF = ("sphinx-simplepdf==1.7.0", "sphinx", "myst-parser")
SIZES = (300, 3000)
COMPARED = 300
"""Pages at which all routes are measured; at more the others take too long."""
RUNS = 2
EDITS = 3


class Cost(NamedTuple):
    """What one build took: CPU in seconds, memory in MB, and the pages made."""

    cpu: float
    memory: int
    pages: int

    @property
    def speed(self) -> float:
        return self.pages / self.cpu


class Spent(NamedTuple):
    """Seconds of CPU and on the clock, and MB at the peak."""

    cpu: float
    clock: float
    memory: int


def build(python: Path, work: Path, builder: str, source: str = ".") -> Spent:
    """Run Sphinx in a process of its own."""
    cost = work / "cost.json"
    places = ("-c", str(work), str(work / source), str(work / builder))
    command = [str(python), str(CHILD), str(cost), "-q", "-b", builder, *places]
    paths = {"PYTHONPATH": str(ROOT / "_ext")} if python == Path(sys.executable) else {}
    env = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")} | paths
    env |= {"SOURCE_DATE_EPOCH": "1750636800"}
    env["PATH"] = f"{python.parent}{os.pathsep}{env['PATH']}"
    start = time.perf_counter()
    subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)
    clock = time.perf_counter() - start
    told = json.loads(cost.read_text("utf-8"))
    return Spent(float(told["cpu"]), clock, int(told["memory"]))


def pages(folder: Path) -> int:
    (pdf,) = folder.glob("*.pdf")
    return len(PdfReader(pdf).pages)


def fresh(name: str) -> Path:
    work = WORK / "pdf" / name
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    return work


def ours(count: int, *, audit: bool) -> Cost:
    """Build a book of about *count* pages from nothing."""
    best: Cost | None = None
    for _ in range(RUNS if count <= COMPARED else 1):
        work = fresh(f"ours-{count}-{'audit' if audit else 'plain'}")
        write(work, count, audit=audit)
        spent = build(Path(sys.executable), work, "handbook")
        cost = Cost(spent.cpu, spent.memory, pages(work / "handbook"))
        best = cost if best is None or cost.cpu < best.cpu else best
    assert best
    return best


def simplepdf(count: int) -> Cost:
    """Build the same text with WeasyPrint."""
    folder = WORK / "simplepdf"
    python = folder / "bin" / "python"
    if not python.is_file():
        install(folder, python, SIMPLEPDF)
    work = fresh(f"simplepdf-{count}")
    write(work, count, audit=False, extension="sphinx_simplepdf")
    spent = build(python, work, "simplepdf")
    return Cost(spent.cpu, spent.memory, pages(work / "simplepdf"))


def lualatex(count: int) -> Cost | None:
    """Build the same text with LaTeX, where it is installed."""
    if not (shutil.which("lualatex") and shutil.which("latexmk")):
        return None
    work = fresh(f"latex-{count}")
    write(work, count, audit=False)
    spent = build(Path(sys.executable), work, "latex")
    run = [sys.executable, "-c", LINES, str(work / "cost.json"), str(work / "latex")]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)
    told = json.loads((work / "cost.json").read_text("utf-8"))
    made = pages(work / "latex")
    return Cost(spent.cpu + told["cpu"], max(spent.memory, told["memory"]), made)


def edited() -> list[str]:
    """Return what the handbook of this repository takes: whole, and after an edit."""
    work = fresh("handbook")
    copy(work)
    found: dict[str, list[Spent]] = {}
    for number in range(1 + EDITS):
        if number:
            edit(work, number)
        spent = build(Path(sys.executable), work, "handbook", "source")
        step = "after one edited plan" if number else "from nothing"
        found.setdefault(step, []).append(spent)
    return [
        f"| {step} | {min(s.cpu for s in all_):.1f} "
        f"| {', '.join(f'{s.clock:.1f}' for s in all_)} |"
        for step, all_ in found.items()
    ]


def table(rows: list[tuple[str, Cost | None]], against: float) -> list[str]:
    lines = [
        "| route | pages | CPU s | pages per CPU s | peak MB | CPU a page, ours = 1 |"
    ]
    lines.append("|---|---|---|---|---|---|")
    for name, cost in rows:
        if cost is None:
            lines.append(f"| {name} | – | not installed on this machine | – | – | – |")
            continue
        ratio = cost.cpu / cost.pages / against
        lines.append(
            f"| {name} | {cost.pages} | {cost.cpu:.1f} | {cost.speed:.1f} "
            f"| {cost.memory} | {ratio:.1f} |"
        )
    return lines


def report() -> str:
    print("300 pages, three routes", file=sys.stderr)
    small = ours(COMPARED, audit=False)
    same = small.cpu / small.pages
    rows = [
        ("handbook (Typst)", small),
        ("simplepdf (WeasyPrint)", simplepdf(COMPARED)),
    ]
    compared = table([*rows, ("latex, lualatex", lualatex(COMPARED))], same)
    print("registers of growing size", file=sys.stderr)
    grown = [(f"handbook, {size} asked for", ours(size, audit=True)) for size in SIZES]
    return "\n".join(
        [
            "# PDFs, measured",
            "",
            (
                f"Python {sys.version.split()[0]}, {os.cpu_count()} cores; "
                "from nothing, reading included; `make bench-pdf` repeats it."
            ),
            "",
            "The same plain text by three routes:",
            "",
            *compared,
            "",
            "A register with its plans, views, graphs and checklists:",
            "",
            *table([*grown], grown[0][1].cpu / grown[0][1].pages),
            "",
            "The handbook of this repository, all of its PDFs:",
            "",
            "| what | CPU s, the least | s on the clock, each |",
            "|---|---|---|",
            *edited(),
            "",
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write benchmarks/PDF.md")
    wish = parser.parse_args()
    told = report()
    print(told)
    if wish.write:
        TARGET.write_text(told, "utf-8")
