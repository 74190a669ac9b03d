"""The level *run*: the Go tests of plans, in a sandbox; nothing else is ever run."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import TYPE_CHECKING

from ..blocks import Depth
from ..check import toolchain
from ..telling import judged, not_run
from . import work
from .building import c_compiler
from .module import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..blocks import Plan
    from ..levels import Options
    from ..telling import PlanResult

VERSION = 1
"""Raise when this level finds something else in the same code."""


def verify(plans: Sequence[Plan], options: Options) -> Iterator[PlanResult]:
    """Yield what the tests of each plan say."""
    tested = [plan for plan in plans if layout(plan).wanted]
    rest = (plan for plan in plans if not layout(plan).wanted)
    yield from (judged(plan, Depth.RUN, (), {}) for plan in rest)
    if tested and (missing := toolchain.missing()):
        said = f"{missing.what} is not installed"
        yield from (not_run(p, Depth.RUN, said, missing.install) for p in tested)
        return
    count = max(1, min(options.workers, len(tested), os.cpu_count() or 1))
    with ThreadPoolExecutor(count) as pool:
        told = [pool.submit(work.verified, plan, options) for plan in tested]
        for ready in as_completed(told):
            yield ready.result()


def identity(options: Options) -> str:
    """Return the version of Go, and whether races are looked for.

    A checkout may be another one each time.
    """
    if options.checkout:
        return ""
    races = bool(options.race and c_compiler())
    return f"{VERSION} {toolchain.version()} {races} {options.test_timeout:g}"
