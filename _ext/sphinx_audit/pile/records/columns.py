"""Columns of a register: our own names, those of FedRAMP, and words of the profile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...exchange.table import COMPUTED, EFFORT, STATED
from .notes import told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..profile import Profile
    from .notes import Records

OURS = frozenset({*STATED, "effort"}) - {"id"}
"""Facts by the names that our own exports give them."""

SKIPPED = "-"
"""A column of which nothing is taken: it is computed."""

POAM = {
    "poam id": "id",
    "controls": "controls",
    "weakness name": "title",
    "weakness description": "summary",
    "weakness detector source": "source",
    "point of contact": "owner",
    "original detection date": "detected",
    "scheduled completion date": "due",
    "original risk rating": "severity",
    "cve": "controls",
}
"""FedRAMP's plan of action and milestones; its other columns stay as they are."""


def is_poam(header: Sequence[str]) -> bool:
    names = {folded(cell) for cell in header}
    return {"poam id", "weakness name"} <= names


def folded(cell: str) -> str:
    return re.sub(r"[\W_]+", " ", cell.replace("&", "").casefold()).strip()


def facts(header: Sequence[str], profile: Profile) -> list[str]:
    """Return the fact of each column, empty for what is none."""
    own = [re.sub(r"[ _]+", "-", cell.strip().lower()) for cell in header]
    if {"id", "title", "status"} <= set(own) and set(own) <= {
        *STATED,
        *EFFORT,
        *COMPUTED,
        "effort",
        "",
    }:
        return [SKIPPED if n in COMPUTED else n for n in own]
    if is_poam(header):
        return [POAM.get(folded(cell), "") for cell in header]
    return profile.columns(list(header))


def effort_in_days(
    about: str, row: Mapping[str, object], line: int, records: Records
) -> None:
    """State an estimate that two columns of days give."""
    low, high = (told(row.get(name)) for name in EFFORT)
    if low and not told(row.get("effort")):
        high = high or low
        words = f"{low} days" if low == high else f"{low}-{high} days"
        records.say(about, "effort", words, line)
