"""Estimates as texts that are read as the same estimate."""

from __future__ import annotations

from ..model import Effort
from ..model.effort import HOURS

UNITS = {"d": "days", "h": "h", "w": "w"}


def written(effort: Effort) -> str:
    """Return an estimate in the first unit that says it exactly, of days first.

    Raises ValueError for one that no author could have written.
    """
    for unit, name in UNITS.items():
        low, high = (
            f"{hours / HOURS[unit]:.3f}".rstrip("0").rstrip(".")
            for hours in (effort.low, effort.high)
        )
        text = f"{low} {name}" if low == high else f"{low}-{high} {name}"
        try:
            if Effort.read(text) == effort:
                return text
        except ValueError:
            continue
    raise ValueError(f"{effort} cannot be written with three decimals")
