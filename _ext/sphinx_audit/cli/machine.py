"""Data for machines: JSON as in findings.json, and comma-separated values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..exchange.table import as_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..model import Finding, Register
    from .screen import Screen


def write_json(data: object, screen: Screen) -> None:
    """Write *data*; what the encoding of the output lacks is escaped."""
    json.dump(data, screen.out, ensure_ascii=not screen.utf8, indent=1)
    screen.out.write("\n")


def write_csv(findings: Sequence[Finding], register: Register, screen: Screen) -> None:
    screen.out.write(as_csv(findings, register))
