"""What an experiment found, in a form that is kept between runs."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
from typing import TYPE_CHECKING

from environments import CONSTRAINTS, NEEDS, ROOT, WORK

if TYPE_CHECKING:
    from collections.abc import Callable

RESULTS = WORK / "results"
CODE = ("_ext/sphinx_audit", "benchmarks")
HANDBOOK = ("source", "_templates", "conf.py", "pyproject.toml")


@dc.dataclass(kw_only=True)
class Row:
    """One figure; what is not known of it is ``None``."""

    step: str
    tool: str
    cpu: float
    memory: int | None = None
    read: int | None = None
    written: int | None = None
    size: int | None = None
    right: bool | None = None


def key() -> str:
    """Return a hash of everything the figures depend on: sources and versions."""
    found = hashlib.sha256(f"{NEEDS} {CONSTRAINTS.read_text('utf-8')}".encode())
    for name in (*CODE, *HANDBOOK):
        place = ROOT / name
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and path.suffix not in {".pyc", ".md"}:
                found.update(path.relative_to(ROOT).as_posix().encode())
                found.update(path.read_bytes())
    return found.hexdigest()


def kept(name: str, measure: Callable[[], list[Row]], *, fresh: bool) -> list[Row]:
    """Return the rows of an experiment, from an earlier run of the same sources."""
    path = RESULTS / f"{name}.json"
    now = key()
    if path.is_file() and not fresh:
        known = json.loads(path.read_text("utf-8"))
        if known["key"] == now:
            return [Row(**row) for row in known["rows"]]
    rows = measure()
    path.parent.mkdir(parents=True, exist_ok=True)
    found = {"key": now, "rows": [dc.asdict(row) for row in rows]}
    path.write_text(json.dumps(found, indent=1), "utf-8")
    return rows
