"""Findings as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from ..model.effort import HOURS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Finding, Register

HEADS = (
    "id", "title", "phase", "category", "priority", "status", "state",
    "effort-low-days", "effort-high-days", "depends", "owner", "assignee", "reviewer",
    "detected", "due", "fixed", "fixed-by", "verified", "verified-by", "evidence",
    "tags", "summary", "page",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes a spreadsheet compute a cell instead of showing it."""


def as_csv(findings: Iterable[Finding], register: Register) -> str:
    """Return a table with one line a finding (RFC 4180)."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADS)
    for finding in findings:
        lines.writerow(map(harmless, row(finding, register)))
    return text.getvalue()


def harmless(cell: object) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    said = "" if cell is None else str(cell)
    return f"'{said}" if said.startswith(FORMULA) else said


def row(f: Finding, register: Register) -> tuple[object, ...]:
    low, high = (days(f.effort.low), days(f.effort.high)) if f.effort else ("", "")
    return (
        f.id, f.title, f.phase, f.category, f.priority, f.status.value,
        register.state(f).slug, low, high, ", ".join(f.depends), f.owner, f.assignee,
        f.reviewer, f.detected, f.due, f.fixed, f.fixed_by, f.verified, f.verified_by,
        ", ".join(f.evidence), ", ".join(f.tags), f.summary, f.place.docname,
    )  # fmt: skip


def days(hours: float) -> str:
    return f"{hours / HOURS['d']:g}"
