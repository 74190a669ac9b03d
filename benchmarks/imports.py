"""Import and drift of plans of 10 kB: CPU and peak memory; ``imports.py [--write]``.

Each measurement is a process of its own, start included.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from piles import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

RESULTS = Path(__file__).with_name("IMPORTS.md")
BAR = 10
"""CPU seconds for 1,000 plans."""

RUN = """
import json, resource, sys
from sphinx_audit.cli import main
sys.stdout = open("/dev/null", "w")
main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss]), file=sys.stderr)
"""

HEAD = """\
# Imports, measured

Python {version}; `make bench-imports` repeats it.
The bar is {bar} s of CPU for 1,000 plans; memory follows the largest file.

| pile | MB | command | CPU s | MB per CPU s | peak MB |
|---|---|---|---|---|---|
"""


class Pile(NamedTuple):
    """Plans, each in a file or all in one."""

    name: str
    plans: int
    together: bool = False

    def write(self, folder: Path) -> float:
        """Write the files; return their size in MB."""
        folder.mkdir()
        texts = {f"SI-{n:05}.md": plan(n, self.plans) for n in range(1, self.plans + 1)}
        if self.together:
            texts = {"all.md": "\n".join(texts.values())}
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
        return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


PILES = (
    Pile("100 plans", 100),
    Pile("1,000 plans", 1000),
    Pile("one document of 1,000 plans", 1000, together=True),
)


def cost(*words: str) -> tuple[float, int]:
    """Run a command of ours; return its CPU seconds and its peak in MB."""
    command = [sys.executable, "-c", RUN, *words]
    done = subprocess.run(command, stderr=subprocess.PIPE, check=True)
    cpu, peak = json.loads(done.stderr.splitlines()[-1])
    return float(cpu), int(peak) // 1024


def rows(work: Path) -> Iterator[str]:
    for number, pile in enumerate(PILES):
        folder, target = work / f"pile-{number}", str(work / f"pages-{number}")
        size = pile.write(folder)
        importing = ("import", str(folder), "--into", target)
        commands = {
            "import": importing,
            "import again": importing,
            "drift": ("drift", str(folder)),
        }
        for said, words in commands.items():
            cpu, peak = cost(*words)
            rate = size / cpu
            yield (
                f"| {pile.name} | {size:.1f} | {said} | {cpu:.1f} | {rate:.1f} "
                f"| {peak} |"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the results")
    args = parser.parse_args()
    text = HEAD.format(version=platform.python_version(), bar=BAR)
    print(text, end="")
    with tempfile.TemporaryDirectory() as work:
        for row in rows(Path(work)):
            print(row, flush=True)
            text += f"{row}\n"
    if args.write:
        RESULTS.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
