"""The columns a table of findings can have, and what it can be grouped by."""

from __future__ import annotations

COLUMNS: dict[str, int] = {
    "finding": 40,
    "id": 10,
    "title": 36,
    "phase": 16,
    "category": 22,
    "priority": 10,
    "severity": 10,
    "status": 14,
    "state": 14,
    "effort": 10,
    "depends": 22,
    "needed-by": 22,
    "waits-for": 28,
    "owner": 14,
    "due": 12,
    "checklist": 14,
    "tags": 14,
    "reason": 34,
    "source": 28,
    "related": 18,
}
"""Each column's width in characters, which text builders take literally."""

DEFAULT = ("finding", "priority", "effort", "state")

GROUPS = ("phase", "priority", "status", "state", "owner", "category")
