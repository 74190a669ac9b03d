"""How Go reads a checkout: with the modules that are there, and none from elsewhere."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..programs import Said


class NotReadyError(Exception):
    """A checkout that Go cannot read as it is; the message says why."""


NOT_THERE = re.compile(
    r"^.*(?:disabled by GOPROXY=off|missing go\.sum entry|updates to go\.mod needed"
    r"|inconsistent vendoring|errors parsing go\.\w+|cannot find main module"
    r"|go\.(?:mod|work) requires go ).*$",
    re.MULTILINE,
)
"""What Go says of a checkout that is not ready, whatever a plan holds."""


def environment(home: Path) -> dict[str, str]:
    """Return what lets Go read the module in *home* as its owner does, unchanged."""
    how = "vendor" if (home / "vendor" / "modules.txt").is_file() else "readonly"
    kept = modules()
    return {"GOFLAGS": f"-mod={how} -buildvcs=false"} | (
        {"GOMODCACHE": str(kept)} if kept else {}
    )


def modules() -> Path | None:
    """Return the folder of modules that the user has loaded, if there is one."""
    if asked := os.environ.get("GOMODCACHE"):
        return Path(asked)
    first = os.environ.get("GOPATH", "").split(os.pathsep)[0]
    found = (Path(first) if first else Path.home() / "go") / "pkg" / "mod"
    return found if found.is_dir() else None


def unready(said: Said, home: Path) -> str:
    """Return what a checkout lacks, with the remedy; empty if nothing of it is told."""
    found = NOT_THERE.search(said.err) if said.code else None
    if not found:
        return ""
    why = " ".join(found[0].replace(f"{home}/", "").split())[:300].rstrip(":")
    why = why.removesuffix("; to add")
    return f"the checkout is not ready: {why}; run there: go mod download"
