"""What each figure may be at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from compare import COLD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rows import Row

HANDBOOK = {
    "web site from nothing": 12.0,
    "PDFs, after the web site": 8.0,
    "web site after one edited plan": 3.0,
}
REBUILT = {"PDFs after one edited plan": 3.0}
"""Seconds on the clock."""
GRAPHS = 5.0
LINEAR = 1.2
FEW, MANY = 500, 4000
"""Findings whose cost per page is compared."""


class Bar(NamedTuple):
    """A figure against what is allowed."""

    what: str
    found: float
    most: float

    def __str__(self) -> str:
        verdict = "met" if self.found <= self.most else "**missed**"
        return f"{self.what} {self.found:.2f}, at most {self.most:g}: {verdict}"


def of_handbook(row: Row) -> Iterator[Bar]:
    """Yield the bars of the handbook of this repository."""
    if row.step in HANDBOOK:
        yield Bar("CPU", row.cpu, HANDBOOK[row.step])
    if row.step in REBUILT:
        yield Bar("clock", row.wall or 0, REBUILT[row.step])


def against_plain(layout: str, count: int, ours: Row, plain: Row) -> Iterator[Bar]:
    """Yield the bars of one step over plain Sphinx; some hold from a size on."""
    times = ours.cpu / plain.cpu
    cold, edited = ours.step == COLD, ours.step.startswith(("prose", "status"))
    if layout == "listed":
        if cold and count >= 800:
            yield Bar("CPU ×", times, 0.1)
    elif cold and count >= 1000:
        yield Bar("CPU ×", times, 1.15)
        yield Bar("memory ×", (ours.memory or 0) / (plain.memory or 1), 1.2)
    elif ours.step == "nothing changed" and count >= 1000:
        yield Bar("CPU ×", times, 1.1)
    elif edited and count >= MANY:
        yield Bar("CPU ×", times, 1.2)


def linear(few: Row, many: Row) -> Iterator[Bar]:
    """Yield cost per page at 4,000 findings over that at 500."""
    per = MANY / FEW
    yield Bar("CPU per page ×", many.cpu / few.cpu / per, LINEAR)
    yield Bar("bytes per page ×", (many.size or 0) / (few.size or 1) / per, LINEAR)
