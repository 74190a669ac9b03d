"""The level *check*: types and linters; nothing of a plan is executed."""

from __future__ import annotations

import dataclasses as dc
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from ..blocks import Depth, Role
from ..programs import Missing
from ..telling import in_part, judged
from . import go, overlay, toolchain
from .checkout import NotReadyError
from .linters import SHELLCHECK, SQUAWK
from .pieces import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..blocks import Plan
    from ..levels import Options
    from ..telling import Diagnostic, PlanResult


def verify(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
    """Yield what types and linters say of each plan."""
    begin = perf_counter()
    shown = [up_to(plan) for plan in plans]
    found: dict[str, list[Diagnostic]] = {plan.id: [] for plan in shown}
    lacking: dict[str, Missing] = {}
    for one in said(shown, options, lacking):
        found[one.plan].append(one)
    each = (perf_counter() - begin) / max(1, len(plans))
    for plan in shown:
        yield result(plan, tuple(found[plan.id]), lacking, each)


def identity(options: Options) -> str:
    """Return the versions of the tools; a checkout may be another one each time."""
    if options.checkout:
        return ""
    tools = (SQUAWK.version(), SHELLCHECK.version(), toolchain.version())
    return f"{VERSION} {tools}"


VERSION = 1
"""Raise when this level finds something else in the same code."""


def up_to(plan: Plan) -> Plan:
    """Return a plan without the blocks that are only to be parsed."""
    blocks = tuple(b for b in plan.blocks if b.depth.rank >= Depth.CHECK.rank)
    return dc.replace(plan, blocks=blocks)


def said(
    plans: Sequence[Plan], options: Options, lacking: dict[str, Missing]
) -> Iterator[Diagnostic]:
    """Yield what each tool says; those that are not there are put in *lacking*."""
    for linter, wanted in ((SQUAWK, ups), (SHELLCHECK, scripts)):
        if missing := linter.missing():
            lacking[linter.tool] = missing
        else:
            yield from linter.say([piece for p in plans for piece in wanted(p)])
    if missing := toolchain.missing():
        lacking["go"] = missing
        return
    checkout = options.root / options.checkout if options.checkout else None
    here = [p for p in plans if checkout and named(p)]
    try:
        yield from go.types([p for p in plans if p not in here], options.cache)
    except toolchain.BuildError as error:
        lacking["go"] = Missing(what=f"our checker of types: {error}", install="")
    for plan in here:
        try:
            yield from overlay.vet(plan, (checkout or Path()).resolve(), options.cache)
        except NotReadyError as error:
            lacking[plan.id] = Missing(what=str(error), install="")


def named(plan: Plan) -> bool:
    """Tell whether all files of Go say where they belong."""
    files = go.files_of(plan).values()
    return bool(files) and all(block.name for block in files)


def ups(plan: Plan) -> Iterator[Piece]:
    return (Piece(plan, block) for block in plan.of(Role.UP))


def scripts(plan: Plan) -> Iterator[Piece]:
    shown = (b for b in plan.of(*Role) if b.language == "bash")
    return (Piece(plan, block) for block in shown)


def needs(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield the tools that a plan needs, with their versions."""
    if any(ups(plan)):
        yield SQUAWK.tool, SQUAWK.version()
    if any(scripts(plan)):
        yield SHELLCHECK.tool, SHELLCHECK.version()
    if go.files_of(plan):
        yield "go", toolchain.version()


def result(
    plan: Plan,
    found: tuple[Diagnostic, ...],
    lacking: dict[str, Missing],
    seconds: float,
) -> PlanResult:
    wanted = dict(needs(plan))
    tools = {name: v for name, v in wanted.items() if name not in lacking}
    told = judged(plan, Depth.CHECK, found, tools, seconds)
    asked = (*wanted, plan.id)
    missing = next((lacking[name] for name in asked if name in lacking), None)
    if missing is None:
        return told
    why = f"{missing.what} is not installed" if missing.install else missing.what
    return in_part(plan, told, why, missing.install)
