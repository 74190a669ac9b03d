"""A measurement of verification: seconds, CPU of all programs, and its bar."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Row(NamedTuple):
    """One measurement."""

    what: str
    plans: int
    wall: float
    cpu: float
    passed: int
    bar: str = ""

    def __str__(self) -> str:
        each = f"{self.wall / max(1, self.plans) * 1000:.1f}"
        told = [self.what, self.plans, f"{self.wall:.2f}", f"{self.cpu:.2f}", each]
        return f"| {' | '.join(map(str, [*told, self.passed, self.bar]))} |"


def spent() -> float:
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def measured(what: str, count: int, go: Callable[[], int]) -> Row:
    """Return what it costs to *go*, which returns how many plans passed."""
    wall, before = time.perf_counter(), spent()
    passed = go()
    return Row(what, count, time.perf_counter() - wall, spent() - before, passed)


def barred(row: Row, found: float, most: float, unit: str) -> Row:
    verdict = "met" if found <= most else "**missed**"
    return row._replace(bar=f"≤ {most:g} {unit}: {verdict}")
