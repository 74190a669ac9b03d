"""What an experiment found, in a form that is kept between runs."""

from __future__ import annotations

import dataclasses as dc
import hashlib
import json
import subprocess
from typing import TYPE_CHECKING, NamedTuple

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
    wall: float | None = None
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


class Found(NamedTuple):
    """The rows of an experiment, and the commit whose sources were measured."""

    rows: list[Row]
    revision: str


def kept(
    name: str, measure: Callable[[], list[Row]], *, fresh: bool, older: bool
) -> Found:
    """Return an experiment from an earlier run, of the same sources unless *older*."""
    path = RESULTS / f"{name}.json"
    now = key()
    if path.is_file() and not fresh:
        known = json.loads(path.read_text("utf-8"))
        if older or known["key"] == now:
            rows = [Row(**row) for row in known["rows"]]
            return Found(rows, known.get("revision", "unknown"))
    made = Found(measure(), revision())
    path.parent.mkdir(parents=True, exist_ok=True)
    rows_ = [dc.asdict(row) for row in made.rows]
    said = {"key": now, "revision": made.revision, "rows": rows_}
    path.write_text(json.dumps(said, indent=1), "utf-8")
    return made


def revision() -> str:
    """Return the commit that is measured, as far as git knows it."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=ROOT
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
