"""Estimates as texts that are read as the same estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Effort
from ..model.effort import HOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

UNITS = {"d": "days", "h": "h", "w": "w"}
MOST = "999999 w"
"""More than can be written is written as this."""


def written(effort: Effort) -> str:
    """Return an estimate in the first unit that says it exactly.

    All that authors can write has one; anything else is rounded.
    """
    readable = [(text, read) for text, read in spelt(effort) if read]
    exact = (text for text, read in readable if read == effort)
    return next(exact, readable[0][0] if readable else MOST)


def spelt(effort: Effort) -> Iterator[tuple[str, Effort | None]]:
    """Yield an estimate in each unit, and what an author who writes so would say."""
    small = effort.high < HOURS["d"]
    for unit in "hdw" if small else "dhw":
        name = UNITS[unit]
        low, high = (
            f"{hours / HOURS[unit]:.3f}".rstrip("0").rstrip(".")
            for hours in (effort.low, effort.high)
        )
        text = f"{low} {name}" if low == high else f"{low}-{high} {name}"
        try:
            yield text, Effort.read(text)
        except ValueError:
            yield text, None
