"""All levels in turn: what failed one is not tried at the next."""

from __future__ import annotations

import dataclasses as dc
from hashlib import sha256
from typing import TYPE_CHECKING

from .cache import Cache, key_of
from .expecting import expected
from .jobs import handed_out
from .levels import identity
from .results import Codes, Results, report_of
from .telling import Outcome, not_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from .blocks import Depth, Plan
    from .levels import Options
    from .telling import PlanResult

    Progress = Callable[[Depth, int, int], None]


@dc.dataclass(frozen=True, kw_only=True)
class Run:
    """How plans are verified."""

    asked: Depth
    options: Options
    cache: Cache = dc.field(default_factory=lambda: Cache(None))
    pool: Executor | None = None
    progress: Progress = lambda depth, done, total: None
    on: str = ""


def verify(plans: Sequence[Plan], wanted: Sequence[Plan], run: Run) -> Results:
    """Return what each level tells of the plans that are *wanted*."""
    known = {plan.id: plan for plan in plans}
    told: dict[str, list[PlanResult]] = {plan.id: [] for plan in wanted}
    for depth in run.asked.first:
        broken = frozenset(
            id_ for id_, results in told.items()
            if any(r.outcome is Outcome.FAILED for r in results)
        )  # fmt: skip
        whole = [plan for plan in wanted if plan.id not in broken]
        options = dc.replace(run.options, broken=broken)
        for one in one_level(depth, whole, known, dc.replace(run, options=options)):
            told[one.plan].append(one)
        for plan in wanted:
            if plan.id in broken:
                failed = next(
                    r.depth for r in told[plan.id] if r.outcome is Outcome.FAILED
                )
                why = f"the level {failed} failed"
                told[plan.id].append(not_run(plan, depth, why))
    codes = Codes({plan.id: plan.digest for plan in plans})
    reports = (report_of(plan, codes, told[plan.id]) for plan in wanted)
    return Results(on=run.on, reports=tuple(reports))


def one_level(
    depth: Depth, plans: Sequence[Plan], known: Mapping[str, Plan], run: Run
) -> list[PlanResult]:
    """Return what a level tells, from the cache where the code is the same."""
    tools = identity(depth, run.options)
    keys = {p.id: key_of(p, depth, tools, known) for p in plans} if tools else {}
    found: dict[str, PlanResult] = {}
    for plan in plans:
        kept = run.cache.get(keys[plan.id], plan) if keys else None
        if kept:
            found[plan.id] = kept
    rest = [plan for plan in plans if plan.id not in found]
    run.progress(depth, len(found), len(plans))
    for one in answers(depth, rest, known, run):
        keep(one, known[one.plan], keys, run, found)
        run.progress(depth, len(found), len(plans))
    return [*found.values()]


def answers(
    depth: Depth, plans: Sequence[Plan], known: Mapping[str, Plan], run: Run
) -> Iterator[PlanResult]:
    """Yield a result for each plan; one that nobody foresaw takes no other with it."""
    told, failure = set(), "it gave no answer"
    try:
        for one in handed_out(depth, plans, known, run.options, run.pool):
            told.add(one.plan)
            yield one
    except Exception as error:  # a worker's machine, or a tool
        failure = f"{type(error).__name__}: {error}"
    silent = [plan for plan in plans if plan.id not in told]
    if len(plans) == 1:
        yield from (not_run(plan, depth, failure) for plan in silent)
    else:
        for plan in silent:
            yield from answers(depth, [plan], known, run)


def keep(
    one: PlanResult,
    plan: Plan,
    keys: Mapping[str, str],
    run: Run,
    found: dict[str, PlanResult],
) -> None:
    found[one.plan] = in_order(expected(plan, one))
    if keys and one.outcome is not Outcome.NOT_RUN:
        run.cache.put(keys[plan.id], plan, found[one.plan])


def in_order(result: PlanResult) -> PlanResult:
    ordered = sorted(
        result.diagnostics, key=lambda d: (d.path, d.line, d.column, d.code, d.message)
    )
    return dc.replace(result, diagnostics=tuple(ordered))


def shard(plans: Sequence[Plan], number: int, of: int) -> list[Plan]:
    """Return the plans of one of several machines, counted from 1, always the same."""
    return [p for p in plans if place_of(p.id) % of == number - 1]


def place_of(id_: str) -> int:
    return int.from_bytes(sha256(id_.encode("utf-8", "replace")).digest()[:8])
