"""Results of the last runs, by what they were made of: the same code costs nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from .blocks import digest
from .codec import FormatError, as_text, document, read
from .telling import PlanResult

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from .blocks import Depth, Plan

VERSION = 1


class Cache:
    """A folder with a file for each result; without one nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str, plan: Plan) -> PlanResult | None:
        """Return what was found of the same code, at the same places if it matters."""
        if self.folder is None:
            return None
        try:
            text = (self.folder / f"{key}.json").read_text("utf-8")
            data = document(text, VERSION, key)
            found = read(PlanResult, data.get("result"), "result")
        except (OSError, UnicodeDecodeError, FormatError):
            return None
        moved = found.diagnostics and data.get("places") != places(plan)
        return None if moved or found.plan != plan.id else found

    def put(self, key: str, plan: Plan, result: PlanResult) -> None:
        if self.folder is None:
            return
        text = as_text(VERSION, places=places(plan), result=result)
        with suppress(OSError):  # a full disk costs time, not the results
            self.folder.mkdir(parents=True, exist_ok=True)
            new = self.folder / f".{key}.new"
            new.write_text(text, "utf-8", "backslashreplace")
            new.replace(self.folder / f"{key}.json")


def places(plan: Plan) -> str:
    """Return a digest of where the blocks of a plan stand."""
    found = [f"{b.path}:{b.line}:{b.columns}" for b in plan.blocks]
    told = [f"{t.path}:{t.line}:{t.code}:{t.message}" for t in plan.troubles]
    return digest(*found, "", *told)


def key_of(plan: Plan, depth: Depth, identity: str, plans: Mapping[str, Plan]) -> str:
    """Return the key of a result: the code, what it needs, the level and its tools."""
    needed = (plans[d].digest for d in plan.depends if d in plans)
    told = (f"{t.code}:{t.message}" for t in plan.troubles)
    return digest(depth, identity, plan.id, plan.digest, *needed, "", *told)
