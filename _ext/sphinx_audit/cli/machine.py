"""Data for machines: JSON as in findings.json, and comma-separated values."""

from __future__ import annotations

import csv
import dataclasses as dc
import json
from typing import TYPE_CHECKING

from ..exchange.codec import days, key, plain, slug
from ..model import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Register
    from .screen import Screen

ELSEWHERE = {"place", "anchor", "effort"}

STATED = [f.name for f in dc.fields(Finding) if f.name not in ELSEWHERE]

HEADS = [
    *(key(name) for name in STATED),
    "effort-low",
    "effort-high",
    "state",
    "docname",
    "line",
]
"""Columns: every fact, effort in days, the computed state, the place."""


def write_json(data: object, screen: Screen) -> None:
    """Write *data*; what the encoding of the output lacks is escaped."""
    json.dump(data, screen.out, ensure_ascii=not screen.utf8, indent=1)
    screen.out.write("\n")


def write_csv(findings: Sequence[Finding], register: Register, screen: Screen) -> None:
    writer = csv.writer(screen.out, lineterminator="\n")
    writer.writerow(HEADS)
    writer.writerows(row(f, register) for f in findings)


def row(finding: Finding, register: Register) -> list[str]:
    effort = finding.effort
    return [
        *(value(getattr(finding, name)) for name in STATED),
        f"{days(effort.low)}" if effort else "",
        f"{days(effort.high)}" if effort else "",
        slug(register.state(finding)),
        finding.place.docname,
        str(finding.place.line),
    ]


def value(fact: object) -> str:
    """Return a fact as the text an author would write."""
    if fact is None:
        return ""
    return ", ".join(map(str, fact)) if isinstance(fact, tuple) else str(plain(fact))
