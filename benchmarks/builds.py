"""One build of a project: what it cost, what it read and wrote."""

from __future__ import annotations

import dataclasses as dc
import json
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from environments import python_of, surroundings

if TYPE_CHECKING:
    from registers import Tool

CHILD = Path(__file__).with_name("child.py")
READ = re.compile(r"updating environment: .*?(\d+) added, (\d+) changed, (\d+) removed")
NOTES = {".audit-marks.json"}


@dc.dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds of user CPU, MB at the peak, pages read and written, bytes of a site."""

    cpu: float
    memory: int
    read: int
    written: int
    size: int


def build(source: Path, tool: Tool, out: str = "out", jobs: int = 1) -> Cost:
    """Build the web site of a project; raise an error with its log if that fails."""
    site, cost = source.parent / out, source.parent / "cost.json"
    before = stamps(site)
    done = subprocess.run(
        [
            *(python_of(tool), "-P", CHILD, cost, "--builder", "html"),
            *("--jobs", str(jobs), "--no-color", "--doctree-dir", f"{site}-doctrees"),
            *(source, site),
        ],
        env=surroundings(tool),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{tool} failed:\n{done.stderr[-2000:]}")
    after = stamps(site)
    found = READ.search(done.stdout)
    return Cost(
        read=int(found[1]) + int(found[2]) if found else 0,
        written=sum(before.get(path) != time for path, time in after.items()),
        size=sum(path.stat().st_size for path in after),
        **json.loads(cost.read_text("utf-8")),
    )


def stamps(site: Path) -> dict[Path, int]:
    """Return when each page was written."""
    return {path: path.stat().st_mtime_ns for path in site.rglob("*.html")}


def same(one: Path, other: Path) -> bool:
    """Tell whether two sites have the same files with the same bytes."""
    first, second = (
        {p.relative_to(s): p for p in s.rglob("*") if p.is_file()} for s in (one, other)
    )
    names = {name for name in first.keys() | second.keys() if name.name not in NOTES}
    return all(
        name in first
        and name in second
        and first[name].read_bytes() == second[name].read_bytes()
        for name in names
    )
