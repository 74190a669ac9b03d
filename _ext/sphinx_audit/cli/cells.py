"""Facts of findings as cells of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import Cause, Priority, State
from .table import Cell

if TYPE_CHECKING:
    from ..model import Finding, Reason, Register

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


def reason(reason: Reason) -> str:
    """Return what is waited for and why: ``gate 2A (open)``."""
    kind = "" if reason.cause is Cause.FINDING else f"{reason.cause} "
    return f"{kind}{reason.id} ({reason.why})"
