"""Facts of findings as cells of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Priority, State
from .table import Cell

if TYPE_CHECKING:
    from ..model import Finding, Register

PRIORITY_STYLES = {
    Priority.CRITICAL: "alarm",
    Priority.HIGH: "red",
    Priority.MEDIUM: "yellow",
    Priority.LOW: "dim",
}

STATE_STYLES = {
    State.READY: "cyan",
    State.BLOCKED: "red",
    State.IN_PROGRESS: "yellow",
    State.DONE: "green",
    State.SET_ASIDE: "dim",
}


def priority(finding: Finding) -> Cell:
    level = finding.priority
    return Cell(level, PRIORITY_STYLES[level]) if level else Cell("")


def state(finding: Finding, register: Register) -> Cell:
    found = register.state(finding)
    return Cell(f"{found.mark} {found}", STATE_STYLES[found])


def effort(finding: Finding) -> Cell:
    return Cell(str(finding.effort or ""))
