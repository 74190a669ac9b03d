"""CPU and memory over plain Sphinx with the same prose and theme: ``make bench-scale``.

Each row pairs two builds in one run, so that only their ratio is claimed.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from registers import write

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).parent / "SCALE.md"
EDITED = "plans/SI-0050.md"
CHILD = """
import resource, sys
from sphinx.cmd.build import build_main
code = build_main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime, used.ru_maxrss // 1024)
sys.exit(code)
"""


class Cost(NamedTuple):
    """Seconds of user CPU, and the peak of memory in MB."""

    cpu: float
    memory: int


def build(project: Path) -> Cost:
    out = str(project / "out")
    command = [sys.executable, "-c", CHILD, "-q", "-b", "html", str(project), out]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    cpu, memory = done.stdout.split()[-2:]
    return Cost(float(cpu), int(memory))


def edit(project: Path) -> None:
    page = project / EDITED
    page.write_text(page.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")


def pair(folder: Path, count: int) -> Iterator[tuple[str, Cost, Cost]]:
    """Yield what was done, its cost with findings and its cost as plain Sphinx."""
    ours, plain = folder / "ours", folder / "plain"
    write(ours, count, findings=True)
    write(plain, count, findings=False)
    yield f"{count} pages, from nothing", build(ours), build(plain)
    yield f"{count} pages, nothing changed", build(ours), build(plain)
    edit(ours)
    edit(plain)
    yield f"{count} pages, prose of one edited", build(ours), build(plain)


def rows(counts: list[int]) -> Iterator[str]:
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            for what, ours, plain in pair(Path(folder), count):
                print(what, file=sys.stderr)
                times, grown = ours.cpu / plain.cpu, ours.memory / plain.memory
                yield (
                    f"| {what} | {ours.cpu:.1f} / {plain.cpu:.1f} | {times:.2f} "
                    f"| {ours.memory} / {plain.memory} | {grown:.2f} |"
                )


if __name__ == "__main__":
    counts = [int(a) for a in sys.argv[1:]] or [100, 1000]
    head = [
        "# Over plain Sphinx",
        "",
        "The same prose and theme, without and with findings, all views included:",
        "cards, registers, a graph on every page.",
        "`make bench-scale` repeats it; CPU is user time, memory the peak.",
        "",
        "| what | CPU s, ours / plain | ratio | MB, ours / plain | ratio |",
        "|---|---|---|---|---|",
    ]
    text = "\n".join([*head, *rows(counts)]) + "\n"
    RESULTS.write_text(text, "utf-8")
    print(text)
