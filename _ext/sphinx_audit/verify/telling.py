"""What verification tells: diagnostics at their places, and how far a plan came."""

from __future__ import annotations

import dataclasses as dc
from enum import StrEnum
from typing import TYPE_CHECKING

from ..model.code import Depth  # noqa: TC001 - the codec reads by types
from ..model.problem import Level

if TYPE_CHECKING:
    from .blocks import Block, Plan


@dc.dataclass(frozen=True, kw_only=True)
class Diagnostic:
    """Something that is wrong with the code of a plan."""

    plan: str
    path: str
    """The file, from the folder of the sources."""
    line: int
    column: int = 1
    level: Level = Level.ERROR
    message: str
    code: str
    """What kind of fault it is, such as ``sql-syntax`` or ``shellcheck-SC2086``."""
    tool: str
    """Who found it."""


class Outcome(StrEnum):
    """What became of a level."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dc.dataclass(frozen=True, kw_only=True)
class PlanResult:
    """What one level tells of one plan."""

    plan: str
    depth: Depth
    outcome: Outcome
    reason: str = ""
    """Why it was not run."""
    install: str = ""
    """The command that installs what is missing."""
    tools: dict[str, str] = dc.field(default_factory=dict)
    """The version of each tool that was asked."""
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0


def at(  # a place and a fault have this many parts
    plan: Plan,
    block: Block,
    place: tuple[int, int],
    message: str,
    *,
    code: str,
    tool: str,
    level: Level = Level.ERROR,
) -> Diagnostic:
    """Return a diagnostic; *place* is a line and a column of the file.

    `Block.at` and `Block.at_offset` give the place of something in the code.
    """
    line, column = place
    return Diagnostic(
        plan=plan.id,
        path=block.path,
        line=line,
        column=column,
        level=level,
        message=" ".join(message.split()),
        code=code,
        tool=tool,
    )


def not_run(plan: Plan, depth: Depth, reason: str, install: str = "") -> PlanResult:
    return PlanResult(
        plan=plan.id,
        depth=depth,
        outcome=Outcome.NOT_RUN,
        reason=reason,
        install=install,
    )


def judged(
    plan: Plan,
    depth: Depth,
    diagnostics: tuple[Diagnostic, ...],
    tools: dict[str, str],
    seconds: float = 0.0,
) -> PlanResult:
    """Return a result that failed if there is an error among *diagnostics*."""
    wrong = any(d.level is Level.ERROR for d in diagnostics)
    return PlanResult(
        plan=plan.id,
        depth=depth,
        outcome=Outcome.FAILED if wrong else Outcome.PASSED,
        tools=tools,
        diagnostics=diagnostics,
        seconds=round(seconds, 3),
    )


def in_part(plan: Plan, told: PlanResult, reason: str, install: str) -> PlanResult:
    """Return a result of which a part was not looked at: it is never passed."""
    if told.outcome is not Outcome.FAILED:
        return dc.replace(told, outcome=Outcome.NOT_RUN, reason=reason, install=install)
    note = Diagnostic(
        plan=plan.id,
        path=plan.path,
        line=plan.line,
        level=Level.NOTE,
        message=f"not all of it was looked at: {reason}; {install}".removesuffix("; "),
        code="not_run",
        tool="sphinx-audit",
    )
    return dc.replace(told, diagnostics=(*told.diagnostics, note))
