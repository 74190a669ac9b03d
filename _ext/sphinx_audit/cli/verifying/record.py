"""The record of verified plans beside conf.py, which their pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...verify.codec import FormatError
from ...verify.results import Results, read_results, recorded
from ..problem import Problem, say
from ..reports.people import counted
from ..writing import put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ...verify.blocks import Plan


def record(path: Path, found: Results, plans: Sequence[Plan] | None) -> None:
    """Write what was found to the record; *plans* are all, if all were verified.

    What was not verified now stays as it was recorded.
    """
    before = recorded_in(path)
    now = {r.plan: r for r in found.reports}
    kept = {r.plan: r for r in before.reports} if plans is None else {}
    merged = {**kept, **now}
    put(path, recorded(Results(on=found.on, reports=tuple(merged.values()))))
    gone = len({r.plan for r in before.reports} - merged.keys())
    say(f"{path.name}: {counted(len(now), 'plan')} recorded, {gone} dropped")


def recorded_in(path: Path) -> Results:
    """Return what a record holds; without a file nothing; raises Problem."""
    try:
        return read_results(path.read_text("utf-8"), path.name)
    except FileNotFoundError:
        return Results()
    except (OSError, UnicodeDecodeError, FormatError) as error:
        raise Problem(f"{error}; remove {path} to write a new one") from error
