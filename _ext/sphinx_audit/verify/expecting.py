"""Blocks that are meant to fail: an error in them is what was asked for."""

from __future__ import annotations

import dataclasses as dc
from typing import TYPE_CHECKING

from ..model.problem import Level
from .telling import Outcome, at, judged

if TYPE_CHECKING:
    from .blocks import Block, Plan
    from .telling import Diagnostic, PlanResult

EXPECTED = "expected_failure"


def expected(plan: Plan, result: PlanResult) -> PlanResult:
    """Return a result in which errors of such blocks are notes, and none is an error.

    A block is to fail at its own level; at those before it, it is like any other.
    """
    meant = [b for b in plan.blocks if b.fails and b.depth is result.depth]
    if not meant or result.outcome is Outcome.NOT_RUN:
        return result
    found, failed = [], set()
    for one in result.diagnostics:
        home = next((b for b in meant if holds(b, one)), None)
        if home and one.level is Level.ERROR:
            failed.add(id(home))
            said = f"{one.message}, as it should"
            found.append(dc.replace(one, level=Level.NOTE, message=said))
        else:
            found.append(one)
    for block in meant:
        if id(block) not in failed:
            said = f"this is marked to fail at the level {result.depth}, and passes"
            place = block.at(1)
            found.append(
                at(plan, block, place, said, code=EXPECTED, tool="sphinx-audit")
            )
    return judged(plan, result.depth, tuple(found), result.tools, result.seconds)


def holds(block: Block, found: Diagnostic) -> bool:
    first, last = block.at(1)[0], block.at(block.text.count("\n"))[0]
    return found.path == block.path and first <= found.line <= last
