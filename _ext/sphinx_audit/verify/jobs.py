"""Plans handed out to workers of any kind: threads, processes, a cluster."""

from __future__ import annotations

import dataclasses as dc
from concurrent.futures import Executor, Future, as_completed
from importlib import import_module
from typing import TYPE_CHECKING

from .levels import level

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .blocks import Depth, Plan
    from .levels import Options
    from .telling import PlanResult


class ExecutorError(Exception):
    """A name of an executor that leads to none; the message says why."""


def executor(name: str) -> Executor:
    """Return what ``module:factory`` makes; raises ExecutorError.

    The factory takes no argument. It is the user's own code, named by the user.
    """
    module, _, factory = name.partition(":")
    try:
        made = getattr(import_module(module), factory)()
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ExecutorError(f"{name!r} names no factory: {error}") from error
    if not hasattr(made, "submit"):
        raise ExecutorError(f"{name!r} makes no concurrent.futures.Executor")
    return made  # type: ignore[no-any-return]  # it may be one by its methods alone


def job(depth: Depth, plans: Sequence[Plan], options: Options) -> list[PlanResult]:
    """Verify plans at one level, wherever this runs."""
    return list(level(depth)(plans, options))


def handed_out(
    depth: Depth,
    plans: Sequence[Plan],
    known: Mapping[str, Plan],
    options: Options,
    pool: Executor | None,
) -> Iterator[PlanResult]:
    """Yield the results of a level as they come; each worker gets a part."""
    if pool is None or not plans:
        yield from level(depth)(plans, with_others(plans, known, options))
        return
    parts = [plans[n :: options.workers] for n in range(options.workers)]
    told = [
        pool.submit(job, depth, part, with_others(part, known, options))
        for part in parts
        if part
    ]
    ready = as_completed(told) if all(isinstance(f, Future) for f in told) else told
    for future in ready:  # those of a cluster may only look alike
        yield from future.result()


def with_others(
    plans: Sequence[Plan], known: Mapping[str, Plan], options: Options
) -> Options:
    """Return options with the plans that these depend on, and no more."""
    own = {plan.id for plan in plans}
    needed = dict.fromkeys(d for plan in plans for d in plan.depends)
    others = tuple(known[d] for d in needed if d in known and d not in own)
    return dc.replace(options, others=others)
