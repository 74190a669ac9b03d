"""Estimates: a range of work, its text and its sums."""

from __future__ import annotations

import dataclasses as dc
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

HOURS = {"h": 1.0, "d": 8.0, "w": 40.0}
"""Hours of each unit: a day is 8 hours, a week 5 days."""

WRITTEN = re.compile(
    r"(?P<low>\d{1,6}(?:\.\d{1,3})?)\s*(?:(?:-|–|—|to)\s*(?P<high>\d{1,6}(?:\.\d{1,3})?))?\s*"
    r"(?P<unit>h|hours?|d|days?|w|weeks?)?",
    re.IGNORECASE,
)


@dc.dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Effort:
    """A range of work, in hours."""

    low: float
    high: float

    @classmethod
    def read(cls, text: str) -> Effort:
        """Return the range written as ``3-4 days``, ``2 days``, ``6h`` or ``1w``.

        A number without a unit means days. Raises ValueError with the reason.
        """
        match = WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is no effort, such as 3-4 days, 6h or 1w")
        hours = HOURS[(match["unit"] or "d")[0].lower()]
        low = float(match["low"])
        high = float(match["high"] or low)
        if high < low:
            raise ValueError(f"{text!r} ends below where it starts")
        return cls(low=low * hours, high=high * hours)

    def __add__(self, other: Effort) -> Effort:
        return Effort(low=self.low + other.low, high=self.high + other.high)

    def __str__(self) -> str:
        """Return days, or hours where all of it is below one day."""
        small = 0 < self.high < HOURS["d"]
        size, unit = (1.0, "hour") if small else (HOURS["d"], "day")
        low, high = f"{self.low / size:g}", f"{self.high / size:g}"
        if low == high:
            return f"{low} {unit}" if low == "1" else f"{low} {unit}s"
        return f"{low}–{high} {unit}s"


@dc.dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A sum of estimates that says what it leaves out."""

    effort: Effort = Effort(low=0, high=0)
    unknown: int = 0
    """How many of the summed have no estimate."""

    @classmethod
    def of(cls, efforts: Iterable[Effort | None]) -> Total:
        total, unknown = Effort(low=0, high=0), 0
        for effort in efforts:
            if effort is None:
                unknown += 1
            else:
                total += effort
        return cls(effort=total, unknown=unknown)

    def __str__(self) -> str:
        if not self.unknown:
            return str(self.effort)
        missing = f"{self.unknown} without estimate"
        return f"{self.effort} + {missing}" if self.effort.high else missing
