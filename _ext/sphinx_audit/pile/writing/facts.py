"""Which facts a finding and a phase can state, and how their values are read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ...model import Priority, Status
from ...model.effort import Effort
from ...model.finding import PHASE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..said import Statement


TEXTS = frozenset(
    {"phase", "category", "owner", "assignee", "reviewer", "fixed-by", "verified-by"}
    | {"severity", "source", "reason", "approved-by", "suppress"}
)

LISTS = frozenset(
    {"depends", "controls", "supersedes", "duplicates", "related", "evidence", "tags"}
    | {"aliases", "uses"}
)

DATES = frozenset({"detected", "due", "started", "fixed", "verified", "expires"})

GATE = "gate"
"""What a document says of a gate; only that it was passed is carried over."""

OPTIONS = (
    *("phase", "category", "priority", "severity", "effort", "status", "reason"),
    *("depends", "supersedes", "duplicates", "related", "owner", "assignee"),
    *("reviewer", "fixed-by", "verified-by", "approved-by", "detected", "due"),
    *("started", "fixed", "verified", "expires", "controls", "evidence", "tags"),
    *("aliases", "uses", "source", "suppress"),
)
"""The options of a finding in the order in which they are written."""

READ: dict[str, Callable[[str], object]] = {
    "title": str,
    "summary": str,
    "priority": Priority,
    "status": Status,
    "effort": Effort.read,
    "roles": str,
    "signoff": str,
    "pattern": str,
    "order": int,
    **dict.fromkeys((*DATES, "start", "end"), dt.date.fromisoformat),
}
"""How a value is read, where not every text is one."""


def usable(statement: Statement) -> bool:
    """Tell whether a statement can be an option, or the title, as it is."""
    fact, value = statement.fact, statement.value
    if fact == GATE:
        return value == "passed" and statement.about.startswith(PHASE)
    known = fact in READ or fact in TEXTS | LISTS
    return known and bool(value.strip()) and fits(READ.get(fact, str), value)


def fits(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True
