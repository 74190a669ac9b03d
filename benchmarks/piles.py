"""Drift of a pile of 1,000 plans, and of one file of 50 MB: CPU and memory.

    python benchmarks/piles.py [PLANS]

Each is measured in a process of its own, as a user starts it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECTIONS = ("Finding overview", "Database migration", "Implementation")
PHASES = ("2A", "2B", "2C", "2D")
LARGE = 49 * 1024 * 1024
PLAN = """\
# {id}: Thing {n} breaks under load - TACTICAL IMPLEMENTATION PLAN

**Finding ID**: {id}
**Priority**: {priority}
**Phase**: {phase}
**Estimated Effort**: {low}-{high} days
**Dependencies**: {depends}
**Status**: {status}
"""


def plan(number: int, count: int) -> str:
    """Return a plan of some 10 kB; every tenth claims more than its boxes."""
    done = number % 3 == 0
    facts = PLAN.format(
        n=number,
        id=id_of(number),
        priority=("CRITICAL", "HIGH", "MEDIUM", "LOW")[number % 4],
        phase=PHASES[number * len(PHASES) // (count + 1)],
        low=number % 5 + 1,
        high=number % 5 + 3,
        depends=id_of(number - 1) if number > 1 else "None",
        status="COMPLETED" if done or number % 10 == 0 else "OPEN",
    )
    return "\n".join((facts, *bodies(number, count, "x" if done else " ")))


def bodies(number: int, count: int, tick: str) -> list[str]:
    see = (
        f"see [the next](SI-{number % count + 1:05}.md) and {id_of(number % count + 1)}"
    )
    items = [f"- **Part {n}**: `foo_{n}` does **not** hold, {see}." for n in range(25)]
    prose = "It explains what is meant, with numbers such as 12 and 30 ms.\n" * 15
    code = "```go\n" + "func Foo() error { return nil } // text\n" * 35 + "```\n"
    boxes = [f"- [{tick}] item {n}: `go test ./... -race` passes" for n in range(13)]
    rows = [f"| metric {n} | {n} ms | < {n + 1} ms |" for n in range(12)]
    table = ["| Metric | Value | Target |", "|---|---|---|", *rows]
    parts = [f"## {name}\n\n{prose}\n{code}" for name in SECTIONS]
    return [
        *parts,
        "## Integration tests\n",
        *items,
        "\n## CI/CD checklist\n",
        *boxes,
        "\n## Success criteria and rollback\n",
        *table,
        "",
    ]


def id_of(number: int) -> str:
    return f"SI-{number:05}"


def measure(name: str, path: Path) -> None:
    """Print what a run of the command costs."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "sphinx_audit", "drift", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    summary = (done.stdout.splitlines() or [done.stderr])[-1]
    peak = after.ru_maxrss // 1024
    print(f"{name}: {cpu:.1f} s CPU, {wall:.1f} s, at most {peak} MB; {summary}")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given, "pile")
        folder.mkdir()
        for number in range(1, count + 1):
            text = plan(number, count)
            (folder / f"{id_of(number)}.md").write_text(text, "utf-8")
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1024**2
        measure(f"{count} plans, {size:.1f} MB", folder)
        large = Path(given, "large.md")
        text = plan(1, 2)
        large.write_text(text * (LARGE // len(text)), "utf-8")
        measure("one file of 49 MB", large)


if __name__ == "__main__":
    main()
